// A tree of JSON: copy path or value of where one is, open and close all that is here, search in all of it.
import { load } from '../parts.js';
import { copy } from '../copy.js';
import { say } from './ob-navigation.js';

const MaxCopied = 4_000_000;

class JsonTree extends HTMLElement {
  connectedCallback() {
    this.addEventListener('focusin', this.#come);
    this.addEventListener('click', this.#press);
    this.addEventListener('submit', this.#search);
    for (const button of this.querySelectorAll('[data-do]')) {
      button.hidden = false;
    }
  }

  disconnectedCallback() {
    this.removeEventListener('focusin', this.#come);
    this.removeEventListener('click', this.#press);
    this.removeEventListener('submit', this.#search);
  }

  #come = event => {
    const item = event.target.closest('li[data-at]');
    if (item && item.closest('ob-json') === this) {
      this.current = item;
      const path = this.querySelector('[data-is="path"]');
      if (path) {
        path.textContent = this.#path(item);
      }
    }
  };

  #press = event => {
    const button = event.target.closest('[data-do]');
    if (!button || button.closest('ob-json') !== this) {
      return;
    }

    const item = this.current?.isConnected ? this.current : this.querySelector('li[data-at]');
    switch (button.dataset.do) {
      case 'path':
        copy(this.#path(item), button);
        break;
      case 'value':
        this.#copyValue(item, button);
        break;
      case 'open':
      case 'close':
        this.querySelectorAll('details').forEach(details => { details.open = button.dataset.do === 'open'; });
        break;
    }
  };

  #path(item) {
    let steps = '';
    for (let at = item; at && this.contains(at); at = at.parentElement.closest('li[data-step]')) {
      steps = (at.dataset.step ?? '') + steps;
    }

    return (this.dataset.path ?? '$') + steps;
  }

  async #copyValue(item, button) {
    const raw = this.dataset.raw;
    if (!raw) {
      copy(item.querySelector('.content-json-value')?.textContent ?? '', button);
      return;
    }

    try {
      const address = new URL(raw, document.baseURI);
      address.searchParams.set('at', item.dataset.at);
      const response = await fetch(address, { credentials: 'same-origin' });
      if (!response.ok || Number(response.headers.get('Content-Length')) > MaxCopied) {
        response.body?.cancel();
        throw new Error(response.ok ? 'This is too large to copy; download it.' : 'This is no longer there.');
      }

      await copy(await response.text(), button);
    } catch (e) {
      say(e.message);
    }
  }

  #search = async event => {
    event.preventDefault();
    event.stopPropagation();
    const form = event.target;
    const address = new URL(form.action);
    address.search = new URLSearchParams(new FormData(form)).toString();
    try {
      const { page, ok } = await load(address);
      const found = ok && page.getElementById('content-part');
      const place = this.querySelector('[data-is="found"]');
      if (found && place) {
        place.replaceChildren(...[...found.childNodes].map(node => document.importNode(node, true)));
      }
    } catch (e) {
      say(e.message);
    }
  };
}

customElements.define('ob-json', JsonTree);
