/// Sign-ins and their ends.
@NullMarked
package io.realtimegateway.store.logins;

import org.jspecify.annotations.NullMarked;
