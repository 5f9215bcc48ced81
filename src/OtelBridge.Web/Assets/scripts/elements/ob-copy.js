// Copies a text, or the address of the page, when its button is pressed: <ob-copy text="…"><button>…</button></ob-copy>, <ob-copy here>…
import { say } from './ob-navigation.js';

/** Puts a text on the clipboard, and says so. */
export async function copy(text, what = 'Copied.') {
  try {
    await navigator.clipboard.writeText(text);
    say(what);
  } catch {
    say('The browser did not allow copying.'); // over plain HTTP from another machine there is no clipboard
  }
}

class Copy extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', this.#copy);
  }

  disconnectedCallback() {
    this.removeEventListener('click', this.#copy);
  }

  #copy = event => {
    if (event.target.closest('button')) {
      copy(this.hasAttribute('here') ? location.href : this.getAttribute('text'), this.hasAttribute('here') ? 'Link copied.' : 'Copied.');
    }
  };
}

customElements.define('ob-copy', Copy);
