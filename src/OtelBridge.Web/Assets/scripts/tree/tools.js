// The controls above the tree. They say what they do and which key does it; what they do, the tree does.
import { count } from '../wording.js';
import { kindOf, nameOf, symbolOf } from './kinds.js';
import { marks } from './model.js';

const svg = 'http://www.w3.org/2000/svg';

function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function icon(href, className = '') {
  const element = document.createElementNS(svg, 'svg');
  element.setAttribute('class', `icon ${className}`);
  element.setAttribute('viewBox', '0 0 16 16');
  element.setAttribute('width', 14);
  element.setAttribute('height', 14);
  element.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(svg, 'use');
  use.setAttribute('href', href);
  element.append(use);
  return element;
}

export class Tools {
  #act;

  /** act: what the tree can do, by name. */
  constructor(act) {
    this.#act = act;
    this.find = make('input', { type: 'search', placeholder: 'Find in spans', className: 'tree-find', spellcheck: false });
    this.find.setAttribute('aria-label', 'Find in spans');
    this.find.addEventListener('input', () => act.find(this.find.value));
    this.find.addEventListener('keydown', event => {
      if (event.key === 'Enter') {
        event.preventDefault();
        act.nextFound(event.shiftKey ? -1 : 1);
      } else if (event.key === 'Escape') {
        act.find('');
        act.focus();
      }
    });
    this.hits = make('output', { className: 'tree-hits' });
    this.only = this.#toggle('Only these', 'Show only what was found, with what is above it', act.only);
    this.errors = this.#button('Errors', 'Next span that failed (e)', () => act.nextFailed(1), icon('#icon-state-error', 'state-error'));
    this.path = this.#toggle('Critical path', 'What the trace waited for (c)', act.path);
    this.clocks = this.#toggle('Align clocks', 'Move what starts before its parent to where its parent starts', act.clocks);
    this.types = make('div', { className: 'tree-types' });
    this.types.setAttribute('role', 'group');
    this.types.setAttribute('aria-label', 'Types');
    this.element = make('div', { className: 'tree-tools' },
      make('span', { className: 'tree-search' }, this.find, this.hits, this.only),
      make('span', { className: 'tree-buttons' }, this.errors, this.#button('Slowest', 'The span that ran longest itself, then the next (s)', act.slowest), this.path, this.clocks,
        this.#button('Fold', 'Fold all but the top (Shift+←)', () => act.fold('all')), this.#button('Unfold', 'Unfold all (*)', () => act.fold('')),
        this.#sign('−', 'Zoom out', '-', () => act.zoom(1.6)), this.#sign('+', 'Zoom in', '+', () => act.zoom(0.625)), this.#button('Whole', 'The whole trace (0)', act.whole)),
      this.types);
  }

  show({ model, search, critical, aligned }) {
    if (document.activeElement !== this.find) {
      this.find.value = search.text;
    }

    const place = search.found ? search.found.indexOf(this.selected) + 1 : 0;
    this.hits.textContent = search.found ? search.found.length === 0 ? 'none' : `${place || '–'} of ${count(search.found.length)}` : '';
    this.only.hidden = !search.found;
    press(this.only, search.only);
    press(this.path, critical);
    press(this.clocks, aligned);
    this.clocks.hidden = !aligned && !model.data.marks.some(mark => mark & marks.skewed);
    const failed = model.data.marks.reduce((sum, mark) => sum + (mark & marks.failed), 0);
    this.errors.hidden = failed === 0;
    this.errors.lastChild.textContent = `${count(failed)} ${failed === 1 ? 'error' : 'errors'}`;
    this.#showTypes(model, search);
  }

  #showTypes(model, search) {
    const counts = new Map();
    model.data.type.forEach(type => counts.set(type, (counts.get(type) ?? 0) + 1));
    const drawn = JSON.stringify([[...counts], model.data.types]);
    if (this.types.dataset.drawn !== drawn) {
      this.types.dataset.drawn = drawn;
      const sorted = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 12);
      this.types.replaceChildren(...sorted.length < 2 ? [] : sorted.map(([type, n]) => this.#chip(model.data.types[type], n)));
    }

    [...this.types.children].forEach(chip => press(chip, search.types.has(chip.dataset.type)));
  }

  #chip(type, n) {
    const chip = this.#button(`${nameOf(type)} `, `Only spans of type ${nameOf(type)}`, () => this.#act.type(type), icon(symbolOf(type), `kind-${kindOf(type)}`));
    chip.classList.add('tree-chip');
    chip.dataset.type = type;
    chip.append(make('span', { className: 'soft', textContent: count(n) }));
    return chip;
  }

  #button(text, title, run, ...before) {
    const button = make('button', { type: 'button', title }, ...before, document.createTextNode(text));
    if (!/\p{L}/u.test(text)) {
      button.setAttribute('aria-label', title.replace(/ \([^)]*\)$/, '')); // a sign alone is no name; what is read aloud begins with what is seen
    }

    button.addEventListener('click', () => run());
    return button;
  }

  #sign(text, name, key, run) {
    const button = this.#button(text, `${name} (${key})`, run);
    button.setAttribute('aria-label', name);
    return button;
  }

  #toggle(text, title, run) {
    const button = this.#button(text, title, run);
    press(button, false);
    return button;
  }
}

const press = (button, yes) => button.setAttribute('aria-pressed', String(Boolean(yes)));
