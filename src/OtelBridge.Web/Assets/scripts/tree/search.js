// Which spans a text or a choice of types finds. Text is looked for in name, type, error and id, whatever its case.
export class Search {
  text = '';
  only = false;
  types = new Set();
  found = null; // rows, in order; null when nothing is looked for
  foundSet = null;

  update(model) {
    const text = this.text.trim().toLowerCase();
    if (!text) {
      this.found = this.foundSet = null;
      return;
    }

    const names = model.data.names.map(name => name.toLowerCase().includes(text)); // each name once, however many spans have it
    const types = model.data.types.map(type => type.toLowerCase().includes(text));
    this.found = [];
    for (let row = 0; row < model.count; row++) {
      if (names[model.data.name[row]] || types[model.data.type[row]] || model.errors.get(row)?.toLowerCase().includes(text) || model.id(row) === text) {
        this.found.push(row);
      }
    }

    this.foundSet = new Set(this.found);
  }

  /** A test of rows for what is to be shown; null for everything. */
  keep(model) {
    const byText = this.only && this.foundSet;
    const byType = this.types.size > 0 && model.data.types.map(type => this.types.has(type));
    return byText || byType ? row => (!byText || byText.has(row)) && (!byType || byType[model.data.type[row]]) : null;
  }

  /** The next (or, by -1, the one before) of sorted rows after a row, around the end. */
  static next(rows, row, direction = 1) {
    if (!rows || rows.length === 0) {
      return -1;
    }

    return direction > 0 ? rows.find(other => other > row) ?? rows[0] : rows.findLast(other => other < row) ?? rows.at(-1);
  }
}
