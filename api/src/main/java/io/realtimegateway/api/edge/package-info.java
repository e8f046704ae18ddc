/// Between Vert.x and the operations: who calls, from where, how often, and how an answer leaves. A
/// request passes [io.realtimegateway.api.edge.Arrival],
/// [io.realtimegateway.api.edge.OperationHandler] (which moves to a virtual thread) and
/// [io.realtimegateway.api.edge.ReplyWriter] in this order.
@NullMarked
package io.realtimegateway.api.edge;

import org.jspecify.annotations.NullMarked;
