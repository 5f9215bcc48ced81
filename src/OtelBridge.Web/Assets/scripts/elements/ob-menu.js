// A menu made of <details class="menu">: Escape and what lies outside close it, arrows walk it. With src, its search field asks the server for items.
import { load } from '../parts.js';

const pause = 150;
const actions = 'a[href], button:not(:disabled)';
const first = `${actions}, input:not([type=hidden], :disabled), textarea`; // what a menu begins with, be it a choice or a form
const items = `${actions}, input[type=checkbox]:not(:disabled)`;

class Menu extends HTMLElement {
  #details;
  #asking;
  #timer;

  connectedCallback() {
    this.#details = this.querySelector('details');
    this.addEventListener('keydown', this.#walk);
    this.addEventListener('toggle', this.#toggled, true);
    this.addEventListener('focusout', this.#left);
    this.addEventListener('click', this.#chosen);
    document.addEventListener('pointerdown', this.#outside);
    const field = this.#field();
    if (field) {
      field.hidden = false;
      field.addEventListener('input', this.#search);
    }
  }

  disconnectedCallback() {
    document.removeEventListener('pointerdown', this.#outside);
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  #field = () => this.querySelector('input[type=search]');

  #toggled = () => {
    if (this.#details.open) {
      (this.#field() ?? this.querySelector('[aria-current="true"], [aria-pressed="true"]') ?? this.querySelector(`.menu-list :is(${first})`))?.focus();
    }
  };

  #outside = event => {
    if (!this.contains(event.target)) {
      this.#details.open = false;
    }
  };

  #left = event => {
    if (event.relatedTarget && !this.contains(event.relatedTarget)) {
      this.#details.open = false;
    }
  };

  #chosen = event => {
    if (event.target.closest(`.menu-list :is(${actions})`) && !event.target.closest('form')) { // a form may be refused
      setTimeout(() => this.#close()); // after the click did its work
    }
  };

  #close() {
    const inside = this.#details.contains(document.activeElement);
    this.#details.open = false;
    if (inside) {
      this.querySelector('summary').focus();
    }
  }

  #walk = event => {
    if (!this.#details.open) {
      return;
    }

    if (event.key === 'Escape') {
      event.preventDefault();
      this.#close();
      return;
    }

    const field = this.#field();
    if (event.target !== field && event.target.matches('input, textarea, select')) {
      return;
    }

    const all = [...(field ? [field] : []), ...this.querySelectorAll(`.menu-list :is(${items})`)];
    const at = all.indexOf(document.activeElement);
    const inField = document.activeElement === field;
    const next = { ArrowDown: at + 1, ArrowUp: at < 0 ? all.length - 1 : at - 1, ...(inField ? {} : { Home: 0, End: all.length - 1 }) }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      all[(next + all.length) % all.length]?.focus();
    } else if (event.key === 'Enter' && inField) {
      event.preventDefault();
      all[1]?.click();
    }
  };

  #search = () => {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    const asking = this.#asking = new AbortController();
    this.#timer = setTimeout(async () => {
      try {
        const source = new URL(this.getAttribute('src'), document.baseURI);
        source.searchParams.set('q', this.#field().value);
        const { page, ok } = await load(source, { signal: asking.signal });
        const found = ok && page?.querySelector('.menu-items');
        if (found) {
          this.querySelector('.menu-items').replaceWith(document.importNode(found, true));
        }
      } catch {
        // What was listed stays; the next key asks again.
      }
    }, pause);
  };
}

customElements.define('ob-menu', Menu);
