/// The OpenAPI document: read from its parts, served as one file, and held against every request.
@NullMarked
package io.realtimegateway.api.contract;

import org.jspecify.annotations.NullMarked;
