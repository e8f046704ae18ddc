package io.realtimegateway.gateway.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.LinkPacket.OwnedLog;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.protocol.packet.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Two links: one serves the even logs, the other the odd ones.
final class ReceivedPositionsTest {
  private static final long EPOCH = 0xE1;
  private static final int OF_USER = 0;
  private static final int OF_CONVERSATION = Shards.firstOf(1);

  private final ReceivedPositions positions = new ReceivedPositions();

  private static List<Integer> logs(int link) {
    return IntStream.range(0, Shards.LOGS).filter(log -> log % 2 == link).boxed().toList();
  }

  private List<Position> welcomed(int link, long index) {
    List<Position> at = new ArrayList<>();
    for (int log : logs(link)) {
      for (int i = 0; i < Shards.PER_LOG; i++) {
        at.add(new Position(Shards.firstOf(log) + i, EPOCH, index));
      }
    }
    List<OwnedLog> owned = logs(link).stream().map(log -> new OwnedLog(log, 1)).toList();
    return positions.registering(
        new LinkPacket.Welcome(1, 0, 9, link, 2, new Proof(1, 2, 3, 4), owned, at));
  }

  private void settled(int link) {
    logs(link).forEach(positions::settled);
  }

  @Test
  void noPositionIsKnownBeforeAllLinksHaveSettledOnce() {
    assertThat(welcomed(0, 10)).isEmpty();
    assertThat(welcomed(1, 10)).isEmpty();
    settled(0);
    assertThat(positions.areKnown()).isFalse();
    settled(1);
    assertThat(positions.areKnown()).isTrue();
    lost(0);
    assertThat(positions.areKnown()).as("the positions from which events are missing").isTrue();
  }

  @Test
  void whileAllLinksAreSettledTheLastPositionIsValid() {
    bothSettledAt(10);
    positions.received(OF_CONVERSATION, 12);
    positions.moved(new Position(OF_CONVERSATION, EPOCH, 14));
    positions.received(OF_CONVERSATION, 13);
    lost(1);
    assertThat(of(OF_CONVERSATION, welcomed(1, 20)).index()).isEqualTo(14);
  }

  /// Sessions whose own link is lost may have left the audiences, so that they miss events that
  /// others receive on the remaining link.
  @Test
  void aPositionReceivedOnOneLinkWhileAnotherIsLostIsNotValid() {
    bothSettledAt(10);
    positions.received(OF_CONVERSATION, 12);
    lost(0);
    positions.received(OF_CONVERSATION, 17);
    positions.moved(new Position(OF_CONVERSATION, EPOCH, 18));
    lost(1);
    assertThat(of(OF_CONVERSATION, welcomed(1, 20)).index()).isEqualTo(12);
    settled(1);
    positions.received(OF_CONVERSATION, 25);
    lost(1);
    assertThat(of(OF_CONVERSATION, welcomed(1, 30)).index())
        .as("the other link is still lost")
        .isEqualTo(12);
  }

  @Test
  void aPositionReceivedWhileLinksRegisterIsValidOnceAllHaveSettled() {
    bothSettledAt(10);
    lost(0);
    lost(1);
    assertThat(of(OF_CONVERSATION, welcomed(1, 20)).index()).isEqualTo(10);
    settled(1);
    positions.received(OF_CONVERSATION, 22);
    assertThat(of(OF_USER, welcomed(0, 21)).index()).isEqualTo(10);
    settled(0);
    lost(1);
    assertThat(of(OF_CONVERSATION, welcomed(1, 30)).index()).isEqualTo(22);
    assertThat(of(OF_USER, welcomed(0, 30)).index()).isEqualTo(21);
  }

  @Test
  void anotherEpochIsValidWithItsOwnIndex() {
    bothSettledAt(10);
    positions.moved(new Position(OF_USER, EPOCH + 1, 3));
    lost(0);
    assertThat(of(OF_USER, welcomed(0, 30))).isEqualTo(new Position(OF_USER, EPOCH + 1, 3));
  }

  private void bothSettledAt(long index) {
    welcomed(0, index);
    welcomed(1, index);
    settled(0);
    settled(1);
  }

  private void lost(int link) {
    logs(link).forEach(positions::unsettled);
  }

  private static Position of(int shard, List<Position> named) {
    return named.stream().filter(at -> at.shard() == shard).findFirst().orElseThrow();
  }
}
