// New traces on top of the list while it is live. A reader who scrolled down, selected or opened something is not moved: a button says how many are waiting.
import { load } from '../parts.js';

const calm = 10_000; // how often count and chart follow, at most

export class LiveRows {
  #host;
  #button;
  #around;
  #isBusy = false;
  #isLate = false;
  #told = 0;

  constructor(host) {
    this.#host = host;
    this.#around = host.parentElement;
    this.#button = host.querySelector('.traces-new');
    this.#button.addEventListener('click', () => {
      host.scroller.scrollTop = 0;
      this.#look(true);
    });
    this.#around.addEventListener('ob-changed', this.#changed);
  }

  close() {
    this.#around.removeEventListener('ob-changed', this.#changed);
  }

  #changed = event => {
    event.preventDefault(); // the list takes in rows; it is not made anew
    this.#look(false);
  };

  async #look(isAsked) {
    this.#isLate = this.#isBusy;
    if (this.#isBusy) {
      return;
    }

    this.#isBusy = true;
    try {
      const { page, ok } = await load(this.#host.dataset.rows);
      const body = ok && page?.querySelector('#traces-part tbody');
      if (body && this.#host.isConnected) {
        this.#take(document.importNode(body, true), isAsked);
      }
    } catch {
      // The stream says when the server is gone.
    } finally {
      this.#isBusy = false;
    }

    if (this.#isLate) {
      this.#look(false);
    }
  }

  #take(incoming, isAsked) {
    const { bodies, selection } = this.#host;
    const known = new Map(bodies.rows.map(row => [row.id, row]));
    const rows = [...incoming.rows];
    const fresh = rows.filter(row => !known.has(row.id));
    this.#update(rows, known, selection);
    const waits = !isAsked && fresh.length > 0 && (this.#host.top > 60 || selection.size > 0 || this.#host.menus.isOpen || document.querySelector('dialog[open]'));
    this.#button.hidden = !waits;
    if (waits) {
      this.#button.textContent = `${fresh.length === rows.length ? `${fresh.length}+` : fresh.length} new`;
      return;
    }

    if (fresh.length > 0) {
      this.#put(rows, fresh, known, bodies);
    }
    this.#follow();
  }

  // Rows that changed where they stand, whoever looks at them.
  #update(rows, known, selection) {
    for (const row of rows) {
      const shown = known.get(row.id);
      if (shown && shown.dataset.print !== row.dataset.print) {
        const focused = shown.contains(document.activeElement);
        const marks = [...shown.classList].filter(name => name === 'traces-here');
        const copy = row.cloneNode(true);
        copy.classList.add(...marks);
        selection.show(copy);
        shown.replaceChildren(...copy.childNodes);
        shown.className = copy.className;
        shown.dataset.print = row.dataset.print;
        if (focused) {
          shown.querySelector('.traces-open').focus({ preventScroll: true });
        }
      }
    }
  }

  #put(rows, fresh, known, bodies) {
    const first = bodies.all[0];
    const isFull = rows.length >= first.rows.length;
    const out = [...first.rows].filter(row => !rows.some(each => each.id === row.id));
    fresh.forEach(row => row.classList.add('traces-fresh'));
    first.replaceChildren(...rows.map(row => known.get(row.id) ?? row));
    if (isFull && out.length > 0) {
      const next = document.createElement('tbody');
      next.append(...out);
      first.after(next);
    }
  }

  #follow() {
    if (Date.now() - this.#told > calm) {
      this.#told = Date.now();
      this.#around.querySelectorAll('ob-later').forEach(part => part.again());
    }
  }
}
