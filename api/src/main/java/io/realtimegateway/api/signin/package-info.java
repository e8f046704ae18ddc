/// Logins: how they begin, how they end, and which have ended.
@NullMarked
package io.realtimegateway.api.signin;

import org.jspecify.annotations.NullMarked;
