// Pages replace each other without a reload: links stay links, forms stay forms, and what is not ours to show goes to the browser.
import { isOutdated, load } from '../parts.js';
import { announce, clearTrouble, say, trouble } from '../notices.js';

export { say };

const freshness = 2000;

let going;
let shown = here(); // the page that stands there, whatever its hash
let early; // a page that is being fetched since its link was pressed

/** Shows another of our pages; other scripts call it to change the address they are at. Says whether it did. */
export async function go(address, { replace = false, scroll = true, method = 'GET', body, position } = {}) {
  going?.abort();
  const mine = going = new AbortController();
  const target = new URL(address, document.baseURI);
  busy(true);
  try {
    const answer = await (take(method, target) ?? load(target, { method, body, signal: mine.signal }));
    if (mine.signal.aborted) {
      return false;
    }

    if (method !== 'GET' && !answer.ok) {
      say(refusal(answer)); // the page with what was typed stays
      return false;
    }

    const next = answer.page?.querySelector('ob-navigation');
    if (!next || isOutdated(answer.page)) {
      location.assign(method === 'GET' ? target : answer.url);
      return false;
    }

    const isElsewhere = new URL(answer.url).pathname !== location.pathname; // where a change led to another page, that page begins at its beginning
    enter(answer, target, replace || method !== 'GET' && !answer.redirected);
    show(answer.page, next);
    settle(target, scroll || method !== 'GET' && isElsewhere, position);
    clearTrouble();
    return true;
  } catch (e) {
    if (e.name !== 'AbortError') {
      trouble(e.message, { title: 'Try again', run: () => go(address, { replace, scroll, method, body, position }) });
    }
    return false;
  } finally {
    if (going === mine) {
      busy(false);
    }
  }
}

function here() {
  return location.pathname + location.search;
}

function busy(is) {
  const content = document.getElementById('content');
  if (is) {
    content?.setAttribute('aria-busy', 'true');
  } else {
    content?.removeAttribute('aria-busy');
  }
}

function refusal({ page, status }) {
  const fault = page?.querySelector('.fault');
  return fault ? [...fault.querySelectorAll('h1, p:first-of-type')].map(part => part.textContent.trim()).join(': ') : `The server refused (${status}).`;
}

function enter(answer, target, replace) {
  const url = new URL(answer.url);
  url.hash = target.hash;
  history[replace || url.href === location.href ? 'replaceState' : 'pushState'](replace ? history.state : null, '', url);
  shown = here();
}

function show(page, next) {
  const focused = document.activeElement?.id || document.activeElement?.closest('details')?.querySelector('summary')?.id; // a menu is closed in the next page
  document.title = page.title;
  document.documentElement.dataset.theme = page.documentElement.dataset.theme ?? 'system';
  document.querySelector('ob-navigation').replaceWith(document.importNode(next, true));
  if (focused) {
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
}

// Where the reader is after the page was replaced: at its beginning, at the place that the address names, or where they were.
function settle(target, scroll, position) {
  const place = target.hash && document.getElementById(decodeURIComponent(target.hash.slice(1)));
  if (place) {
    place.scrollIntoView();
  } else if (position !== undefined) {
    scrollTo(0, position);
  } else if (scroll) {
    scrollTo(0, 0);
  }

  if (scroll || position !== undefined) {
    announce(document.title);
    const start = place || document.querySelector('#content h1') || document.getElementById('content');
    start.tabIndex = start.tabIndex < 0 ? -1 : start.tabIndex;
    start.focus({ preventScroll: true });
  }
}

// The press of a button and its release are a tenth of a second apart: time to fetch in.
function begin(url) {
  early?.controller.abort();
  const controller = new AbortController();
  const mine = early = { href: url.href, at: performance.now(), controller, answer: load(url, { signal: controller.signal }) };
  mine.answer.catch(() => { early = early === mine ? undefined : early; });
}

function take(method, url) {
  const isFresh = performance.now() - early?.at < freshness; // else the press was let go elsewhere, long ago
  const answer = method === 'GET' && isFresh && early.href === url.href ? early.answer : undefined;
  early = undefined;
  return answer;
}

const isPlain = event => event.button === 0 && !event.defaultPrevented && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

function ours(address) {
  const url = new URL(address, document.baseURI);
  return url.origin === location.origin && url.pathname.startsWith(new URL(document.baseURI).pathname) ? url : null;
}

function linkOf(event) {
  const link = event.target.closest('a[href]');
  const url = link && isPlain(event) && !link.target && !link.hasAttribute('download') && !link.dataset.plain ? ours(link.href) : null;
  return url && url.hash && url.pathname + url.search === here() ? null : url;
}

class Navigation extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', this.#follow);
    this.addEventListener('submit', this.#submit);
    this.addEventListener('pointerdown', this.#foresee);
  }

  #foresee = event => {
    const url = event.pointerType === 'mouse' && linkOf(event);
    if (url) {
      begin(url);
    }
  };

  #follow = event => {
    const url = linkOf(event);
    if (url) {
      event.preventDefault();
      go(url);
    }
  };

  #submit = event => {
    const form = event.target;
    const [method, action] = [event.submitter?.getAttribute('formmethod') ?? form.getAttribute('method') ?? 'get', event.submitter?.getAttribute('formaction') ?? form.getAttribute('action')];
    const url = event.defaultPrevented || form.dataset.plain || form.target || method === 'dialog' ? null : ours(action ?? location.href);
    if (!url) {
      return;
    }

    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form, event.submitter));
    if (method.toLowerCase() === 'post') {
      go(url, { method: 'POST', body: fields, scroll: false });
    } else {
      url.search = new URLSearchParams([...fields].filter(([, value]) => value !== '')).toString();
      go(url);
    }
  };
}

// Each entry of the history knows how far down it was read.
history.scrollRestoration = 'manual';
if (history.state?.top) {
  scrollTo(0, history.state.top);
}

addEventListener('scrollend', () => {
  if (here() === shown) {
    history.replaceState({ ...history.state, top: scrollY }, '');
  }
});
addEventListener('popstate', event => {
  if (here() !== shown) { // else only the hash is another
    go(location.href, { replace: true, scroll: false, position: event.state?.top ?? 0 });
  }
});
customElements.define('ob-navigation', Navigation);
