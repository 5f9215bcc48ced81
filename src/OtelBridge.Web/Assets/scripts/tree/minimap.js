// The whole trace in a strip: every span a line, errors and the critical path on top, and what is looked at as a window that can be dragged. For the eye only: keys zoom as well.
import { kindOf } from './kinds.js';

const height = 48;
const grip = 6; // pixels beside an edge that move it

export class Minimap {
  #element;
  #canvas = document.createElement('canvas');
  #lens = document.createElement('div');
  #window;
  #changed;
  #model;
  #drawn = '';
  #resized = new ResizeObserver(() => this.draw());
  #scheme = matchMedia('(prefers-color-scheme: dark)');

  constructor(element, window, changed) {
    this.#element = element;
    this.#window = window;
    this.#changed = changed;
    this.#lens.className = 'tree-lens';
    element.append(this.#canvas, this.#lens);
    element.addEventListener('pointerdown', this.#grab);
    element.addEventListener('dblclick', () => {
      window.showAll();
      changed();
    });
    this.#resized.observe(element);
    this.#scheme.addEventListener('change', this.#repaint);
  }

  stop() {
    this.#resized.disconnect();
    this.#scheme.removeEventListener('change', this.#repaint);
  }

  show(model) {
    this.#model = model;
    this.#repaint();
  }

  draw() {
    const width = this.#element.clientWidth;
    if (!this.#model || width === 0) {
      return;
    }

    const { length } = this.#model;
    const { from, to, isWhole } = this.#window;
    this.#lens.style.left = `${100 * from / length}%`;
    this.#lens.style.width = `${Math.max(0.3, 100 * (to - from) / length)}%`;
    this.#lens.classList.toggle('whole', isWhole);
    const drawn = `${width} ${length} ${devicePixelRatio}`;
    if (this.#drawn !== drawn) {
      this.#drawn = drawn;
      this.#paint(width);
    }
  }

  #repaint = () => {
    this.#drawn = '';
    this.draw();
  };

  #paint(width) {
    const model = this.#model;
    const ratio = devicePixelRatio || 1;
    [this.#canvas.width, this.#canvas.height] = [width * ratio, height * ratio];
    const pen = this.#canvas.getContext('2d');
    pen.scale(ratio, ratio);
    const scale = width / model.length;
    const line = Math.min(4, Math.max(0.6, (height - 6) / model.count));
    const style = getComputedStyle(this.#element);
    const colours = Object.fromEntries(['llm', 'agent', 'tool', 'retriever', 'embedding', 'chain', 'other'].map(kind => [kind, colour(this.#element, `--kind-${kind}`)]));
    for (let row = 0; row < model.count; row++) {
      pen.fillStyle = colours[kindOf(model.type(row))];
      pen.fillRect(model.start[row] * scale, 3 + row / model.count * (height - 6), Math.max(0.7, model.duration[row] * scale), line);
    }

    pen.fillStyle = colour(this.#element, '--error-fill') || style.color;
    const { failed } = model;
    const dot = failed.length > 60 ? 1.5 : 3; // many would hide what they stand on
    for (const row of failed) {
      pen.fillRect(model.start[row] * scale - 1, 3 + row / model.count * (height - 6), Math.max(dot, Math.min(2 * dot, model.duration[row] * scale)), Math.max(dot, line));
    }
  }

  #grab = event => {
    if (event.button !== 0) {
      return;
    }

    event.preventDefault();
    const { left, width } = this.#element.getBoundingClientRect();
    const { length } = this.#model;
    const at = e => Math.min(length, Math.max(0, (e.clientX - left) / width * length));
    const first = at(event);
    const { from, to, isWhole } = this.#window;
    const near = grip / width * length;
    const drag = isWhole ? this.#choose(first)
      : Math.abs(first - from) < near ? now => this.#window.show(Math.min(now, to), Math.max(now, to))
        : Math.abs(first - to) < near ? now => this.#window.show(Math.min(now, from), Math.max(now, from))
          : first > from && first < to ? now => this.#window.show(clampStart(from + now - first, to - from, length), clampStart(from + now - first, to - from, length) + to - from)
            : this.#choose(first);
    this.#element.setPointerCapture(event.pointerId);
    const move = e => {
      drag(at(e));
      this.#changed();
    };
    this.#element.addEventListener('pointermove', move);
    this.#element.addEventListener('lostpointercapture', () => this.#element.removeEventListener('pointermove', move), { once: true });
  };

  #choose(first) {
    return now => this.#window.show(Math.min(first, now), Math.max(first, now));
  }
}

const clampStart = (start, size, length) => Math.min(Math.max(0, start), length - size);

// light-dark() is only worked out where it is used.
function colour(element, name) {
  const probe = document.createElement('i');
  probe.style.color = `var(${name})`;
  element.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}
