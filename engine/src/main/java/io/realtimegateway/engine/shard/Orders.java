package io.realtimegateway.engine.shard;

import io.realtimegateway.engine.core.Named;
import io.realtimegateway.engine.core.Order;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.security.CommandDigest;
import org.jspecify.annotations.Nullable;

/// Commands that write history as orders to the core.
final class Orders {
  private final CommandDigest digest;

  Orders(CommandDigest digest) {
    this.digest = digest;
  }

  Order of(Command.SendMessage send) {
    Named named =
        named(send.userID(), send.name(), send.clientNamed(), send.content(), send.metadata());
    return new Order.Send(named, isApplication(send.authority()), send.content(), send.metadata());
  }

  Order of(Command.UpdateMessage update) {
    String asked = "update " + update.messageID() + ' ' + update.content();
    return new Order.Edit(
        named(update.userID(), update.name(), false, asked, update.metadata()),
        isApplication(update.authority()),
        update.messageID(),
        update.content(),
        update.metadata());
  }

  Order of(Command.DeleteMessage delete) {
    return new Order.Delete(
        named(delete.userID(), delete.name(), false, "delete " + delete.messageID(), null),
        isApplication(delete.authority()),
        delete.messageID());
  }

  Order of(Command.AddMembers add) {
    return new Order.Add(
        named(add.userID(), add.name(), false, "add " + add.members(), null),
        isApplication(add.authority()),
        add.members());
  }

  Order of(Command.RemoveMember remove) {
    return new Order.Remove(
        named(remove.userID(), remove.name(), false, "remove " + remove.member(), null),
        isApplication(remove.authority()),
        remove.member());
  }

  private Named named(
      long author, String name, boolean clientNamed, String asked, @Nullable String metadata) {
    CommandDigest.Digest of = digest.of(asked, metadata);
    return new Named(author, name, clientNamed, of.high(), of.low());
  }

  private static boolean isApplication(Authority authority) {
    return authority == Authority.APPLICATION;
  }
}
