// The panel of the selected span: a part of the page that the server makes, asked for when somebody stays on a span for a moment.
import { fill, load } from '../parts.js';
import { say } from '../elements/ob-navigation.js';

const patience = 70;

export class SpanPart {
  #timer;
  #asked;

  constructor(element) {
    this.element = element;
  }

  show(id) {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    if (!this.element || this.element.dataset.span === id) {
      this.element?.removeAttribute('aria-busy');
      return;
    }

    this.element.setAttribute('aria-busy', 'true');
    this.#timer = setTimeout(() => this.#fetch(id), patience);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#asked?.abort();
  }

  async #fetch(id) {
    const asked = this.#asked = new AbortController();
    const url = new URL(this.element.dataset.src + id, document.baseURI);
    const tab = new URL(location.href).searchParams.get('tab');
    if (tab) {
      url.searchParams.set('tab', tab);
    }

    try {
      const { page } = await load(url, { signal: asked.signal });
      fill(this.element, page);
      this.element.dataset.span = id;
      this.element.scrollTop = 0;
    } catch (e) {
      if (e.name === 'AbortError') {
        return;
      }

      say(e.message);
    }

    this.element.removeAttribute('aria-busy');
  }
}
