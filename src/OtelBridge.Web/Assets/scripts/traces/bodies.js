// The pages of rows of a long table, one tbody each. Those far out of sight are taken away and leave their height, so that ten thousand rows scroll like fifty.
const far = '2500px';
const few = 4; // so many pages are not worth it

export class Bodies {
  #table;
  #kept = new WeakMap(); // tbody → its rows, while they are away
  #observer;

  constructor(table) {
    this.#table = table;
    this.#observer = new IntersectionObserver(entries => entries.forEach(entry => entry.isIntersecting ? this.#back(entry.target) : this.#away(entry.target)),
      { rootMargin: far, scrollMargin: far });
    this.all.forEach(body => this.#observer.observe(body));
  }

  get all() {
    return [...this.#table.tBodies];
  }

  /** All rows, those that are away too. */
  get rows() {
    return this.all.flatMap(body => this.#kept.get(body) ?? [...body.rows]);
  }

  find(id) {
    return this.rows.find(row => row.id === id);
  }

  append(body) {
    this.#table.append(body);
    this.#observer.observe(body);
  }

  /** Puts the page of a row back, so that it can be seen and focused. */
  reveal(row) {
    if (!row.isConnected) {
      this.#back(this.all.find(body => this.#kept.get(body)?.includes(row)));
    }
  }

  revealAll() {
    this.all.forEach(body => this.#back(body));
  }

  close() {
    this.#observer.disconnect();
  }

  #away(body) {
    if (this.#kept.has(body) || this.all.length <= few || body.contains(document.activeElement) || !body.isConnected) {
      return;
    }

    const height = body.offsetHeight;
    this.#kept.set(body, [...body.rows]);
    const cell = document.createElement('td');
    cell.colSpan = 99;
    cell.style.height = `${height}px`;
    const pad = document.createElement('tr');
    pad.className = 'traces-pad';
    pad.setAttribute('aria-hidden', 'true');
    pad.append(cell);
    body.replaceChildren(pad);
  }

  #back(body) {
    const rows = this.#kept.get(body);
    if (rows) {
      this.#kept.delete(body);
      body.replaceChildren(...rows);
    }
  }
}
