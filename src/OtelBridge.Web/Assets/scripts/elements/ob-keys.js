// Which keys the page knows, as they are registered at the moment: <ob-keys><button>…</button></ob-keys>.
import { listKeys } from '../keys.js';

const shown = { Ctrl: navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', ' ': 'Space' };

const make = (name, ...children) => {
  const element = document.createElement(name);
  element.append(...children);
  return element;
};

/** A key or a sequence as people know it, in elements. */
export function keyCaps(key) {
  const caps = document.createDocumentFragment();
  const parts = key === ' ' ? [' '] : key.split(' ');
  parts.forEach((part, index) => {
    caps.append(index > 0 ? ' ' : '', make('kbd', ...part.split(/(?<=.)\+/).map((name, i) => (i > 0 ? '+' : '') + (shown[name] ?? name))));
  });
  return caps;
}

class Keys extends HTMLElement {
  connectedCallback() {
    this.querySelector('button')?.addEventListener('click', this.#show);
  }

  disconnectedCallback() {
    this.querySelector('button')?.removeEventListener('click', this.#show);
    this.querySelector('dialog')?.remove();
  }

  #show = () => {
    const groups = Map.groupBy(listKeys(), entry => entry.group); // before the dialog is open: it hides the keys of the page
    const dialog = make('dialog');
    dialog.className = 'dialog keys';
    dialog.closedBy = 'any';
    const title = make('h2', 'Keys');
    title.id = 'keys-title';
    dialog.setAttribute('aria-labelledby', title.id);
    dialog.append(title, ...[...groups].map(([group, entries]) => this.#group(group, entries)), this.#close());
    dialog.addEventListener('close', () => dialog.remove());
    this.append(dialog);
    dialog.showModal();
  };

  #group(name, entries) {
    const list = make('dl');
    for (const { title, keys } of entries) {
      const caps = make('dd');
      keys.forEach((key, index) => caps.append(index > 0 ? ' or ' : '', keyCaps(key)));
      list.append(make('div', make('dt', title), caps));
    }

    const section = make('section', make('h3', name), list);
    return section;
  }

  #close() {
    const form = make('form', make('button', 'Close'));
    form.method = 'dialog';
    form.className = 'dialog-actions';
    return form;
  }
}

customElements.define('ob-keys', Keys);
