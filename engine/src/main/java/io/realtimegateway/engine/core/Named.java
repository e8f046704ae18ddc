package io.realtimegateway.engine.core;

/// The name under which a command came.
///
/// @param author user who gave the command
/// @param text 1..64 code points, unique per author and conversation
/// @param clientNamed whether the client chose it, so that it holds for ever
/// @param digestHigh with `digestLow` a keyed digest of what is asked: the same name with another
///   digest is a conflict
/// @param digestLow see `digestHigh`
public record Named(
    long author, String text, boolean clientNamed, long digestHigh, long digestLow) {
  Key key() {
    return new Key(author, text);
  }

  /// What makes a name unique in its conversation.
  record Key(long author, String text) {}
}
