/// A gateway loop and its links to the engine. [GatewayLoop] is the loop; [EngineMessageHandler]
/// handles the packets of the engine; [ReceivedPositions] and [RegistrationBarrier] keep how far
/// each shard was received, so that a link that registers again can be sent what is missing.
@NullMarked
package io.realtimegateway.gateway.engine;

import org.jspecify.annotations.NullMarked;
