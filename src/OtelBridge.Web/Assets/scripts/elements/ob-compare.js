// Two traces beside each other: choosing another row keeps the place in the list of rows.
import { go } from './ob-navigation.js';

const isPlain = event => event.button === 0 && !event.defaultPrevented && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

class Compare extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', this.#click);
    this.#reveal();
  }

  #click = event => {
    const link = event.target.closest('a[data-row]');
    if (link && isPlain(event)) {
      event.preventDefault();
      this.#choose(link);
    }
  };

  async #choose(link) {
    const top = this.querySelector('.compare-scroll').scrollTop;
    if (await go(link.href, { scroll: false })) {
      const next = document.querySelector('ob-compare');
      next.querySelector('.compare-scroll').scrollTop = top;
      next.#reveal();
    }
  }

  // Only as far as needed, and only inside the list.
  #reveal() {
    const list = this.querySelector('.compare-scroll');
    const row = list?.querySelector('[aria-current="true"]')?.closest('tr');
    if (row) {
      const head = list.querySelector('thead').offsetHeight;
      list.scrollTop = Math.min(Math.max(list.scrollTop, row.offsetTop + row.offsetHeight - list.clientHeight), row.offsetTop - head);
    }
  }
}

customElements.define('ob-compare', Compare);
