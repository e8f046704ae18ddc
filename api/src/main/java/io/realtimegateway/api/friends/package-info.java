/// Friends and friend requests.
@NullMarked
package io.realtimegateway.api.friends;

import org.jspecify.annotations.NullMarked;
