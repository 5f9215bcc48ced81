// Finding in spans as somebody types: what the names say is found at once; what the server finds inside of the spans comes after.
import { trouble } from '../notices.js';
import { Search } from './search.js';

const patience = 350;

export class Finding {
  #tree;
  #before = 0; // where each further letter looks on from
  #seek;

  /** tree: { search, model, selected, address, isConnected, changedRows(), jump(row) }, each as it is when it is asked for. */
  constructor(tree) {
    this.#tree = tree;
  }

  find(text) {
    const { search, selected } = this.#tree;
    if (search.text === '') {
      this.#before = selected;
    }

    search.text = text;
    this.again();
    const { found, foundSet } = search;
    if (found?.length > 0) {
      this.#tree.jump(foundSet.has(this.#before) ? this.#before : Search.next(found, this.#before));
    }
  }

  /** Looks for the text that the search has already. */
  again() {
    this.stop();
    const seek = this.#seek = new AbortController();
    setTimeout(() => this.#seekInside(seek.signal), patience);
    this.#tree.search.update(this.#tree.model);
    this.#tree.changedRows();
  }

  stop() {
    this.#seek?.abort();
  }

  async #seekInside(signal) {
    const tree = this.#tree;
    const { search } = tree;
    try {
      if (signal.aborted || !await search.ask(tree.address, signal) || !tree.isConnected) {
        return;
      }

      const first = search.found?.length === 0;
      search.update(tree.model);
      tree.changedRows();
      if (first) {
        tree.jump(Search.next(search.found, tree.selected));
      }
    } catch (e) {
      if (e.name !== 'AbortError') {
        trouble('The server could not be asked what spans say inside.');
      }
    }
  }
}
