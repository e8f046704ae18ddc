package io.realtimegateway.engine.core;

/// The name under which a command came.
///
/// @param author user who gave the command
/// @param text 1..64 code points, unique per author and conversation among names of its kind
/// @param digestHigh with `digestLow` a keyed digest of what is asked: the same name with another
///   digest is a conflict
/// @param digestLow see `digestHigh`
public record Named(long author, NameKind kind, String text, long digestHigh, long digestLow) {
  /// Whether the client chose it, so that it holds for ever.
  public boolean clientNamed() {
    return kind != NameKind.GENERATED;
  }

  Key key() {
    return new Key(author, kind, text);
  }

  /// What makes a name unique in its conversation.
  record Key(long author, NameKind kind, String text) {}
}
