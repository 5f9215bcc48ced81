// Parts of a page that come later: loads them again every so many seconds (seconds="30") while nobody is inside one, and orders groups without leaving the place.
class Parts extends HTMLElement {
  #timer;

  connectedCallback() {
    this.addEventListener('click', this.#order);
    const seconds = Number(this.getAttribute('seconds'));
    if (seconds > 0) {
      this.#timer = setInterval(() => this.#again(), seconds * 1000);
    }
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    this.removeEventListener('click', this.#order);
  }

  #again() {
    if (document.hidden) {
      return;
    }

    for (const part of this.querySelectorAll('ob-later')) {
      const isUsed = part.contains(document.activeElement) || part.matches(':hover') || part.querySelector('details[open]');
      if (!isUsed) {
        part.again();
      }
    }
  }

  // A link that only orders or splits groups: those parts are loaded by its address, the others stay.
  #order = event => {
    const link = event.target.closest('a[data-order]');
    const parts = [...this.querySelectorAll('ob-later[data-ordered]')];
    if (!link || parts.length === 0 || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      return;
    }

    event.preventDefault();
    const page = new URL(link.href);
    history.pushState(null, '', page);
    for (const part of parts) {
      const [path] = part.getAttribute('src').split('?');
      part.setAttribute('src', path + page.search);
    }
  };
}

customElements.define('ob-parts', Parts);
