// Fetches what a link leads to and puts it here instead of going there: <ob-more><a href="…">Show more</a></ob-more>.
// What comes is the element with the id content-part; its members (data-members) take the place of the list item that the link stands in.
import { load } from '../parts.js';
import { say } from './ob-navigation.js';

class More extends HTMLElement {
  #busy = false;

  connectedCallback() {
    this.addEventListener('click', this.#fetch);
  }

  disconnectedCallback() {
    this.removeEventListener('click', this.#fetch);
  }

  #fetch = async event => {
    const link = event.target.closest('a[href]');
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      return;
    }

    event.preventDefault();
    event.stopPropagation();
    if (this.#busy) {
      return;
    }

    this.#busy = true;
    this.setAttribute('aria-busy', 'true');
    try {
      const { page, ok } = await load(link.href);
      const part = ok && page.getElementById('content-part');
      if (!part) {
        throw new Error('This is no longer there.');
      }

      this.#show(part);
    } catch (e) {
      say(e.message);
    } finally {
      this.#busy = false;
      this.removeAttribute('aria-busy');
    }
  };

  #show(part) {
    const item = this.closest('li');
    const members = item ? [...part.querySelectorAll('[data-members] > li:not([data-before])')].filter(li => !li.parentElement.closest('li [data-members]')) : [];
    const nodes = (members.length ? members : [...part.childNodes]).map(node => document.importNode(node, true));
    (members.length ? item : this).replaceWith(...nodes);
    const first = nodes.find(node => node.querySelector);
    (first?.matches?.('[tabindex], a, button') ? first : first?.querySelector('[tabindex], a, button, summary'))?.focus({ preventScroll: true });
  }
}

customElements.define('ob-more', More);
