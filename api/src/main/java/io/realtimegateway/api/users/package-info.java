/// Accounts.
@NullMarked
package io.realtimegateway.api.users;

import org.jspecify.annotations.NullMarked;
