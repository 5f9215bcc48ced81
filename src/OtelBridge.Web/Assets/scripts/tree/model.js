// The spans of a trace as columns: what traces/{id}/tree says, and what follows from it. Rows are numbers, in the order of the tree; times are nanoseconds since the trace's start.
export const marks = { failed: 1, orphan: 2, skewed: 4, future: 8, unended: 16, critical: 32, linked: 64 };

const digits = 16; // of a span id

export class TreeModel {
  #ids;
  #places;
  #slowest;
  #failed;
  #pieces = new Map(); // row → where it ran itself; bounded by the rows that were looked at
  #critical;

  constructor(data) {
    const n = this.count = data.depth.length;
    this.data = data;
    this.spans = data.spans;
    this.grows = data.grows;
    this.length = Math.max(data.length, 1) * data.unit;
    this.#ids = data.ids;
    this.depth = Uint16Array.from(data.depth);
    this.parent = new Int32Array(n);
    this.end = new Int32Array(n); // the first row that is no longer below this one
    this.children = new Int32Array(n);
    this.position = new Int32Array(n);
    this.start = new Float64Array(n);
    this.duration = Float64Array.from(data.duration, units => units * data.unit);
    this.#link();
    this.tokens = pairs(data.tokens, 3);
    this.costs = pairs(data.costs, 2);
    this.errors = pairs(data.errors, 2);
  }

  id(row) {
    return this.#ids.slice(row * digits, (row + 1) * digits);
  }

  /** The row of a span; -1 when it is not here. */
  rowOf(id) {
    if (!this.#places) {
      this.#places = new Map();
      for (let row = 0; row < this.count; row++) {
        this.#places.set(this.id(row), row);
      }
    }

    return this.#places.get(id) ?? -1;
  }

  name(row) {
    return this.data.names[this.data.name[row]];
  }

  type(row) {
    return this.data.types[this.data.type[row]];
  }

  is(row, mark) {
    return (this.data.marks[row] & mark) !== 0;
  }

  failuresBelow(row) {
    return this.data.failures[row];
  }

  /** How long it ran while none of its children did. */
  self(row) {
    return this.duration[row] - this.data.covered[row] * this.data.unit;
  }

  *childrenOf(row) {
    for (let child = row + 1; child < this.end[row]; child = this.end[child]) {
      yield child;
    }
  }

  /** Where a span ran itself, [from, to, …]: the gaps between its children. */
  ownPieces(row) {
    const [from, to] = [this.start[row], this.start[row] + this.duration[row]];
    if (this.children[row] === 0) {
      return [from, to];
    }

    if (!this.#pieces.has(row) || this.is(row, marks.unended)) {
      this.#pieces.set(row, this.#gaps(row, from, to));
    }

    return this.#pieces.get(row);
  }

  /** What the trace waited for of a span itself, [from, to, …]. */
  criticalPieces(row) {
    if (!this.#critical) {
      this.#critical = new Map();
      const { critical, unit } = this.data;
      for (let i = 0; i < critical.length; i += 3) {
        const pieces = this.#critical.get(critical[i]) ?? [];
        const from = this.start[critical[i]] + critical[i + 1] * unit;
        pieces.push(from, from + critical[i + 2] * unit);
        this.#critical.set(critical[i], pieces);
      }
    }

    return this.#critical.get(row) ?? [];
  }

  /** The rows that failed, in order. */
  get failed() {
    this.#failed ??= Array.from({ length: this.count }, (_, row) => row).filter(row => this.is(row, marks.failed));
    return this.#failed;
  }

  /** The rows that ran longest themselves, the longest first. */
  get slowest() {
    this.#slowest ??= Array.from({ length: this.count }, (_, row) => row).sort((a, b) => this.self(b) - this.self(a)).slice(0, 100);
    return this.#slowest;
  }

  /** Spans without an end go on: how long the trace has been running now. */
  grow(now) {
    for (let row = 0; row < this.count; row++) {
      if (this.is(row, marks.unended) && !this.is(row, marks.future)) {
        this.duration[row] = Math.max(0, now - this.start[row]);
      }
    }

    this.length = Math.max(this.length, now);
  }

  #link() {
    const above = [];
    const seen = [];
    for (let row = 0; row < this.count; row++) {
      const depth = this.depth[row];
      for (let level = above.length - 1; level >= depth; level--) {
        this.end[above[level]] = row;
      }

      above.length = depth;
      seen.length = depth + 1;
      const parent = depth > 0 ? above[depth - 1] : -1;
      this.parent[row] = parent;
      this.start[row] = this.data.from[row] * this.data.unit + (parent < 0 ? 0 : this.start[parent]);
      this.position[row] = seen[depth] = (seen[depth] ?? 0) + 1;
      if (parent >= 0) {
        this.children[parent]++;
      }

      above.push(row);
    }

    above.forEach(row => { this.end[row] = this.count; });
    this.tops = seen[0] ?? 0;
  }

  #gaps(row, from, to) {
    const spans = [...this.childrenOf(row)].map(child => [this.start[child], this.start[child] + this.duration[child]]).sort((a, b) => a[0] - b[0]);
    const pieces = [];
    let until = from;
    for (const [start, end] of spans) {
      if (start > until) {
        pieces.push(until, Math.min(start, to));
      }

      until = Math.max(until, end);
      if (until >= to) {
        break;
      }
    }

    if (until < to) {
      pieces.push(until, to);
    }

    return pieces;
  }
}

function pairs(list, size) {
  const map = new Map();
  for (let i = 0; i < list.length; i += size) {
    map.set(list[i], size === 2 ? list[i + 1] : list.slice(i + 1, i + size));
  }

  return map;
}
