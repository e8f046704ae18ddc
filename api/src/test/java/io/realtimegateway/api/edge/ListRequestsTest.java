package io.realtimegateway.api.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ListRequestsTest {
  @Test
  void eachUserMayHaveSoManyUnderWay() {
    ListRequests lists = new ListRequests(2);

    assertThat(lists.begin(1)).isTrue();
    assertThat(lists.begin(1)).isTrue();
    assertThat(lists.begin(1)).isFalse();
    assertThat(lists.begin(2)).isTrue();
    lists.end(1);
    assertThat(lists.begin(1)).isTrue();
    assertThat(lists.begin(1)).isFalse();
  }
}
