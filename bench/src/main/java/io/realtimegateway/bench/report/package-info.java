/// `make bench`: runs the loads of `docs/performance.md` against the server and the bare Netty
/// server in turn, and writes that page.
@NullMarked
package io.realtimegateway.bench.report;

import org.jspecify.annotations.NullMarked;
