// The list of traces: more rows as one scrolls, a row cursor, selection, menus of cells, new traces on top while it is live, and everything as it was for whoever comes back.
import { load } from '../parts.js';
import { registerKeys } from '../keys.js';
import { go, say } from './ob-navigation.js';
import { Bodies } from '../traces/bodies.js';
import { Selection } from '../traces/selection.js';
import { CellMenus } from '../traces/cells.js';
import { LiveRows } from '../traces/live.js';
import { ask } from '../traces/dialogs.js';
import { keep, recall } from '../traces/memory.js';

const mostRows = 10_000;

class Rows extends HTMLElement {
  #address;
  #here;
  #more;
  #isLoading = false;
  #live;

  connectedCallback() {
    this.#address = location.href;
    this.scroller = this.querySelector('.traces-scroll');
    if (!this.scroller) {
      return; // nothing to list; a live page is refreshed whole
    }

    this.bodies = new Bodies(this.querySelector('.traces-table'));
    this.selection = new Selection(this, this.bodies);
    this.menus = new CellMenus(this);
    this.#live = new LiveRows(this);
    this.#more = new IntersectionObserver(entries => entries.at(-1).isIntersecting && this.#load(), { rootMargin: '800px', scrollMargin: '800px' });
    this.#restore(recall());
    this.#watch();
    this.addEventListener('focusin', event => this.#stand(event.target.closest('tbody tr')));
    this.addEventListener('click', event => {
      if (event.target.closest('#traces-more a') && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        this.#load();
      }
    });
    this.selection.form.addEventListener('submit', event => {
      if (event.submitter?.dataset.ask) {
        event.preventDefault();
        ask(this, event.target, event.submitter);
      } else if (event.submitter?.dataset.plain) {
        event.stopPropagation(); // a file to keep, not a page to show
      }
    });
    this.addEventListener('ob-loaded', () => this.selection.tell());
    this.#bindKeys();
  }

  disconnectedCallback() {
    if (!this.scroller) {
      return;
    }

    this.#more.disconnect();
    this.#live.close();
    this.bodies.close();
    this.bodies.revealAll();
    keep(this.#address, { bodies: this.bodies.all, more: this.querySelector('#traces-more'), top: this.#top, here: this.#here?.id, selected: this.selection.ids });
  }

  /** How far the list is scrolled. */
  get top() {
    return this.scroller.scrollTop || scrollY;
  }

  #top = 0;

  #watch() {
    const link = this.querySelector('#traces-more a');
    if (link) {
      this.#more.observe(link);
    }
    this.scroller.addEventListener('scroll', () => { this.#top = this.scroller.scrollTop; }, { passive: true });
  }

  #restore(list) {
    if (!list) {
      return;
    }

    // The first page is as fresh as the server made it. Where it ends as it did, what followed still follows; else the list is shown as it was left.
    const [fresh, old] = [this.bodies.all[0], list.bodies[0]];
    const isSame = fresh.rows[fresh.rows.length - 1]?.id === old.rows[old.rows.length - 1]?.id;
    if (!isSame) {
      fresh.replaceChildren(...old.rows);
    }
    list.bodies.slice(1).forEach(body => this.bodies.append(body));
    this.querySelector('#traces-more').replaceWith(list.more);
    this.selection.keep(list.selected);
    // After the frame has put the focus where a page begins.
    queueMicrotask(() => {
      const row = list.here && this.bodies.find(list.here);
      if (row) {
        this.#go(row);
      }
      this.scroller.scrollTop = list.top;
    });
  }

  async #load() {
    const link = this.querySelector('#traces-more a');
    if (!link || this.#isLoading) {
      return;
    }

    if (this.bodies.rows.length >= mostRows) {
      this.#more.disconnect();
      link.parentElement.textContent = `${mostRows.toLocaleString('en')} traces are shown. Narrow the list down to see others.`;
      return;
    }

    this.#isLoading = true;
    link.setAttribute('aria-busy', 'true');
    link.textContent = 'Loading…';
    try {
      const { page, ok } = await load(link.dataset.rows);
      const body = page?.querySelector('#traces-part tbody');
      if (!ok || !body) {
        throw new Error(page?.querySelector('.fault p')?.textContent ?? 'The next traces cannot be read.');
      }

      const known = new Set(this.bodies.rows.map(row => row.id));
      const added = document.importNode(body, true);
      [...added.rows].filter(row => known.has(row.id)).forEach(row => row.remove());
      this.bodies.append(added);
      this.querySelector('#traces-more').replaceWith(document.importNode(page.getElementById('traces-more'), true));
      this.selection.tell();
    } catch (e) {
      link.removeAttribute('aria-busy');
      link.textContent = 'More traces';
      this.#more.disconnect(); // the reader tries again, not the page by itself
      say(e.message);
      return;
    } finally {
      this.#isLoading = false;
    }

    const next = this.querySelector('#traces-more a');
    if (next) {
      this.#more.observe(next);
    }
  }

  #stand(row) {
    if (row && row !== this.#here) {
      this.#here?.classList.remove('traces-here');
      this.#here = row;
      row.classList.add('traces-here');
    }
  }

  #go(row) {
    this.bodies.reveal(row);
    this.#stand(row);
    row.querySelector('.traces-open').focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
  }

  #step(by, extend = false) {
    const rows = this.bodies.rows;
    const at = this.#here ? rows.findIndex(row => row.id === this.#here.id) : -1;
    const next = rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))];
    if (extend && at >= 0) {
      this.selection.toggle(rows[at], true);
      this.selection.toggle(next, true);
    }
    this.#go(next);
  }

  #bindKeys() {
    const here = run => () => this.#here && run(this.#here);
    registerKeys(this, [
      { key: 'j', title: 'Next trace', run: () => this.#step(1) },
      { key: 'ArrowDown', title: 'Next trace', run: () => this.#step(1) },
      { key: 'k', title: 'Previous trace', run: () => this.#step(-1) },
      { key: 'ArrowUp', title: 'Previous trace', run: () => this.#step(-1) },
      { key: 'Home', title: 'First trace', run: () => this.#step(-Infinity) },
      { key: 'End', title: 'Last trace that is loaded', run: () => this.#step(Infinity) },
      { key: 'Enter', title: 'Open the trace', run: here(row => go(row.querySelector('.traces-open').href)) },
      { key: 'x', title: 'Select the trace', run: here(row => this.selection.toggle(row)) },
      { key: 'Shift+ArrowDown', title: 'Select further down', run: () => this.#step(1, true) },
      { key: 'Shift+ArrowUp', title: 'Select further up', run: () => this.#step(-1, true) },
      { key: 'f', title: 'Filter by a value of the trace', run: here(row => this.menus.open(row)) },
    ]);
  }
}

customElements.define('ob-rows', Rows);
