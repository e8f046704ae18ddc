/// Logins and their revocations.
@NullMarked
package io.realtimegateway.store.logins;

import org.jspecify.annotations.NullMarked;
