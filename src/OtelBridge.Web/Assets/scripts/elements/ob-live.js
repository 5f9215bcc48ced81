// Keeps regions of the page true while the store changes: <ob-live src="live/…" regions="id id">, it or what is around it with data-seen. Says when the server is gone, and when it is back.
import { refresh } from '../parts.js';
import { clearTrouble, say, trouble } from '../notices.js';

const patience = 5000;

class Live extends HTMLElement {
  #stream;
  #retry;
  #lost = false;
  #busy = false;
  #again = false;

  // A page that nobody looks at gives its connection back: browsers open few to one server.
  #seen = () => {
    if (document.hidden) {
      this.#close();
    } else if (!this.#stream) {
      this.#open();
      this.#changed();
    }
  };

  connectedCallback() {
    if (!this.hasAttribute('src')) {
      return;
    }

    document.addEventListener('visibilitychange', this.#seen);
    if (!document.hidden) {
      this.#open();
    }
  }

  disconnectedCallback() {
    document.removeEventListener('visibilitychange', this.#seen);
    this.#close();
  }

  #close() {
    this.#stream?.close();
    this.#stream = undefined;
    clearTimeout(this.#retry);
  }

  #open() {
    const address = new URL(this.getAttribute('src'), document.baseURI);
    const seen = this.closest('[data-seen]')?.dataset.seen;
    if (seen) { // so that what came after the page was made and before the stream is told
      address.searchParams.set('seen', seen);
    }

    this.#stream = new EventSource(address);
    this.#stream.addEventListener('open', () => {
      if (this.#lost) {
        this.#lost = false;
        clearTrouble();
        say('The server is back.');
        this.#changed();
      }
    });
    this.#stream.addEventListener('error', () => {
      this.#lost = true;
      trouble('The server does not answer; trying again.');
      if (this.#stream.readyState === EventSource.CLOSED) { // it was refused, and the browser gave up
        this.#retry = setTimeout(() => this.#open(), patience);
        refresh([]).catch(() => {}); // which says so when it was because nobody is signed in any more
      }
    });
    this.#stream.addEventListener('changed', () => this.#changed());
  }

  async #changed() {
    this.#again = this.#busy;
    if (this.#busy) {
      return;
    }

    // Whoever shows the regions may take in the change in a way of its own.
    if (!this.dispatchEvent(new CustomEvent('ob-changed', { bubbles: true, cancelable: true }))) {
      return;
    }

    this.#busy = true;
    try {
      await refresh(this.getAttribute('regions').split(' '));
      this.dispatchEvent(new CustomEvent('ob-refreshed', { bubbles: true }));
    } catch (e) {
      trouble(e.message); // the next change tries again
    } finally {
      this.#busy = false;
    }

    if (this.#again && this.isConnected) {
      this.#changed();
    }
  }
}

customElements.define('ob-live', Live);
