/// Words of display names, for the search.
@NullMarked
package io.realtimegateway.store.names;

import org.jspecify.annotations.NullMarked;
