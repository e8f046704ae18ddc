package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.core.HistoryCommand;
import io.realtimegateway.engine.core.NameKind;
import io.realtimegateway.engine.core.Named;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.security.CommandDigest;
import org.jspecify.annotations.Nullable;

/// Commands that write history as commands to the core.
final class HistoryCommands {
  private final CommandDigest digest;

  HistoryCommands(CommandDigest digest) {
    this.digest = digest;
  }

  HistoryCommand of(Command.SendMessage send) {
    NameKind kind = send.clientNamed() ? NameKind.CLIENT_MESSAGE_ID : NameKind.GENERATED;
    Named named = named(send.userID(), kind, send.name(), send.content(), send.metadata());
    return new HistoryCommand.Send(
        named, isApplication(send.authority()), send.content(), send.metadata());
  }

  HistoryCommand of(Command.UpdateMessage update) {
    String text = "update " + update.messageID() + ' ' + update.content();
    return new HistoryCommand.Edit(
        named(
            update.userID(),
            changing(update.clientNamed()),
            update.name(),
            text,
            update.metadata()),
        isApplication(update.authority()),
        update.messageID(),
        update.content(),
        update.metadata(),
        update.ifChangeSeq());
  }

  HistoryCommand of(Command.DeleteMessage delete) {
    String text = "delete " + delete.messageID();
    return new HistoryCommand.Delete(
        named(delete.userID(), changing(delete.clientNamed()), delete.name(), text, null),
        isApplication(delete.authority()),
        delete.messageID(),
        delete.ifChangeSeq());
  }

  HistoryCommand of(Command.AddMembers add) {
    return new HistoryCommand.Add(
        named(add.userID(), NameKind.GENERATED, add.name(), "add " + add.members(), null),
        isApplication(add.authority()),
        add.members());
  }

  HistoryCommand of(Command.RemoveMember remove) {
    return new HistoryCommand.Remove(
        named(
            remove.userID(), NameKind.GENERATED, remove.name(), "remove " + remove.member(), null),
        isApplication(remove.authority()),
        remove.member());
  }

  HistoryCommand of(Command.UpdateConversation update) {
    String groupName = update.groupName();
    String text = groupName == null ? "update conversation" : "rename " + groupName;
    return new HistoryCommand.Update(
        named(
            update.userID(),
            changing(update.clientNamed()),
            update.name(),
            text,
            update.metadata()),
        isApplication(update.authority()),
        groupName,
        update.metadata());
  }

  private Named named(
      long author, NameKind kind, String name, String text, @Nullable String metadata) {
    CommandDigest.Digest of = digest.of(text, metadata);
    return new Named(author, kind, name, of.high(), of.low());
  }

  private static NameKind changing(boolean clientNamed) {
    return clientNamed ? NameKind.COMMAND_ID : NameKind.GENERATED;
  }

  private static boolean isApplication(Authority authority) {
    return authority == Authority.APPLICATION;
  }
}
