package io.realtimegateway.engine.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConversationAudienceTest {
  private static final Event ADDED = new Event.AddedToConversation(7, 0, 1);

  private final RecordingLink link = new RecordingLink(9, 0);
  private final PeerLink peer = new PeerLink(link, _ -> {});
  private final ConversationAudience audiences = new ConversationAudience(7, _ -> peer);

  @ParameterizedTest
  @ValueSource(ints = {1, Limits.MAX_LIST - 1, Limits.MAX_LIST, Limits.MAX_LIST + 1, 140_000})
  void anEventForAllSessionsByNameTakesAsManyPacketsAsItNeeds(int sessions) {
    for (long session = 1; session <= sessions; session++) {
      audiences.add(new SessionAddress(session, 9, 0, session));
    }
    audiences.directToAll(3, 8, ADDED);
    assertThat(link.sent).hasSize((sessions + Limits.MAX_LIST - 1) / Limits.MAX_LIST);
    List<Long> told =
        link.sent.stream()
            .flatMap(packet -> ((Delivery.Direct) packet).sessions().stream())
            .toList();
    assertThat(told)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, sessions).boxed().toList());
    assertThat(link.sent)
        .allSatisfy(packet -> assertThat(((Delivery.Direct) packet).event()).isEqualTo(ADDED));
  }
}
