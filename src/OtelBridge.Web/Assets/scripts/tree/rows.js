// The rows in view: as many elements as fit, wherever one has scrolled to among however many spans.
import { Row, rowHeight } from './row.js';

const beyond = 8; // rows above and below the view, so that fast scrolling shows no gaps

export class Rows {
  #view;
  #space;
  #pool = []; // bounded by the height of the view
  #places = [];
  #height = 0;
  #frame = 0;
  #state;
  #resized = new ResizeObserver(() => this.#measure());

  /** view: what scrolls; space: as high as all rows; axis: as wide as the bars; state(): what the tree looks like. */
  constructor(view, space, axis, state) {
    this.#view = view;
    this.#space = space;
    this.#state = state;
    this.axis = axis;
    this.#resized.observe(view);
    this.#resized.observe(axis);
    view.addEventListener('scroll', this.#scrolled, { passive: true });
  }

  width = 1;

  stop() {
    this.#resized.disconnect();
    this.#view.removeEventListener('scroll', this.#scrolled);
    cancelAnimationFrame(this.#frame);
  }

  /** Draws what is in view, with the next frame, once. */
  redraw() {
    this.#places.fill(-1);
    this.#scrolled();
  }

  /** Scrolls as little as needed to have a row in view. */
  reveal(place, middle = false) {
    this.#height ||= this.#view.clientHeight;
    const head = this.axis.offsetHeight;
    const [top, bottom] = [place * rowHeight, (place + 1) * rowHeight];
    const { scrollTop } = this.#view;
    const height = this.#height - head;
    if (top < scrollTop || bottom > scrollTop + height) {
      this.#view.scrollTop = middle || top < scrollTop - height || bottom > scrollTop + 2 * height ? top - height / 2 : top < scrollTop ? top : bottom - height;
    }
  }

  get perPage() {
    return Math.max(1, Math.floor((this.#height - this.axis.offsetHeight) / rowHeight) - 1);
  }

  /** Which span an element shows; -1 for none. */
  rowAt(target) {
    const element = target.closest('.tree-row');
    return this.#pool.find(row => row.element === element)?.row ?? -1;
  }

  draw() {
    this.#frame = 0;
    const state = { ...this.#state(), width: this.width };
    const { rows } = state;
    const first = Math.max(0, Math.floor(this.#view.scrollTop / rowHeight) - beyond);
    const last = Math.min(rows.length, first + this.#pool.length);
    for (let place = first; place < last; place++) {
      const slot = place % this.#pool.length;
      if (this.#places[slot] !== place) {
        this.#places[slot] = place;
        const { element } = this.#pool[slot];
        this.#pool[slot].show(rows[place], place, state);
        if (!element.isConnected) {
          this.#space.append(element);
        }
      }
    }

    for (let slot = 0; slot < this.#pool.length; slot++) {
      if (this.#places[slot] < first || this.#places[slot] >= last) {
        this.#places[slot] = -1;
        this.#pool[slot].row = -1;
        this.#pool[slot].element.remove();
      }
    }

    this.#space.style.height = `${rows.length * rowHeight}px`;
    const active = this.#pool.find(row => row.row === state.selected && row.element.isConnected);
    if (active) {
      this.#view.setAttribute('aria-activedescendant', active.element.id);
    } else {
      this.#view.removeAttribute('aria-activedescendant'); // it is out of view, and no element
    }
  }

  #scrolled = () => {
    this.#frame ||= requestAnimationFrame(() => this.draw());
  };

  #measure() {
    this.#height = this.#view.clientHeight;
    this.width = Math.max(1, this.axis.clientWidth);
    this.resized?.();
    const size = Math.ceil(this.#height / rowHeight) + 2 * beyond + 1;
    while (this.#pool.length < size) {
      this.#pool.push(new Row());
    }

    this.#pool.splice(size).forEach(row => row.element.remove());
    this.#places = new Array(size).fill(-1);
    this.redraw();
  }
}
