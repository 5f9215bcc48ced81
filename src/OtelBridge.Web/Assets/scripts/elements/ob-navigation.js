// Goes from page to page without loading scripts and styles again. Every page also works without this: links stay links, forms stay forms.
import { load } from '../parts.js';

let going;

/** Shows another of our pages; other scripts call it to change the address they are at. */
export async function go(address, { replace = false, scroll = true, method = 'GET', body } = {}) {
  going?.abort();
  going = new AbortController();
  const content = document.getElementById('content');
  content?.setAttribute('aria-busy', 'true');
  try {
    const target = new URL(address, document.baseURI);
    const { page, url } = await load(target, { method, body, signal: going.signal });
    const next = page.querySelector('ob-navigation');
    if (!next) {
      location.assign(target);
      return;
    }

    const shown = new URL(url);
    shown.hash = target.hash;
    history[replace || shown.href === location.href ? 'replaceState' : 'pushState'](null, '', shown);
    show(page, next);
    if (scroll) {
      scrollTo(0, 0);
      document.getElementById('content')?.focus({ preventScroll: true });
    }
  } catch (e) {
    if (e.name !== 'AbortError') {
      content?.removeAttribute('aria-busy');
      say(e.message);
    }
  }
}

/** Tells something to everybody, those who listen to the page included. */
export function say(text) {
  let place = document.getElementById('said');
  if (!place) {
    place = document.createElement('output');
    place.id = 'said';
    place.className = 'said';
    document.body.append(place);
  }

  place.textContent = text;
}

function show(page, next) {
  document.title = page.title;
  document.documentElement.dataset.theme = page.documentElement.dataset.theme ?? 'system';
  document.querySelector('ob-navigation').replaceWith(document.importNode(next, true));
}

const isPlain = event => event.button === 0 && !event.defaultPrevented && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

function ours(address) {
  const url = new URL(address, document.baseURI);
  return url.origin === location.origin && url.pathname.startsWith(new URL(document.baseURI).pathname) ? url : null;
}

class Navigation extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', this.#follow);
    this.addEventListener('submit', this.#submit);
  }

  #follow = event => {
    const link = event.target.closest('a[href]');
    const url = link && isPlain(event) && !link.target && !link.hasAttribute('download') && !link.dataset.plain ? ours(link.href) : null;
    const samePlace = url && url.hash && url.pathname === location.pathname && url.search === location.search;
    if (url && !samePlace) {
      event.preventDefault();
      go(url);
    }
  };

  #submit = event => {
    const form = event.target;
    const url = event.defaultPrevented || form.dataset.plain || form.method === 'dialog' ? null : ours(event.submitter?.formAction || form.action);
    if (!url) {
      return;
    }

    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form, event.submitter));
    if (form.method === 'post') {
      go(url, { method: 'POST', body: fields, scroll: false });
    } else {
      url.search = new URLSearchParams([...fields].filter(([, value]) => value !== '')).toString();
      go(url);
    }
  };
}

addEventListener('popstate', () => go(location.href, { replace: true, scroll: false }));
customElements.define('ob-navigation', Navigation);
