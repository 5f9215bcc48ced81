// A button that copies: the text of the attribute, or that of an element: <ob-copy text="…">, <ob-copy of=".nearest-ancestor descendant">, or the page's address: <ob-copy here>. Made by script, since it does nothing without.
import { copy } from '../copy.js';

class Copy extends HTMLElement {
  connectedCallback() {
    if (this.firstElementChild) {
      return;
    }

    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'content-copy';
    button.textContent = this.hasAttribute('label') ? this.getAttribute('label') : 'Copy';
    button.setAttribute('aria-label', this.getAttribute('name') ?? 'Copy');
    button.addEventListener('click', () => copy(this.#text(), button));
    this.append(button);
  }

  #text() {
    if (this.hasAttribute('here')) {
      return location.href;
    }

    if (this.hasAttribute('text')) {
      return this.getAttribute('text');
    }

    const [around, ...inside] = (this.getAttribute('of') ?? '').split(' ');
    return this.closest(around)?.querySelector(inside.join(' '))?.textContent ?? '';
  }
}

customElements.define('ob-copy', Copy);
