// The scale above the bars: ticks, and a drag over it is a zoom to what was dragged over.
import { duration } from '../wording.js';

const room = 90; // pixels a tick needs

export class Axis {
  #element;
  #window;
  #changed;
  #mark;

  /** changed(): the window was. */
  constructor(element, window, changed) {
    this.#element = element;
    this.#window = window;
    this.#changed = changed;
    this.#mark = document.createElement('div');
    this.#mark.className = 'tree-drag';
    element.addEventListener('pointerdown', this.#drag);
    element.addEventListener('dblclick', () => {
      this.#window.showAll();
      this.#changed();
    });
  }

  draw(width) {
    const { from, to, length } = this.#window;
    const step = roundStep(length / Math.max(1, width / room));
    const ticks = [];
    for (let time = Math.ceil(from / step) * step; time <= to; time += step) {
      const tick = document.createElement('span');
      tick.className = 'tree-tick';
      tick.style.left = `${(100 * (time - from) / length).toFixed(2)}%`;
      tick.textContent = time === 0 ? '0' : duration(time);
      ticks.push(tick);
    }

    this.#element.replaceChildren(...ticks, this.#mark);
  }

  #drag = event => {
    if (event.button !== 0) {
      return;
    }

    event.preventDefault();
    const { left, width } = this.#element.getBoundingClientRect();
    const within = x => Math.min(width, Math.max(0, x - left));
    const first = within(event.clientX);
    let last = first;
    this.#element.setPointerCapture(event.pointerId);
    const move = e => {
      last = within(e.clientX);
      this.#mark.style.left = `${Math.min(first, last)}px`;
      this.#mark.style.width = `${Math.abs(last - first)}px`;
    };
    this.#element.addEventListener('pointermove', move);
    this.#element.addEventListener('lostpointercapture', () => {
      this.#element.removeEventListener('pointermove', move);
      this.#mark.style.width = 0;
      if (Math.abs(last - first) > 4) {
        const { from, length } = this.#window;
        this.#window.show(from + length * Math.min(first, last) / width, from + length * Math.max(first, last) / width);
        this.#changed();
      }
    }, { once: true });
  };
}

// 1, 2 or 5 times a power of ten; from a minute on, what clocks count in.
function roundStep(least) {
  const clock = [60, 120, 300, 600, 1800, 3600, 7200, 21600, 43200, 86400].map(seconds => seconds * 1e9);
  if (least > 3e10) {
    return clock.find(step => step >= least) ?? 86400e9 * Math.ceil(least / 86400e9);
  }

  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return power * [1, 2, 5, 10].find(times => times * power >= least);
}
