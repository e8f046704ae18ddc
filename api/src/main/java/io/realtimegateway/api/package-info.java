/// REST resources by feature, sign-in.
@NullMarked
package io.realtimegateway.api;

import org.jspecify.annotations.NullMarked;
