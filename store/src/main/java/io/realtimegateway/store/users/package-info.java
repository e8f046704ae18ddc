/// Accounts and their identities at providers.
@NullMarked
package io.realtimegateway.store.users;

import org.jspecify.annotations.NullMarked;
