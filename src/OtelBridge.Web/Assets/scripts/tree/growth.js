// Spans without an end go on while somebody looks.
const pace = matchMedia('(prefers-reduced-motion: reduce)').matches ? 2000 : 250; // milliseconds

export class Growth {
  #timer;

  /** Lets a trace grow, as time goes by since the server said its length; changed() is told of each step. */
  start(model, changed) {
    this.stop();
    if (model.grows) {
      const [then, now] = [performance.now(), model.data.now * model.data.unit];
      this.#timer = setInterval(() => {
        model.grow(now + (performance.now() - then) * 1e6);
        changed();
      }, pace);
    }
  }

  stop() {
    clearInterval(this.#timer);
  }
}
