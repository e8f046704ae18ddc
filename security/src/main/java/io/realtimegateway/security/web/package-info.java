/// What client addresses and origins of pages mean, for every edge alike.
@NullMarked
package io.realtimegateway.security.web;

import org.jspecify.annotations.NullMarked;
