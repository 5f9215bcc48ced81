// The stretch of time that is looked at. Everything is within the trace, and never shorter than its clock can tell.
const least = 100; // nanoseconds

export class TimeWindow {
  from = 0;
  to = 1;
  #length = 1;

  get length() {
    return this.to - this.from;
  }

  get isWhole() {
    return this.from <= 0 && this.to >= this.#length;
  }

  /** The trace has become so long; who looked at all of it goes on to. */
  setLength(length) {
    const whole = this.isWhole;
    this.#length = Math.max(length, least);
    if (whole) {
      this.showAll();
    }
  }

  showAll() {
    [this.from, this.to] = [0, this.#length];
  }

  show(from, to) {
    const length = Math.min(this.#length, Math.max(least, to - from));
    this.from = Math.min(Math.max(0, from - (length - (to - from)) / 2), this.#length - length);
    this.to = this.from + length;
  }

  /** Makes it longer or shorter around a moment. */
  zoom(factor, around = (this.from + this.to) / 2) {
    const length = Math.min(this.#length, Math.max(least, this.length * factor));
    const share = (around - this.from) / this.length;
    this.from = Math.min(Math.max(0, around - share * length), this.#length - length);
    this.to = this.from + length;
  }

  /** Moves it by a share of itself. */
  pan(share) {
    const { length } = this;
    this.from = Math.min(Math.max(0, this.from + share * length), this.#length - length);
    this.to = this.from + length;
  }
}
