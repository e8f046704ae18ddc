/**
 * Divides a long list into blocks, so that only those near the visible part are in the page. A block
 * keeps its first entry for ever: entries that come in front or behind make new blocks.
 */
export class Blocks {
  /** Keys of the entries that begin a block. @type {string[]} */
  #starts = [];
  /** Measured heights by the key of the first entry, in CSS pixels. @type {Map<string, number>} */
  #heights = new Map();

  /**
   * @param {number} size entries of a block
   * @param {number} estimate of the height of an entry that was never shown, in CSS pixels
   */
  constructor(size, estimate) {
    this.size = size;
    this.estimate = estimate;
  }

  /**
   * @param {readonly string[]} keys of all entries, in order
   * @returns {{ key: string, from: number, to: number, height: number }[]} the blocks, from inclusive, to exclusive
   */
  divide(keys) {
    const at = new Map(keys.map((key, index) => [key, index]));
    const held = this.#starts.map((key) => at.get(key)).filter((index) => index !== undefined);
    held.sort((a, b) => a - b);
    /** @type {number[]} */
    const starts = [];
    const first = held[0] ?? keys.length;
    for (let index = first - this.size; first > 0; index -= this.size) {
      starts.unshift(Math.max(0, index));
      if (index <= 0) break;
    }
    starts.push(...held);
    let last = starts[starts.length - 1] ?? 0;
    while (keys.length - last > 1.5 * this.size) starts.push((last += this.size));
    this.#starts = starts.map((index) => /** @type {string} */ (keys[index]));
    return starts.map((from, number) => {
      const key = /** @type {string} */ (keys[from]);
      const to = starts[number + 1] ?? keys.length;
      return { key, from, to, height: this.#heights.get(key) ?? (to - from) * this.estimate };
    });
  }

  /** @param {string} key @param {number} height */
  measure(key, height) {
    this.#heights.set(key, height);
  }
}

/**
 * The blocks to show for a part of the list that is visible.
 *
 * @param {readonly { height: number }[]} blocks
 * @param {number} top of the visible part, in CSS pixels from the top of the list
 * @param {number} bottom
 * @param {number} margin shown beyond it on both sides
 * @returns {[number, number]} numbers of the first block and of the one behind the last
 */
export function visibleBlocks(blocks, top, bottom, margin) {
  let y = 0;
  let from = -1;
  let to = 0;
  blocks.forEach(({ height }, number) => {
    if (y + height >= top - margin && y <= bottom + margin) {
      if (from < 0) from = number;
      to = number + 1;
    }
    y += height;
  });
  return from < 0 ? [Math.max(0, blocks.length - 1), blocks.length] : [from, to];
}
