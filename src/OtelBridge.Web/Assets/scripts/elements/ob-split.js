// Two parts with a splitter between: <ob-split name="trace"> first, .trace-splitter, second </ob-split>. Where it stands is remembered by name.
const [least, most, step, standard] = [20, 80, 2, 60];

class Split extends HTMLElement {
  #splitter;
  #share = standard;

  connectedCallback() {
    this.#splitter = this.children[1];
    const { dataset, style } = this.#splitter;
    dataset.ready = '';
    style.touchAction = 'none';
    for (const [name, value] of Object.entries({ role: 'separator', tabindex: 0, 'aria-orientation': 'vertical', 'aria-label': 'Width of the left part', 'aria-valuemin': least, 'aria-valuemax': most })) {
      this.#splitter.setAttribute(name, value);
    }

    this.#splitter.addEventListener('pointerdown', this.#grab);
    this.#splitter.addEventListener('keydown', this.#press);
    this.#splitter.addEventListener('dblclick', () => this.#move(standard));
    this.#move(Number(localStorage.getItem(this.#key)) || this.#share);
  }

  get #key() {
    return `split ${this.getAttribute('name')}`;
  }

  #move(share) {
    this.#share = Math.min(most, Math.max(least, share));
    this.style.setProperty('--split', `${this.#share}%`);
    this.#splitter.setAttribute('aria-valuenow', Math.round(this.#share));
    localStorage.setItem(this.#key, this.#share);
  }

  #grab = event => {
    event.preventDefault();
    this.#splitter.focus();
    this.#splitter.setPointerCapture(event.pointerId);
    const drag = e => {
      const { left, width } = this.getBoundingClientRect();
      this.#move(100 * (e.clientX - left) / width);
    };
    this.#splitter.addEventListener('pointermove', drag);
    this.#splitter.addEventListener('lostpointercapture', () => this.#splitter.removeEventListener('pointermove', drag), { once: true });
  };

  #press = event => {
    const change = { ArrowLeft: -step, ArrowRight: step, Home: -100, End: 100 }[event.key];
    if (change) {
      event.preventDefault();
      this.#move(this.#share + change);
    }
  };
}

customElements.define('ob-split', Split);
