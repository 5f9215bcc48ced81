// Tree and waterfall of a trace in one view: <ob-tree src="traces/…/tree"> first rows </ob-tree>. The rows inside are the server's; they go when the whole tree is here.
import { copy } from '../copy.js';
import { clearTrouble, trouble } from '../notices.js';
import { Axis } from '../tree/axis.js';
import { Finding } from '../tree/finding.js';
import { makeFrame } from '../tree/frame.js';
import { Growth } from '../tree/growth.js';
import { bindKeys } from '../tree/keys.js';
import { bindLinks } from '../tree/links.js';
import { Minimap } from '../tree/minimap.js';
import { marks } from '../tree/model.js';
import * as place from '../tree/place.js';
import { bindPointer } from '../tree/pointer.js';
import { rowHeight } from '../tree/row.js';
import { Rows } from '../tree/rows.js';
import { Search } from '../tree/search.js';
import { Shown } from '../tree/shown.js';
import { fetchTree } from '../tree/source.js';
import { SpanPart } from '../tree/span-part.js';
import { TimeWindow } from '../tree/time-window.js';
import { Tools } from '../tree/tools.js';
import { count } from '../wording.js';

class Tree extends HTMLElement {
  #model;
  #shown = new Shown();
  #window = new TimeWindow();
  #search = new Search();
  #selected = 0;
  #slow = -1;
  #critical = false;
  #aligned = false;
  #fold = '';
  #frame;
  #rows;
  #axis;
  #map;
  #tools;
  #panel;
  #growth = new Growth();
  #asked;
  #finding = new Finding(this.#seen());

