/// Words of display names, as people search for them.
@NullMarked
package io.realtimegateway.store.names;

import org.jspecify.annotations.NullMarked;
