// Which spans a text or a choice of types finds. Text is looked for in name, type, error and id at once, and by the server in attributes and events, whatever its case.
export class Search {
  text = '';
  only = false;
  types = new Set();
  found = null; // rows, in order; null when nothing is looked for
  foundSet = null;
  #inside = { text: '', ids: [] }; // what the server found in attributes and events

  /** Looks for what an address says. */
  take(asked) {
    this.text = asked.search;
    this.only = asked.only === '1';
    this.types = new Set(asked.types ? asked.types.split(',') : []);
  }

  /** Asks the server which spans say the text in their attributes or events; false when it was not asked, or says nothing new. */
  async ask(address, signal) {
    const text = this.text.trim();
    if (text.length < 3 || this.#inside.text === text) {
      return false;
    }

    const url = new URL(address, document.baseURI);
    url.searchParams.set('text', text);
    const response = await fetch(url, { credentials: 'same-origin', signal });
    this.#inside = { text, ids: response.ok ? await response.json() : [] };
    return this.#inside.ids.length > 0;
  }

  update(model) {
    const text = this.text.trim().toLowerCase();
    if (!text) {
      this.found = this.foundSet = null;
      return;
    }

    const names = model.data.names.map(name => name.toLowerCase().includes(text)); // each name once, however many spans have it
    const types = model.data.types.map(type => type.toLowerCase().includes(text));
    const inside = new Set(this.#inside.text === this.text.trim() ? this.#inside.ids.map(id => model.rowOf(id)) : []);
    this.found = [];
    for (let row = 0; row < model.count; row++) {
      if (names[model.data.name[row]] || types[model.data.type[row]] || model.errors.get(row)?.toLowerCase().includes(text) || inside.has(row) || model.id(row) === text) {
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
