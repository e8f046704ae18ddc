package io.realtimegateway.journal.rocks.names;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/// A growing set of 64-bit hashes with about one false positive in a thousand and no false
/// negatives. A blocked Bloom filter: a hash sets one bit in each of eight neighbouring words, so
/// that a lookup costs one cache line; when a part is full, a larger one is added. Thread-safe; a
/// thread always finds what it added.
final class NameFilter {
  private static final int WORDS = 8;
  private static final int HASHES_PER_BLOCK = 32;
  private static final int GROWTH = 4;
  private static final int LARGEST_PART = 1 << 24;
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int[] SALTS = {
    0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
  };

  private static final class Part {
    final int capacity;
    final long[] words;
    final AtomicInteger size = new AtomicInteger();

    Part(int capacity) {
      this.capacity = capacity;
      this.words = new long[(capacity + HASHES_PER_BLOCK - 1) / HASHES_PER_BLOCK * WORDS];
    }

    private int block(long hash) {
      long blocks = words.length / WORDS;
      return (int) (((hash >>> 32) * blocks) >>> 32) * WORDS;
    }

    void add(long hash) {
      int block = block(hash);
      for (int i = 0; i < WORDS; i++) {
        long bit = bit(hash, i);
        if (((long) ELEMENT.getOpaque(words, block + i) & bit) == 0) {
          ELEMENT.getAndBitwiseOr(words, block + i, bit);
        }
      }
    }

    boolean mayContain(long hash) {
      int block = block(hash);
      for (int i = 0; i < WORDS; i++) {
        if (((long) ELEMENT.getOpaque(words, block + i) & bit(hash, i)) == 0) {
          return false;
        }
      }
      return true;
    }

    private static long bit(long hash, int word) {
      return 1L << (((int) hash * SALTS[word]) >>> 26);
    }
  }

  // The last one is being filled. Replaced as a whole, under the lock of this object.
  private volatile Part[] parts;

  /// @param expected how many hashes the first part is made for
  NameFilter(int expected) {
    parts = new Part[] {new Part(Math.clamp(expected, HASHES_PER_BLOCK, LARGEST_PART))};
  }

  void add(long hash) {
    Part[] now = parts;
    Part last = now[now.length - 1];
    if (last.size.getAndIncrement() >= last.capacity) {
      last = grown(last);
      last.size.getAndIncrement();
    }
    last.add(hash);
  }

  boolean mayContain(long hash) {
    for (Part part : parts) {
      if (part.mayContain(hash)) {
        return true;
      }
    }
    return false;
  }

  /// Hashes that were added, repeats counted.
  int size() {
    int size = 0;
    for (Part part : parts) {
      size += Math.min(part.size.get(), part.capacity);
    }
    return size;
  }

  private synchronized Part grown(Part full) {
    Part[] now = parts;
    Part last = now[now.length - 1];
    if (last == full) {
      last = new Part((int) Math.min(LARGEST_PART, (long) full.capacity * GROWTH));
      Part[] more = Arrays.copyOf(now, now.length + 1);
      more[now.length] = last;
      parts = more;
    }
    return last;
  }
}
