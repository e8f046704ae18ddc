/// Which users a user may see, and the search for users.
@NullMarked
package io.realtimegateway.store.directory;

import org.jspecify.annotations.NullMarked;