  async connectedCallback() {
    const asked = place.read();
    this.#critical = asked.path === 'critical';
    this.#aligned = asked.clocks === 'aligned';
    this.#fold = asked.fold;
    this.#search.take(asked);
    document.addEventListener('ob-changed', this.#refresh);
    bindLinks(this.closest('.trace'), { isReady: () => this.isConnected && this.#rows, show: (id, query) => this.#showPart(id, query) });
    const model = await this.#fetch();
    if (!model) {
      return;
    }

    this.#model = model;
    this.#selected = Math.max(0, model.rowOf(asked.span));
    this.#shown.fold(model, this.#fold);
    this.#build();
    this.#take(model);
    const [from, to] = asked.zoom.split('-').map(Number);
    if (to > from) {
      this.#window.show(from, to);
    }

    this.#search.update(model);
    this.#shown.reveal(model, this.#selected);
    this.#changedRows();
    this.#rows.reveal(this.#shown.placeOf(this.#selected), true);
    this.#panel.show(model.id(this.#selected));
    if (this.#search.text) {
      this.#finding.again();
    }

    performance.mark('ob-tree');
  }

  disconnectedCallback() {
    this.#growth.stop();
    document.removeEventListener('ob-changed', this.#refresh);
    this.#asked?.abort();
    this.#finding.stop();
    this.#rows?.stop();
    this.#map?.stop();
    this.#panel?.stop();
  }

  // What the controls, the keys and the mouse can do.
  #act = {
    select: row => this.#select(row),
    copyLink: () => copy(location.href),
    focus: () => this.#frame.view.focus(),
    goFind: () => { this.#tools.find.focus(); this.#tools.find.select(); },
    goPanel: () => document.getElementById('span')?.querySelector('[tabindex="0"], a, button, input, summary')?.focus(),
    move: by => this.#move(by),
    open: () => this.#open(),
    close: () => this.#close(),
    toggle: (row = this.#selected, whole = false) => this.#toggle(row, whole),
    fold: mode => this.#foldAll(mode),
    find: text => this.#finding.find(text),
    only: () => { this.#search.only = !this.#search.only; this.#changedRows(); },
    type: type => { if (!this.#search.types.delete(type)) { this.#search.types.add(type); } this.#changedRows(); },
    nextFound: direction => this.#jump(Search.next(this.#search.found, this.#selected, direction)),
    nextFailed: direction => this.#jump(Search.next(this.#model.failed, this.#selected, direction)),
    slowest: () => { this.#slow = (this.#slow + 1) % this.#model.slowest.length; this.#jump(this.#model.slowest[this.#slow]); },
    path: () => { this.#critical = !this.#critical; this.#changed(); },
    clocks: () => { this.#aligned = !this.#aligned; this.#refresh(); },
    zoom: (factor, share = 0.5) => { this.#window.zoom(factor, this.#window.from + share * this.#window.length); this.#changed(); },
    zoomTo: (row = this.#selected) => { this.#window.show(this.#model.start[row], this.#model.start[row] + this.#model.duration[row]); this.#changed(); },
    whole: () => { this.#window.showAll(); this.#changed(); },
    pan: share => { this.#window.pan(share); this.#changed(); },
  };

  // What finding needs of the tree, as it is when it needs it.
  #seen() {
    const tree = this;
    return {
      get search() { return tree.#search; }, get model() { return tree.#model; }, get selected() { return tree.#selected; },
      get address() { return tree.getAttribute('data-found'); }, get isConnected() { return tree.isConnected; },
      changedRows: () => tree.#changedRows(), jump: row => tree.#jump(row),
    };
  }

  #build() {
    const frame = this.#frame = makeFrame();
    this.#tools = new Tools(this.#act);
    this.replaceChildren(frame.notices, this.#tools.element, frame.map, frame.view, frame.told);
    this.#axis = new Axis(frame.axis, this.#window, () => this.#changed());
    this.#map = new Minimap(frame.map, this.#window, () => this.#changed());
    this.#rows = new Rows(frame.view, frame.space, frame.axis, () => ({
      model: this.#model, rows: this.#shown.rows, folded: this.#shown.folded, selected: this.#selected, found: this.#search.foundSet, window: this.#window, critical: this.#critical,
    }));
    this.#rows.resized = () => this.#axis.draw(this.#rows.width);
    this.#panel = new SpanPart(this.closest('.trace')?.querySelector('.trace-span'));
    bindKeys(this, frame.view, this.#act);
    bindPointer(frame, this.#rows, this.#act);
  }

  async #fetch() {
    this.#asked?.abort();
    const asked = this.#asked = new AbortController();
    try {
      const model = await fetchTree(this.getAttribute('src'), { aligned: this.#aligned, signal: asked.signal });
      clearTrouble();
      return model;
    } catch (e) {
      if (e.name !== 'AbortError') {
        trouble(e.message, { title: 'Try again', run: () => this.#rows ? this.#refresh() : this.connectedCallback() });
        this.querySelector('.tree-wait p')?.replaceChildren(e.message);
      }

      return null;
    }
  }

  #take(model) {
    this.#model = model;
    this.#window.setLength(model.length);
    this.#map.show(model);
    this.#frame.notices.replaceChildren(...model.data.notices.map(text => Object.assign(document.createElement('li'), { textContent: text })));
    this.#frame.view.classList.toggle('no-facts', model.tokens.size + model.costs.size === 0);
    this.#growth.start(model, () => {
      this.#window.setLength(model.length);
      this.#changed(false);
    });
  }

  // The trace has grown, or its clocks are to be read otherwise: the same spans stay selected, folded and where they are.
  #refresh = async () => {
    const before = this.#model;
    const model = this.#rows && await this.#fetch();
    if (!model) {
      return;
    }

    const keepPlace = this.#shown.hold(before, this.#frame.view, rowHeight);
    const folded = [...this.#shown.folded].map(row => model.rowOf(before.id(row)));
    this.#selected = Math.max(0, model.rowOf(before.id(this.#selected)));
    this.#take(model);
    this.#shown.folded = new Set(folded.filter(row => row >= 0));
    this.#search.update(model);
    this.#changedRows();
    keepPlace(model);
    const more = model.spans - before.spans;
    if (before.is(before.rowOf(model.id(this.#selected)), marks.unended)) {
      this.#panel.again();
    }

    this.#frame.told.textContent = more > 0 ? `${count(more)} more ${more === 1 ? 'span' : 'spans'}.` : '';
  };

  // Another span, or another part of one, as an address says; false when it is not here.
  #showPart(id, query) {
    const row = this.#model.rowOf(id);
    if (row < 0) {
      return false;
    }

    const parameters = new Map(place.spanParameters.map(name => [name, query.get(name) ?? '']).filter(([, value]) => value));
    place.write(Object.fromEntries(place.spanParameters.map(name => [name, parameters.get(name) ?? ''])));
    this.#jump(row, parameters);
    return true;
  }

  #select(row, parameters) {
    this.#selected = row;
    this.#panel.show(this.#model.id(row), parameters);
    this.#changed();
  }

  #jump(row, parameters) {
    if (row < 0) {
      return;
    }

    if (this.#shown.reveal(this.#model, row) || this.#shown.placeOf(row) < 0) {
      this.#changedRows();
    }

    if (this.#shown.placeOf(row) < 0) { // a filter hides it
      this.#search.only = false;
      this.#search.types.clear();
      this.#changedRows();
    }

    this.#select(row, parameters);
    this.#rows.reveal(this.#shown.placeOf(row));
  }

  #move(by) {
    const last = this.#shown.rows.length - 1;
    const at = this.#shown.placeOf(this.#shown.nearest(this.#model, this.#selected));
    const to = { first: 0, last, page: at + this.#rows.perPage, '-page': at - this.#rows.perPage }[by] ?? at + by;
    const row = this.#shown.rows[Math.min(last, Math.max(0, to))];
    if (row !== undefined) {
      this.#jump(row);
    }
  }

  #open() {
    const row = this.#selected;
    if (this.#shown.folded.has(row)) {
      this.#toggle(row);
    } else if (this.#model.children[row] > 0) {
      this.#jump(row + 1);
    }
  }

  #close() {
    const row = this.#selected;
    if (this.#model.children[row] > 0 && !this.#shown.folded.has(row)) {
      this.#toggle(row);
    } else {
      this.#jump(this.#model.parent[row]);
    }
  }

  #toggle(row, whole = false) {
    this.#shown.toggle(this.#model, row, whole);
    this.#changedRows();
  }

  #foldAll(mode) {
    this.#fold = mode;
    this.#shown.fold(this.#model, mode);
    this.#changedRows();
    this.#select(this.#shown.nearest(this.#model, this.#selected));
    this.#rows.reveal(this.#shown.placeOf(this.#selected));
  }

  // Which rows are shown has changed.
  #changedRows() {
    this.#shown.update(this.#model, this.#search.keep(this.#model));
    this.#frame.space.style.height = `${this.#shown.rows.length * rowHeight}px`;
    this.#frame.view.setAttribute('aria-rowcount', this.#shown.rows.length + 1);
    this.#changed();
  }

  // Something that is drawn has changed.
  #changed(byHand = true) {
    this.#rows.redraw();
    this.#axis.draw(this.#rows.width);
    this.#map.draw();
    if (!byHand) {
      return;
    }

    this.#tools.selected = this.#selected;
    this.#tools.show({ model: this.#model, search: this.#search, critical: this.#critical, aligned: this.#aligned });
    const { from, to, isWhole } = this.#window;
    place.write({
      span: this.#selected === 0 ? '' : this.#model.id(this.#selected), zoom: isWhole ? '' : `${Math.round(from)}-${Math.round(to)}`, fold: this.#fold, search: this.#search.text,
      only: this.#search.only && this.#search.text ? '1' : '', types: [...this.#search.types].join(), path: this.#critical ? 'critical' : '', clocks: this.#aligned ? 'aligned' : '',
    });
  }
}

customElements.define('ob-tree', Tree);
