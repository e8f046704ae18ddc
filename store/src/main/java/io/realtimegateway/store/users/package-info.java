/// Accounts, and who the outside says they are.
@NullMarked
package io.realtimegateway.store.users;

import org.jspecify.annotations.NullMarked;
