// A part of the page that comes after the page: <ob-later src="traces/count?…" part="id of what is in the answer">. What stands inside waits for it.
import { load } from '../parts.js';

class Later extends HTMLElement {
  static observedAttributes = ['src'];
  #stop;

  connectedCallback() {
    this.again();
  }

  disconnectedCallback() {
    this.#stop?.abort();
  }

  attributeChangedCallback(_, before, now) {
    if (this.isConnected && before && before !== now) {
      this.again();
    }
  }

  /** Loads it once more. */
  async again() {
    this.#stop?.abort();
    const stop = this.#stop = new AbortController();
    this.setAttribute('aria-busy', 'true');
    try {
      const { page } = await load(this.getAttribute('src'), { signal: stop.signal });
      const part = page?.getElementById(this.getAttribute('part'));
      this.replaceChildren(part ? document.importNode(part, true) : this.#fault(page?.querySelector('.fault p')?.textContent ?? 'This part could not be loaded.'));
    } catch (e) {
      if (e.name === 'AbortError') {
        return;
      }
      this.replaceChildren(this.#fault(e.message));
    }

    this.removeAttribute('aria-busy');
    this.dispatchEvent(new CustomEvent('ob-loaded', { bubbles: true }));
  }

  #fault(text) {
    const fault = document.createElement('span');
    fault.className = 'soft';
    const again = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Try again' });
    again.addEventListener('click', () => this.again());
    fault.append(text, ' ', again);
    return fault;
  }
}

customElements.define('ob-later', Later);
