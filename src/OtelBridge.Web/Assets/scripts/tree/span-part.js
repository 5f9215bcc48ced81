// The panel of the selected span: a region of the page that the server makes, asked for when somebody stays on a span for a moment.
import { load, replaceRegions } from '../parts.js';
import { clearTrouble, trouble } from '../notices.js';
import { spanParameters } from './place.js';

const patience = 70;

export class SpanPart {
  #timer;
  #asked;

  /** around: the element that the region lies in; it says where panels come from. */
  constructor(around) {
    this.around = around;
  }

  /** Shows a span. parameters: what of it, when it is not what the address says. */
  show(id, parameters) {
    this.stop();
    const shown = this.#shown;
    if (!this.around || (!parameters && shown?.dataset.span === id)) {
      shown?.removeAttribute('aria-busy');
      return;
    }

    shown?.setAttribute('aria-busy', 'true');
    this.#timer = setTimeout(() => this.#fetch(id, parameters), parameters ? 0 : patience);
  }

  /** Asks again for what is shown. */
  again() {
    const isOnItsWay = this.#shown?.hasAttribute('aria-busy'); // another span, which must not be overtaken by this one
    if (this.#shown?.dataset.span && !isOnItsWay && !this.#shown.querySelector('form :focus')) { // what somebody is writing stays
      this.#fetch(this.#shown.dataset.span);
    }
  }

  stop() {
    clearTimeout(this.#timer);
    this.#asked?.abort();
  }

  get #shown() {
    return document.getElementById('span');
  }

  async #fetch(id, parameters) {
    this.#asked?.abort();
    const asked = this.#asked = new AbortController();
    const url = new URL(this.around.dataset.src + id, document.baseURI);
    const query = new URLSearchParams(location.search);
    query.delete('span');
    if (parameters) {
      spanParameters.forEach(name => query.delete(name));
      parameters.forEach((value, name) => query.append(name, value));
    }

    url.search = query;
    try {
      const { page } = await load(url, { signal: asked.signal });
      const isOther = this.#shown?.dataset.span !== id;
      if (page?.getElementById('span')) {
        replaceRegions(page, ['span']);
      } else {
        this.#tell(page?.querySelector('.fault p')?.textContent ?? 'This span cannot be shown.');
      }

      this.around.scrollTop = isOther ? 0 : this.around.scrollTop;
      clearTrouble();
    } catch (e) {
      if (e.name !== 'AbortError') {
        trouble(e.message, { title: 'Try again', run: () => this.#fetch(id, parameters) });
      }
    }

    if (this.#asked === asked) {
      this.#shown?.removeAttribute('aria-busy');
    }
  }

  #tell(text) {
    const section = document.createElement('section');
    section.id = 'span';
    section.append(Object.assign(document.createElement('p'), { className: 'soft', textContent: text }));
    this.#shown.replaceWith(section);
  }
}
