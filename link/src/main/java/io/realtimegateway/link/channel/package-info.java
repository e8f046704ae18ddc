/// The transports of links: frames on sockets, batches of packet objects inside the process.
@NullMarked
package io.realtimegateway.link.channel;

import org.jspecify.annotations.NullMarked;
