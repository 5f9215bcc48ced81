// Everything by name: pages, experiments, runs, sessions, traces by id, the page's own actions. <ob-palette src="palette"><button>…</button></ob-palette>
import { fit } from '../fuzzy.js';
import { keyCaps } from './ob-keys.js';
import { registerKeys } from '../keys.js';
import { itemsOf, serverItems } from '../palette-items.js';
import { lastFilters, rememberFilter } from '../filters.js';
import { go } from './ob-navigation.js';

const pause = 120;

const make = (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
};

class Palette extends HTMLElement {
  #dialog;
  #field;
  #list;
  #items;
  #remote = [];
  #shown = [];
  #chosen = 0;
  #asking;
  #timer;

  connectedCallback() {
    this.querySelector('button').addEventListener('click', this.#open);
    registerKeys(this, [{ key: 'Ctrl+k', title: 'Search and commands', group: 'Everywhere', run: this.#open }]);
    rememberFilter(new URLSearchParams(location.search).get('filter') ?? '');
  }

  disconnectedCallback() {
    this.querySelector('button').removeEventListener('click', this.#open);
    this.#stop();
    this.#dialog?.remove();
  }

  #open = () => {
    this.#items = itemsOf(lastFilters()); // before the dialog is open: it hides the keys of the page
    this.#remote = [];
    this.#field = make('input', {
      type: 'text', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'palette-list', 'aria-autocomplete': 'list', 'aria-label': 'Search and commands',
      placeholder: 'Go to a page, an experiment, a trace id …', autocomplete: 'off', spellcheck: 'false',
    });
    this.#list = make('div', { id: 'palette-list', role: 'listbox', 'aria-label': 'Results' });
    this.#dialog = make('dialog', { class: 'dialog palette', 'aria-label': 'Search and commands', closedby: 'any' }, this.#field, this.#list);
    this.#dialog.addEventListener('close', () => {
      this.#stop();
      this.#dialog.remove();
    });
    this.#field.addEventListener('input', this.#typed);
    this.#field.addEventListener('keydown', this.#walk);
    this.#list.addEventListener('click', event => this.#run(event.target.closest('[role=option]')?.dataset.index));
    this.#list.addEventListener('mousemove', event => this.#choose(event.target.closest('[role=option]')?.dataset.index));
    this.append(this.#dialog);
    this.#dialog.showModal();
    this.#field.focus();
    this.#show();
    this.#ask();
  };

  #stop() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  #typed = () => {
    this.#chosen = 0;
    this.#remote = this.#remote.filter(item => fit(this.#field.value, item.title) > 0); // until the server has answered
    this.#show();
    this.#stop();
    this.#timer = setTimeout(() => this.#ask(), pause);
  };

  async #ask() {
    const asking = this.#asking = new AbortController();
    try {
      this.#remote = await serverItems(this.getAttribute('src'), this.#field.value, asking.signal);
      this.#show();
    } catch {
      // What is known here stays; the next key asks again.
    }
  }

  #show() {
    const groups = Map.groupBy(this.#items(this.#field.value, this.#remote), item => item.group);
    this.#shown = [...groups.values()].flat();
    this.#list.replaceChildren(...[...groups].map(([name, items], at) => {
      const title = make('div', { class: 'palette-group', id: `palette-group-${at}` }, name);
      return make('div', { role: 'group', 'aria-labelledby': title.id }, title, ...items.map(item => this.#option(item)));
    }));
    if (this.#shown.length === 0) {
      this.#list.append(make('div', { class: 'menu-note' }, 'Nothing is called so.'));
    }
    this.#choose(Math.min(this.#chosen, Math.max(this.#shown.length - 1, 0)));
  }

  #option(item) {
    const index = this.#shown.indexOf(item);
    const option = make('div', { role: 'option', id: `palette-${index}`, class: 'menu-item', 'data-index': index }, make('span', { class: 'palette-title' }, item.title));
    if (item.detail) {
      option.append(make('span', { class: 'palette-detail' }, item.detail));
    }
    if (item.keys) {
      option.append(make('span', { class: 'palette-keys' }, keyCaps(item.keys[0])));
    }
    return option;
  }

  #choose(index) {
    if (index === undefined) {
      return;
    }

    this.#chosen = Number(index);
    for (const option of this.#list.querySelectorAll('[role=option]')) {
      option.setAttribute('aria-selected', Number(option.dataset.index) === this.#chosen);
    }

    const option = document.getElementById(`palette-${this.#chosen}`);
    if (option) {
      this.#field.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest' });
    } else {
      this.#field.removeAttribute('aria-activedescendant');
    }
  }

  #walk = event => {
    const count = this.#shown.length;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      this.#run(this.#chosen);
    } else if (step !== undefined && count > 0) {
      event.preventDefault();
      const next = this.#chosen + step;
      this.#choose(Math.abs(step) === 1 ? (next + count) % count : Math.max(0, Math.min(count - 1, next)));
    } else if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#dialog.close();
    }
  };

  #run(index) {
    const item = this.#shown[index];
    if (item) {
      this.#dialog.close();
      if (item.address) {
        go(item.address);
      } else {
        item.run();
      }
    }
  }
}

customElements.define('ob-palette', Palette);
