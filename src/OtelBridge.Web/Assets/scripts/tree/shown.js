// Which rows are to be seen: all but what is folded away and what a filter leaves out. What a filter finds keeps the rows above it.
export class Shown {
  folded = new Set(); // rows
  rows = new Int32Array(0);

  /** Works it out anew. keep: null for every row, else a test of a row. */
  update(model, keep) {
    const kept = keep && this.#withAbove(model, keep);
    const rows = new Int32Array(model.count);
    let n = 0;
    for (let row = 0; row < model.count;) {
      if (kept && !kept[row]) {
        row++;
        continue;
      }

      rows[n++] = row;
      row = this.folded.has(row) ? model.end[row] : row + 1;
    }

    this.rows = rows.subarray(0, n);
  }

  /** Where a row is among the shown ones; -1 when it is not. */
  placeOf(row) {
    let [low, high] = [0, this.rows.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (this.rows[middle] === row) {
        return middle;
      }

      if (this.rows[middle] < row) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }

    return -1;
  }

  /** Unfolds what hides a row; true when something did. */
  reveal(model, row) {
    let changed = false;
    for (let above = model.parent[row]; above >= 0; above = model.parent[above]) {
      changed = this.folded.delete(above) || changed;
    }

    return changed;
  }

  /** Remembers which span is at the top of the view; what it gives scrolls there again when another model is shown. */
  hold(before, view, rowHeight) {
    const top = this.rows[Math.floor(view.scrollTop / rowHeight)];
    const id = top === undefined ? '' : before.id(top);
    const rest = view.scrollTop % rowHeight;
    return model => {
      const now = this.placeOf(model.rowOf(id));
      if (now >= 0 && view.scrollTop > 0) {
        view.scrollTop = now * rowHeight + rest;
      }
    };
  }

  /** The row itself, or the nearest above it that is not folded away. */
  nearest(model, row) {
    let nearest = row;
    for (let above = model.parent[row]; above >= 0; above = model.parent[above]) {
      if (this.folded.has(above)) {
        nearest = above;
      }
    }

    return nearest;
  }

  /** Folds or unfolds a row, or all that is below it as well. */
  toggle(model, row, whole) {
    const fold = !this.folded.has(row);
    for (let other = row; other < (whole ? model.end[row] : row + 1); other++) {
      if (!fold) {
        this.folded.delete(other);
      } else if (model.children[other] > 0) {
        this.folded.add(other);
      }
    }
  }

  /** Folds as a mode says: 'all' leaves the top, 'errors' opens the ways to what failed, anything else opens everything. */
  fold(model, mode) {
    this.folded.clear();
    if (mode === 'all' || mode === 'errors') {
      for (let row = 0; row < model.count; row++) {
        if (model.children[row] > 0 && (mode === 'all' ? model.depth[row] > 0 || model.tops > 1 : model.failuresBelow(row) === 0)) {
          this.folded.add(row);
        }
      }
    }
  }

  #withAbove(model, keep) {
    const kept = new Uint8Array(model.count);
    for (let row = model.count - 1; row >= 0; row--) {
      if (kept[row] || keep(row)) {
        kept[row] = 1;
        if (model.parent[row] >= 0) {
          kept[model.parent[row]] = 1;
        }
      }
    }

    return kept;
  }
}
