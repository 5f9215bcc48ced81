// The filter bar: completion as an ARIA combobox, what is wrong while it is being typed, and the last filters. Enter applies; nothing typed is ever lost.
import { readRecent, remember } from '../traces/recent.js';

const pause = 120; // between the last key and the question

class Filter extends HTMLElement {
  #input;
  #list;
  #fault;
  #options = [];
  #active = -1;
  #timer;
  #stop;
  #replaced = [0, 0];

  connectedCallback() {
    this.#input = this.querySelector('#traces-filter');
    this.#fault = this.querySelector('.traces-fault');
    this.#list = document.createElement('ul');
    Object.assign(this.#list, { id: 'traces-options', className: 'traces-options', hidden: true, role: 'listbox', ariaLabel: 'Suggestions' });
    this.#input.after(this.#list);
    for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-expanded', 'false'], ['aria-controls', 'traces-options']]) {
      this.#input.setAttribute(name, value);
    }

    this.#input.addEventListener('input', () => this.#ask());
    this.#input.addEventListener('keydown', event => this.#press(event));
    this.#input.addEventListener('focus', () => !this.#input.value && this.#showRecent());
    this.#input.addEventListener('click', () => this.#input.value ? this.#ask() : this.#showRecent());
    this.#input.addEventListener('blur', () => this.#close());
    this.#list.addEventListener('mousedown', event => {
      event.preventDefault(); // the field keeps the focus
      const option = event.target.closest('[role=option]');
      if (option) {
        this.#choose(this.#options[[...this.#list.querySelectorAll('[role=option]')].indexOf(option)]);
      }
    });
    this.querySelector('form').addEventListener('submit', () => remember(this.#input.value.trim()));
    this.#tell(this.#fault.textContent ? { message: this.#fault.textContent, place: this.#fault.dataset.place ? Number(this.#fault.dataset.place) : null } : null);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#stop?.abort();
  }

  #ask() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#complete(), pause);
  }

  async #complete() {
    this.#stop?.abort();
    const stop = this.#stop = new AbortController();
    const question = new URLSearchParams({ text: this.#input.value, at: this.#input.selectionStart });
    try {
      const answer = await fetch(new URL(`${this.dataset.complete}?${question}`, document.baseURI), { signal: stop.signal });
      if (!answer.ok) {
        return;
      }

      const advice = await answer.json();
      this.#replaced = [advice.start, advice.end];
      this.#tell(advice.fault, advice.suggestions.length > 0 ? advice.start : Infinity);
      if (document.activeElement === this.#input) {
        this.#show(advice.suggestions.map(each => ({ ...each, text: each.insert })));
      }
    } catch (e) {
      if (e.name !== 'AbortError') {
        this.#close(); // without the server there is nothing to suggest; the field works on
      }
    }
  }

  #showRecent() {
    const recent = readRecent();
    this.#replaced = [0, this.#input.value.length];
    if (recent.length > 0) {
      this.#show(recent.map(filter => ({ text: filter, label: filter, detail: '', applies: true })), 'Recent');
    } else {
      this.#ask();
    }
  }

  #show(options, title) {
    this.#options = options;
    this.#active = -1;
    this.#input.removeAttribute('aria-activedescendant');
    this.#list.replaceChildren(...(title ? [this.#part('li', 'traces-option-head', title, 'presentation')] : []), ...options.map((option, index) => {
      const item = this.#part('li', '', '', 'option');
      item.id = `traces-option-${index}`;
      item.setAttribute('aria-selected', 'false');
      item.append(this.#part('span', 'traces-option-text', option.label), this.#part('span', 'traces-option-detail', option.detail));
      return item;
    }));
    this.#list.hidden = options.length === 0;
    this.#input.setAttribute('aria-expanded', String(options.length > 0));
  }

  #part(name, className, text, role) {
    const element = document.createElement(name);
    element.className = className;
    element.textContent = text;
    element.dir = 'auto';
    if (role) {
      element.setAttribute('role', role);
    }
    return element;
  }

  #close() {
    clearTimeout(this.#timer);
    this.#stop?.abort();
    this.#show([]);
  }

  #press(event) {
    const isOpen = !this.#list.hidden;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (isOpen) {
        this.#move(event.key === 'ArrowDown' ? 1 : -1);
      } else {
        this.#complete();
      }
    } else if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      this.#complete();
    } else if ((event.key === 'Enter' || event.key === 'Tab') && isOpen && this.#active >= 0) {
      event.preventDefault();
      this.#choose(this.#options[this.#active]);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (isOpen) {
        this.#close();
      } else {
        this.#input.blur();
      }
    }
  }

  #move(by) {
    const items = [...this.#list.querySelectorAll('[role=option]')];
    items[this.#active]?.setAttribute('aria-selected', 'false');
    this.#active = (this.#active + by + items.length + (this.#active < 0 && by < 0 ? 1 : 0)) % items.length;
    const item = items[this.#active];
    item.setAttribute('aria-selected', 'true');
    item.scrollIntoView({ block: 'nearest' });
    this.#input.setAttribute('aria-activedescendant', item.id);
  }

  #choose(option) {
    const [start, end] = this.#replaced;
    this.#input.setRangeText(option.text, start, end, 'end');
    this.#input.focus();
    if (option.applies) {
      this.#close();
      this.querySelector('form').requestSubmit();
    } else {
      this.#complete();
    }
  }

  // A filter that is being written is not wrong yet where it may still become right.
  #tell(fault, underway = Infinity) {
    const isOpenEnd = fault && fault.place !== null && fault.place >= underway;
    this.#input.removeAttribute('aria-invalid');
    if (!fault || isOpenEnd) {
      this.#fault.replaceChildren();
      return;
    }

    this.#input.setAttribute('aria-invalid', 'true');
    const parts = [this.#part('span', '', fault.message)];
    if (fault.place !== null && fault.place !== undefined && this.#input.scrollWidth <= this.#input.clientWidth) {
      const caret = this.#part('span', 'traces-caret', `${' '.repeat(fault.place)}▲`);
      caret.setAttribute('aria-hidden', 'true');
      parts.unshift(caret);
    }
    this.#fault.replaceChildren(...parts);
  }
}

customElements.define('ob-filter', Filter);
