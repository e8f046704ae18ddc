/// Friend requests and friendships.
@NullMarked
package io.realtimegateway.store.friends;

import org.jspecify.annotations.NullMarked;
