/// Whom a user may see, and how people are found.
@NullMarked
package io.realtimegateway.store.directory;

import org.jspecify.annotations.NullMarked;
