/// The rules that keep the direction between modules and packages.
@NullMarked
package io.realtimegateway.e2e.architecture;

import org.jspecify.annotations.NullMarked;
