// Items that one steps through with j and k and opens with o: <ob-steps data-items=".session-row" data-item="session">. Each item has a link of the class session-open.
import { registerKeys } from '../keys.js';
import { go } from './ob-navigation.js';

class Steps extends HTMLElement {
  connectedCallback() {
    const item = this.dataset.item;
    registerKeys(this, [
      { key: 'j', title: `Next ${item}`, run: () => this.#step(1) },
      { key: 'k', title: `Previous ${item}`, run: () => this.#step(-1) },
      { key: 'o', title: `Open the ${item === 'turn' ? 'trace' : item}`, run: () => this.#open() },
    ]);
  }

  get #items() {
    return [...this.querySelectorAll(this.dataset.items)];
  }

  #focused() {
    return document.activeElement?.closest(this.dataset.items);
  }

  // Without a focus, the first item that can be seen.
  #seen() {
    return this.#items.find(item => item.getBoundingClientRect().bottom > 80);
  }

  #open() {
    const item = this.#focused() ?? this.#seen();
    if (item) {
      go(item.querySelector('.session-open').href);
    }
  }

  #step(by) {
    const items = this.#items;
    const here = this.#focused();
    const at = here ? items.indexOf(here) + by : items.indexOf(this.#seen());
    const next = items[Math.max(0, Math.min(items.length - 1, at))];
    if (next) {
      next.querySelector('.session-open').focus({ preventScroll: true });
      next.scrollIntoView({ block: next.offsetHeight > innerHeight - 120 ? 'start' : 'nearest' });
    }
  }
}

customElements.define('ob-steps', Steps);
