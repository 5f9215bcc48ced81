// A moment: relative as time goes by, exact in the reader's own time zone on hover.
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });
const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }); // of another year
const week = 7 * 86400_000;
const moments = new Set(); // those on the page

function ago(then, now) {
  const seconds = Math.trunc(Math.abs(now - then) / 1000);
  const text = seconds < 60 ? `${seconds} s` : seconds < 3600 ? `${Math.trunc(seconds / 60)} min`
    : seconds < 86400 ? `${Math.trunc(seconds / 3600)} h` : `${Math.trunc(seconds / 86400)} d`;
  return then > now && seconds > 0 ? `in ${text}` : `${text} ago`;
}

class Moment extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector('time');
    this.then = Date.parse(time?.dateTime);
    if (!Number.isNaN(this.then)) {
      time.title = `${exact.format(this.then)} · ${time.title}`;
      moments.add(this);
      this.tell();
    }
  }

  #day() {
    return (new Date(this.then).getFullYear() === new Date().getFullYear() ? day : date).format(this.then);
  }

  disconnectedCallback() {
    moments.delete(this);
  }

  tell() {
    const text = Math.abs(Date.now() - this.then) < week ? ago(this.then, Date.now()) : this.#day();
    const time = this.querySelector('time');
    if (time.textContent !== text) {
      time.textContent = text;
    }
  }
}

setInterval(() => moments.forEach(moment => moment.tell()), 10_000);
customElements.define('ob-moment', Moment);
