/// Refusals: what an operation throws when it cannot do what it was asked, and how that looks as
/// JSON.
@NullMarked
package io.realtimegateway.api.error;

import org.jspecify.annotations.NullMarked;
