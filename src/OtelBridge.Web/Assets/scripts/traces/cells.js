// Narrowing the list by what a cell holds: a button on the cell under the mouse, and for each row a button that the keyboard reaches.
import { go } from '../elements/ob-navigation.js';

const make = (name, className, ...children) => {
  const element = document.createElement(name);
  element.className = className;
  element.append(...children);
  return element;
};

export class CellMenus {
  #narrow;
  #popup;
  #button;
  #beside;

  constructor(host) {
    this.#narrow = host.dataset.narrow;
    this.#popup = make('div', 'traces-popup');
    this.#popup.popover = 'auto';
    this.#popup.setAttribute('role', 'menu');
    this.#popup.setAttribute('aria-label', 'Filter by');
    this.#popup.addEventListener('keydown', event => this.#move(event));
    this.#popup.addEventListener('toggle', event => {
      if (event.newState === 'closed' && this.#beside?.isConnected) {
        this.#beside.focus({ preventScroll: true });
      }
    });
    host.append(this.#popup);
    this.#button = make('button', 'traces-cell-menu', '⋯');
    Object.assign(this.#button, { type: 'button', tabIndex: -1, title: 'Only this, or not this' });
    this.#button.setAttribute('aria-label', 'Filter by this cell');
    host.addEventListener('pointerover', event => this.#offer(event.target.closest('td[data-only], td:has([data-only])')));
    host.addEventListener('click', event => {
      const row = event.target.closest('.traces-row-menu');
      const cell = event.target.closest('.traces-cell-menu');
      if (row || cell) {
        this.open((row ?? cell).closest(row ? 'tr' : 'td'), row ?? cell);
      }
    });
  }

  get isOpen() {
    return this.#popup.matches(':popover-open');
  }

  /** Opens the menu of all that a row, or a cell, can narrow the list by. */
  open(place, beside = place.querySelector('.traces-row-menu')) {
    const conditions = [...new Set([place, ...place.querySelectorAll('[data-only]')].map(each => each.dataset.only).filter(Boolean))];
    this.#popup.replaceChildren(...conditions.flatMap(condition => [this.#item('Only', condition, condition), this.#item('Not', condition, `NOT ${condition}`)]));
    this.#beside = beside;
    this.#popup.showPopover();
    const [box, size] = [beside.getBoundingClientRect(), this.#popup.getBoundingClientRect()];
    this.#popup.style.left = `${Math.max(8, Math.min(box.left, innerWidth - size.width - 8))}px`;
    this.#popup.style.top = `${box.bottom + size.height > innerHeight ? Math.max(8, box.top - size.height) : box.bottom}px`;
    this.#popup.firstElementChild?.focus();
  }

  #offer(cell) {
    if (cell && this.#button.parentElement !== cell) {
      cell.append(this.#button);
    }
  }

  #item(word, text, condition) {
    const item = make('button', '', `${word} `, make('code', '', make('bdi', '', text)));
    item.type = 'button';
    item.setAttribute('role', 'menuitem');
    item.addEventListener('click', () => {
      const separator = this.#narrow.includes('?') ? '&' : '?';
      this.#popup.hidePopover();
      go(`${this.#narrow}${separator}with=${encodeURIComponent(condition)}`);
    });
    return item;
  }

  #move(event) {
    const items = [...this.#popup.children];
    const at = items.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      items[next % items.length].focus();
    }
  }
}
