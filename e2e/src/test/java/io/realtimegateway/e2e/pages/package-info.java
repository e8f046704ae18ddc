/// The pages say what is so.
@NullMarked
package io.realtimegateway.e2e.pages;

import org.jspecify.annotations.NullMarked;
