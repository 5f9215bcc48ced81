// One row of the tree on the screen. It is used again for another span when it leaves the view, so everything that differs is set, and only what changed is touched.
import { count, dollars, duration, short } from '../wording.js';
import { drawBar } from './bar.js';
import { kindOf, nameOf, symbolOf } from './kinds.js';
import { marks } from './model.js';

export const rowHeight = 26;

const svg = 'http://www.w3.org/2000/svg';
const step = 14;
const deepestStep = 20; // as TreeGeometry on the server

const make = (name, className, ...children) => {
  const element = document.createElement(name);
  element.className = className;
  element.append(...children);
  return element;
};

const draw = (name, attributes = {}) => {
  const element = document.createElementNS(svg, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }

  return element;
};

// The shapes of a symbol themselves: a <use> of it is another tree inside, which costs more than all the rest of a row.
const shapes = href => [...document.querySelector(href)?.children ?? []].map(shape => shape.cloneNode(true));

const symbol = (className, ...inside) => {
  const icon = draw('svg', { class: `icon ${className}`, viewBox: '0 0 16 16', width: 14, height: 14, 'aria-hidden': true });
  icon.append(...inside);
  return icon;
};

export class Row {
  row = -1;
  #was = new Map(); // what was set last, by what

  constructor() {
    this.guides = draw('svg', { class: 'tree-guides', height: rowHeight, 'aria-hidden': true });
    this.fold = make('span', 'tree-fold');
    this.kind = symbol('tree-kind');
    this.kindName = make('span', 'visually-hidden');
    this.fault = symbol('tree-fault', ...shapes('#icon-state-error'));
    this.text = make('bdi', 'tree-text');
    this.more = make('span', 'tree-count');
    this.facts = make('div', 'tree-facts');
    this.time = make('div', 'tree-duration');
    this.bars = draw('svg', { width: '100%', height: rowHeight, 'aria-hidden': true });
    this.bar = Object.fromEntries(['whole', 'own', 'open', 'path', 'failed', 'off'].map(part => [part, draw('path', { class: `tree-bar-${part}` })]));
    this.bars.append(...Object.values(this.bar));
    this.name = make('div', 'tree-name', this.guides, this.fold, this.kind, this.kindName, this.fault, this.text, this.more);
    this.element = make('div', 'tree-row', this.name, this.facts, this.time, make('div', 'tree-bars', this.bars));
    this.element.setAttribute('role', 'row');
    [...this.element.children].forEach(cell => cell.setAttribute('role', 'gridcell'));
    this.element.addEventListener('pointerenter', () => { this.name.title = this.title(); });
  }

  /** All that is said of the span in short. */
  title = () => '';

  /** Shows a span. place: which of the shown rows it is; state: what the tree looks like at the moment. */
  show(row, place, state) {
    const { model, folded, selected, found } = state;
    this.row = row;
    this.title = () => titleOf(model, row);
    const failed = model.is(row, marks.failed);
    const parent = model.children[row] > 0;
    this.#set('y', place * rowHeight, y => { this.element.style.transform = `translateY(${y}px)`; });
    this.#attribute('id', `row-${model.id(row)}`);
    this.#attribute('aria-level', model.depth[row] + 1);
    this.#attribute('aria-rowindex', place + 2);
    this.#attribute('aria-expanded', parent ? String(!folded.has(row)) : null);
    this.#attribute('aria-selected', String(row === selected));
    this.#attribute('class', `tree-row${row === selected ? ' selected' : ''}${failed ? ' failed' : ''}${found?.has(row) ? ' found' : ''}`);
    this.#set('indent', Math.min(model.depth[row], deepestStep) * step, width => this.guides.setAttribute('width', width));
    this.#text('fold', parent ? folded.has(row) ? '▸' : '▾' : '');
    this.#set('type', model.type(row), type => {
      this.kind.replaceChildren(...shapes(symbolOf(type)));
      this.kind.setAttribute('class', `icon tree-kind kind-${kindOf(type)}`);
      this.bars.setAttribute('class', `kind-${kindOf(type)}`);
      this.kindName.textContent = `${nameOf(type)} `;
    });
    this.#set('failed', failed, yes => { this.fault.style.display = yes ? '' : 'none'; });
    this.#text('text', model.name(row) || '(no name)');
    this.#text('more', countOf(model, row, folded.has(row)));
    this.#text('facts', factsOf(model, row));
    this.#text('time', model.is(row, marks.unended) ? model.grows ? `${duration(model.duration[row])}…` : 'no end' : duration(model.duration[row]));
    drawBar(this.bar, model, row, state, (part, path) => this.#set(part, path, d => this.bar[part].setAttribute('d', d)));
  }

  #text(part, text) {
    this.#set(part, text, value => { this[part].textContent = value; });
  }

  #attribute(name, value) {
    this.#set(name, value, () => {
      if (value === null) {
        this.element.removeAttribute(name);
      } else {
        this.element.setAttribute(name, value);
      }
    });
  }

  #set(name, value, change) {
    if (this.#was.get(name) !== value) {
      this.#was.set(name, value);
      change(value);
    }
  }
}

function countOf(model, row, isFolded) {
  const failures = model.failuresBelow(row);
  return model.children[row] === 0 ? '' : isFolded ? `${short(model.end[row] - row - 1)}${failures > 0 ? ` · ${short(failures)} failed` : ''}` : short(model.children[row]);
}

function factsOf(model, row) {
  const [tokens, cost] = [model.tokens.get(row), model.costs.get(row)];
  return [tokens && `${short(tokens[0])} → ${short(tokens[1])}`, cost !== undefined && dollars(cost)].filter(Boolean).join('  ');
}

function titleOf(model, row) {
  const odd = [
    [marks.orphan, 'its parent is not here'], [marks.skewed, 'its times cannot be right beside its parent’s'], [marks.future, 'it starts in the future'],
    [marks.unended, 'it has no end'], [marks.linked, 'it has links'],
  ].filter(([mark]) => model.is(row, mark)).map(([, text]) => text);
  const error = model.errors.get(row);
  return [`${model.name(row)} · ${nameOf(model.type(row))}`, error && `Failed: ${error}`, `${duration(model.duration[row])}, of which itself ${duration(model.self(row))}`,
    `starts at ${duration(model.start[row])}`, model.end[row] - row > 1 && `${count(model.end[row] - row - 1)} spans below`, odd.join(', ')].filter(Boolean).join('\n');
}
