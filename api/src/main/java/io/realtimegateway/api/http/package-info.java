/// What an operation gets and gives: a checked call in, a reply out. Nothing here knows Vert.x's
/// routing.
@NullMarked
package io.realtimegateway.api.http;

import org.jspecify.annotations.NullMarked;
