/// A real browser against the running server: Debian's Chromium without a window, told what to do
/// over its DevTools protocol.
@NullMarked
package io.realtimegateway.e2e.browser;

import org.jspecify.annotations.NullMarked;
