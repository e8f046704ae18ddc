package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.FreePort;
import io.realtimegateway.e2e.harness.Reply;
import io.realtimegateway.e2e.harness.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that is a gateway alone.
final class GatewayAloneIT {
  @TempDir private Path folder;

  @Test
  void whatTheApiServesElsewhereIsNotFoundHere() throws IOException {
    Path secret = folder.resolve("link.secret");
    var ownerAlone = PosixFilePermissions.fromString("rw-------");
    Files.createFile(secret, PosixFilePermissions.asFileAttribute(ownerAlone));
    Files.writeString(secret, "0123456789abcdef".repeat(4));
    try (ServerProcess gateway =
        new ServerProcess(folder.resolve("gateway"))
            .with("--roles", "gateway", "--set", "link.secret-file=" + secret)
            .with("--set", "link.engine=127.0.0.1:" + FreePort.find())
            .start()) {
      for (String path : new String[] {"/api/v1.0/conversations/1", "/auth/login", "/", "/none"}) {
        Reply reply = ChatUser.anonymous(gateway.url(), path).expect(404);
        assertThat(reply.body().getJsonObject("error").getString("code"))
            .as(path)
            .isEqualTo("NotFoundRequest");
        assertThat(reply.headers().firstValue("X-Request-Id")).as(path).isPresent();
      }
      assertThat(gateway.log()).doesNotContain("Dev login", "second window");
    }
  }
}
