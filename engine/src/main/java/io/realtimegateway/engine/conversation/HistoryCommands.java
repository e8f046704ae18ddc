package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.core.HistoryCommand;
import io.realtimegateway.model.record.JournalRecord.CommandName;
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
    return new HistoryCommand.Send(
        name(send.userID(), send.clientNamed(), send.name(), send.content(), send.metadata()),
        isApplication(send.authority()),
        send.content(),
        send.metadata());
  }

  HistoryCommand of(Command.UpdateMessage update) {
    String text = "update " + update.messageID() + ' ' + update.content();
    return new HistoryCommand.Edit(
        name(update.userID(), update.clientNamed(), update.name(), text, update.metadata()),
        isApplication(update.authority()),
        update.messageID(),
        update.content(),
        update.metadata(),
        update.ifChangeSeq());
  }

  HistoryCommand of(Command.DeleteMessage delete) {
    String text = "delete " + delete.messageID();
    return new HistoryCommand.Delete(
        name(delete.userID(), delete.clientNamed(), delete.name(), text, null),
        isApplication(delete.authority()),
        delete.messageID(),
        delete.ifChangeSeq());
  }

  HistoryCommand of(Command.AddMembers add) {
    return new HistoryCommand.Add(
        name(add.userID(), false, add.name(), "add " + add.members(), null),
        isApplication(add.authority()),
        add.members());
  }

  HistoryCommand of(Command.RemoveMember remove) {
    return new HistoryCommand.Remove(
        name(remove.userID(), false, remove.name(), "remove " + remove.member(), null),
        isApplication(remove.authority()),
        remove.member());
  }

  HistoryCommand of(Command.UpdateConversation update) {
    String groupName = update.groupName();
    String text = groupName == null ? "update conversation" : "rename " + groupName;
    return new HistoryCommand.Update(
        name(update.userID(), update.clientNamed(), update.name(), text, update.metadata()),
        isApplication(update.authority()),
        groupName,
        update.metadata());
  }

  private CommandName name(
      long author, boolean clientNamed, String name, String text, @Nullable String metadata) {
    CommandDigest.Digest of = digest.of(text, metadata);
    return new CommandName(author, name, clientNamed, of.high(), of.low());
  }

  private static boolean isApplication(Authority authority) {
    return authority == Authority.APPLICATION;
  }
}
