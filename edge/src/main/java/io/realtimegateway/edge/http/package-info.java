/// What every HTTP answer of gateway, API and server has in common: whose pages may call, security
/// headers, the error object.
@NullMarked
package io.realtimegateway.edge.http;

import org.jspecify.annotations.NullMarked;
