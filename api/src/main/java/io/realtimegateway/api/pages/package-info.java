/// The few static pages.
@NullMarked
package io.realtimegateway.api.pages;

import org.jspecify.annotations.NullMarked;
