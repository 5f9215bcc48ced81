// A button that copies the text of the attribute, that of an element, or the page's address: <ob-copy text="…">, <ob-copy of=".nearest-ancestor descendant">, <ob-copy here>.
// It takes the button that is inside; where there is none it makes one, since that does nothing without a script.
import { copy } from '../copy.js';

class Copy extends HTMLElement {
  connectedCallback() {
    if (!this.querySelector('button')) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'content-copy';
      button.textContent = 'Copy';
      button.setAttribute('aria-label', this.getAttribute('name') ?? 'Copy');
      this.append(button);
    }

    this.addEventListener('click', this.#copy);
  }

  disconnectedCallback() {
    this.removeEventListener('click', this.#copy);
  }

  #copy = event => {
    const button = event.target.closest('button');
    if (button) {
      copy(this.#text(), button);
    }
  };

  #text() {
    if (this.hasAttribute('text')) {
      return this.getAttribute('text');
    }

    if (this.hasAttribute('here')) {
      return location.href;
    }

    const [around, ...inside] = (this.getAttribute('of') ?? '').split(' ');
    return this.closest(around)?.querySelector(inside.join(' '))?.textContent ?? '';
  }
}

customElements.define('ob-copy', Copy);
