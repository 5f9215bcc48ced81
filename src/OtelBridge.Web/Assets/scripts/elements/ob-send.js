// A form that Ctrl+Enter sends from any of its fields; typing another value than yes or no chooses it; opening its details goes to its first empty field.
class Send extends HTMLElement {
  connectedCallback() {
    this.addEventListener('keydown', this.#press);
    this.addEventListener('input', this.#type);
    this.details = this.closest('details');
    this.details?.addEventListener('toggle', this.#open);
  }

  disconnectedCallback() {
    this.removeEventListener('keydown', this.#press);
    this.removeEventListener('input', this.#type);
    this.details?.removeEventListener('toggle', this.#open);
  }

  #press = event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.querySelector('form').requestSubmit();
    }
  };

  #type = event => {
    const other = event.target.name === 'value' && this.querySelector('input[name="answer"][value="other"]');
    if (other) {
      other.checked = true;
    }
  };

  #open = () => {
    if (this.details.open) {
      const fields = [...this.querySelectorAll('input:not([type=hidden], [type=radio]), textarea')];
      (fields.find(field => field.required && !field.value) ?? fields[0])?.focus();
    }
  };
}

customElements.define('ob-send', Send);
