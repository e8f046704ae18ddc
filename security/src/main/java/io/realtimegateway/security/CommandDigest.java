package io.realtimegateway.security;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A keyed 128-bit digest of a command's content and metadata. It distinguishes a repeated command
/// from another one with the same name, without storing the text. The digest reveals nothing
/// without the key, and the same text has different digests in two installations. The secret must
/// survive restarts: otherwise a repeat of an older command would be refused as a conflict.
///
/// SipHash-2-4 with 128 bits of output, its key the first half of HMAC-SHA-256(secret,
/// "rtg1-command-digest"), over: content length u32 little-endian, metadata length u32
/// little-endian (all ones for none), the content's UTF-8 and the metadata's UTF-8, each filled up
/// with zeros to a multiple of 8 bytes. The lengths in front leave no two commands with the same
/// bytes. It is called for every send on the event loop, where it takes about a fifth of what
/// HMAC-SHA-256 takes for a short message. Safe for threads.
public final class CommandDigest {
  private static final String LABEL = "rtg1-command-digest";
  private static final byte[] NOTHING = {};
  private static final long NO_METADATA = 0xFFFF_FFFFL << 32;

  private final long keyLow;
  private final long keyHigh;

  /// @throws IllegalArgumentException if the secret is too short for a key
  public CommandDigest(Secret secret) {
    ByteBuffer label = StandardCharsets.US_ASCII.encode(LABEL);
    ByteBuffer key =
        ByteBuffer.wrap(secret.requireKey("command digest secret").hmac(label))
            .order(ByteOrder.LITTLE_ENDIAN);
    keyLow = key.getLong();
    keyHigh = key.getLong();
  }

  /// 128 bits.
  public record Digest(long high, long low) {}

  /// The digest of a command's text.
  public Digest of(String content, @Nullable String metadata) {
    byte[] text = content.getBytes(StandardCharsets.UTF_8);
    byte[] more = metadata == null ? NOTHING : metadata.getBytes(StandardCharsets.UTF_8);
    long lengths = text.length | (metadata == null ? NO_METADATA : (long) more.length << 32);
    SipHash128 hash = new SipHash128(keyLow, keyHigh);
    hash.word(lengths);
    hash.padded(text);
    hash.padded(more);
    hash.finish();
    return new Digest(hash.high(), hash.low());
  }
}
