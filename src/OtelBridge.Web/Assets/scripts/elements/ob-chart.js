// A chart: arrow keys walk its marks (one tab stop for all), a line and a box tell what is under the pointer, times are the reader's own,
// and with brush="address" a range is chosen by dragging or by Shift and the arrows, and shown by that page with from and to.
import { go, say } from './ob-navigation.js';

const svg = 'http://www.w3.org/2000/svg';
const day = 86400_000;
const dragFrom = 4; // pixels; less is a click

function format(options) {
  try {
    return new Intl.DateTimeFormat(undefined, options);
  } catch {
    return new Intl.DateTimeFormat('en', options);
  }
}

const clock = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const exactClock = format({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const date = format({ month: 'short', day: 'numeric' });
const full = { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' };
const whole = format(full);
const exact = format({ ...full, second: '2-digit' });

class Chart extends HTMLElement {
  #plot;
  #rows;
  #tip;
  #line;
  #box;
  #pressed = null; // the bucket where a drag began, with the place of the pointer
  #anchor = null; // the bucket where a range by keyboard began
  #range = null; // first and last bucket that are chosen

  connectedCallback() {
    this.#plot = this.querySelector('.chart-plot');
    this.#rows = [...this.querySelectorAll('.chart-row')].map(row => [...row.querySelectorAll('.chart-mark')]).filter(row => row.length > 0);
    this.count = this.parentElement?.querySelectorAll('.chart-data tbody tr').length ?? 0;
    this.from = Number(this.dataset.from);
    this.step = Number(this.dataset.step);
    this.#tellTimes();
    this.addEventListener('keydown', this.#key);
    this.addEventListener('focusin', this.#focus);
    this.addEventListener('focusout', this.#hide);
    this.#plot.addEventListener('pointermove', this.#move);
    this.#plot.addEventListener('pointerleave', this.#hide);
    this.#plot.addEventListener('dragstart', event => event.preventDefault());
    if (this.hasAttribute('brush') && this.count > 0) {
      this.#plot.addEventListener('pointerdown', this.#press);
      this.#plot.addEventListener('pointerup', this.#release);
      this.#plot.addEventListener('pointercancel', () => this.#choose(null));
      this.addEventListener('click', this.#click, true);
    }
  }

  disconnectedCallback() {
    this.#tip?.remove();
    this.#line?.remove();
    this.#box?.remove();
    this.#tip = this.#line = this.#box = undefined;
  }

  // Days are days of UTC, wherever the reader is: their buckets begin there.
  #tellTimes() {
    const ticks = [...this.querySelectorAll('text[data-at]')];
    const apart = ticks.length > 1 ? ticks[1].dataset.at - ticks[0].dataset.at : this.step;
    for (const tick of apart >= day ? [] : ticks) {
      const at = new Date(Number(tick.dataset.at));
      const form = apart < 60_000 ? exactClock : clock;
      tick.textContent = at.getHours() === 0 && at.getMinutes() === 0 ? date.format(at) : form.format(at);
    }
  }

  #at(event) {
    const place = this.#plot.getBoundingClientRect();
    const share = (event.clientX - place.left) / place.width;
    return Math.min(this.count - 1, Math.max(0, Math.floor(share * this.count)));
  }

  #move = event => {
    if (this.count === 0) {
      return;
    }

    const bucket = this.#at(event);
    this.#show(bucket);
    if (this.#pressed && (this.#range || Math.abs(event.clientX - this.#pressed.x) >= dragFrom)) {
      if (!this.#range) {
        this.#plot.setPointerCapture(event.pointerId);
        this.classList.add('choosing');
      }
      this.#choose([Math.min(this.#pressed.bucket, bucket), Math.max(this.#pressed.bucket, bucket)]);
    }
  };

  #press = event => {
    if (event.button === 0 && event.pointerType !== 'touch') {
      this.#choose(null);
      this.#pressed = { bucket: this.#at(event), x: event.clientX };
    }
  };

  #release = () => {
    const range = this.#range;
    this.#pressed = null;
    this.classList.remove('choosing');
    if (range) {
      this.dragged = true;
      setTimeout(() => { this.dragged = false; });
      this.#apply();
    }
  };

  // The click that ends a drag follows no link.
  #click = event => {
    if (this.dragged) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  #key = event => {
    const row = this.#rows.findIndex(marks => marks.includes(event.target));
    if (row < 0 || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }

    const marks = this.#rows[row];
    const here = marks.indexOf(event.target);
    const bucket = Number(event.target.dataset.i);
    if (event.shiftKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      event.preventDefault();
      this.#extend(bucket, event.key === 'ArrowLeft' ? -1 : 1);
    } else if (event.key === 'Enter' && this.#range) {
      event.preventDefault();
      this.#apply();
    } else if (event.key === 'Escape' && this.#range) {
      event.preventDefault();
      event.stopPropagation();
      this.#choose(null);
      say('Range cleared.');
    } else {
      const next = this.#next(event.key, row, here, bucket);
      if (next) {
        event.preventDefault();
        this.#choose(null);
        next.focus();
      }
    }
  };

  #next(key, row, here, bucket) {
    const marks = this.#rows[row];
    const other = key === 'ArrowUp' ? this.#rows[row + 1] : key === 'ArrowDown' ? this.#rows[row - 1] : null;
    switch (key) {
      case 'ArrowLeft': return marks[here - 1];
      case 'ArrowRight': return marks[here + 1];
      case 'Home': return marks[0];
      case 'End': return marks.at(-1);
      default: return other?.reduce((best, mark) => Math.abs(mark.dataset.i - bucket) < Math.abs(best.dataset.i - bucket) ? mark : best);
    }
  }

  #extend(bucket, by) {
    if (!this.hasAttribute('brush')) {
      return;
    }

    this.#anchor ??= { start: bucket, end: bucket };
    this.#anchor.end = Math.min(this.count - 1, Math.max(0, this.#anchor.end + by));
    const { start, end } = this.#anchor;
    this.#choose([Math.min(start, end), Math.max(start, end)], true);
    this.#show(end);
    say(`${whole.formatRange(this.from + this.#range[0] * this.step, this.from + (this.#range[1] + 1) * this.step)}. Enter shows it.`);
  }

  #choose(range, keepAnchor = false) {
    this.#range = range;
    if (!keepAnchor) {
      this.#anchor = null;
    }
    if (!range) {
      this.#box?.remove();
      this.#box = undefined;
      this.#pressed = null;
      this.classList.remove('choosing');
      return;
    }

    this.#box ??= this.#draw('rect', 'chart-chosen', { y: 0, height: this.#height() });
    this.#box.setAttribute('x', `${100 * range[0] / this.count}%`);
    this.#box.setAttribute('width', `${100 * (range[1] - range[0] + 1) / this.count}%`);
  }

  #apply() {
    const address = new URL(this.getAttribute('brush'), document.baseURI);
    const [first, last] = this.#range;
    address.searchParams.delete('last');
    address.searchParams.set('from', new Date(this.from + first * this.step).toISOString());
    address.searchParams.set('to', new Date(this.from + (last + 1) * this.step).toISOString());
    this.#choose(null);
    go(address, { scroll: false });
  }

  // One of all marks is a tab stop: the one that was looked at last.
  #focus = event => {
    if (!event.target.matches?.('.chart-mark')) {
      return;
    }

    for (const mark of this.#rows.flat()) {
      mark.setAttribute('tabindex', mark === event.target ? '0' : '-1');
    }
    this.#show(Number(event.target.dataset.i));
  };

  #hide = () => {
    this.#tip?.remove();
    this.#line?.remove();
    this.#tip = this.#line = undefined;
  };

  #height() {
    return this.querySelector('.chart-hit')?.getAttribute('height') ?? 0;
  }

  #draw(name, className, attributes) {
    const element = document.createElementNS(svg, name);
    element.setAttribute('class', className);
    for (const [key, value] of Object.entries(attributes)) {
      element.setAttribute(key, value);
    }
    this.#plot.append(element);
    return element;
  }

  #show(bucket) {
    const middle = 100 * (bucket + 0.5) / this.count;
    this.#line ??= this.#draw('line', 'chart-cross', { y1: 0, y2: this.#height() });
    this.#line.setAttribute('x1', `${middle}%`);
    this.#line.setAttribute('x2', `${middle}%`);
    if (this.#tip?.bucket !== bucket) {
      this.#fill(bucket);
    }

    const plot = this.#plot.getBoundingClientRect();
    const all = this.getBoundingClientRect();
    const x = plot.left - all.left + plot.width * middle / 100;
    const left = x + 12 + this.#tip.offsetWidth <= all.width ? x + 12 : x - 12 - this.#tip.offsetWidth;
    this.#tip.style.left = `${Math.max(0, left)}px`;
  }

  // The table beside the chart knows all values: the box shows its line.
  #fill(bucket) {
    this.#tip ??= this.appendChild(Object.assign(document.createElement('div'), { className: 'chart-tip', ariaHidden: 'true' }));
    this.#tip.bucket = bucket;
    const table = this.parentElement.querySelector('.chart-data table');
    const names = [...table.tHead.rows[0].cells].slice(1);
    const line = table.tBodies[0].rows[bucket];
    const [start, end] = [this.from + bucket * this.step, this.from + (bucket + 1) * this.step];
    const time = document.createElement('strong');
    time.textContent = this.step >= day ? line.cells[0].textContent.trim() : (this.step < 60_000 ? exact : whole).formatRange(start, end);
    const list = document.createElement('dl');
    names.forEach((name, i) => {
      const text = line.cells[i + 1].textContent.trim();
      if (text) {
        list.append(Object.assign(document.createElement('dt'), { textContent: name.textContent }), Object.assign(document.createElement('dd'), { textContent: text }));
      }
    });
    this.#tip.replaceChildren(time, list);
  }
}

customElements.define('ob-chart', Chart);
