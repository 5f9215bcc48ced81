// Markup that our server made, as elements. The one place where text becomes markup: every other script builds elements, so no text of a trace can.
import { trouble } from './notices.js';

const policy = globalThis.trustedTypes?.createPolicy('otelbridge', { createHTML: text => text });

const parse = html => new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, 'text/html');

/** The server was updated since this page was made: its scripts and those of the page just loaded may not fit. */
export const isOutdated = page => {
  const version = page.documentElement.dataset.version;
  return version !== undefined && version !== document.documentElement.dataset.version;
};

/** Fetches a page or a part of one; the page is null where the answer is no page. Throws with a sentence for people when it cannot be had. */
export async function load(address, options = {}) {
  try {
    const response = await fetch(new URL(address, document.baseURI), { credentials: 'same-origin', headers: { Accept: 'text/html' }, ...options });
    const isPage = response.headers.get('Content-Type')?.startsWith('text/html') && !response.headers.get('Content-Disposition')?.startsWith('attachment');
    if (!isPage) {
      response.body?.cancel();
    }

    const page = isPage ? parse(await response.text()) : null;
    return { page, ok: response.ok, status: response.status, url: response.url, redirected: response.redirected };
  } catch (e) {
    if (e.name === 'AbortError') {
      throw e;
    }
    throw new Error(navigator.onLine ? 'The server cannot be reached.' : 'This browser is offline.');
  }
}

// What a reader did to a region: what has the focus, what was opened or closed, how far what scrolls was scrolled. Known again by ids.
function usageOf(region) {
  const focused = region.contains(document.activeElement) ? document.activeElement : null;
  const around = focused?.matches('summary') ? focused.parentElement : null;
  return {
    focus: focused?.id ? `#${CSS.escape(focused.id)}` : around?.id ? `#${CSS.escape(around.id)} > summary` : '',
    open: [...region.querySelectorAll('details[id]')].map(({ id, open }) => [id, open]),
    scrolled: [...region.querySelectorAll('[id]')].filter(element => element.scrollTop || element.scrollLeft).map(({ id, scrollTop, scrollLeft }) => [id, scrollTop, scrollLeft]),
  };
}

function useAgain({ focus, open, scrolled }) {
  for (const [id, isOpen] of open) {
    const details = document.getElementById(id);
    if (details) {
      details.open = isOpen;
    }
  }

  scrolled.forEach(([id, top, left]) => document.getElementById(id)?.scrollTo({ top, left, behavior: 'instant' }));
  if (focus) {
    document.querySelector(focus)?.focus({ preventScroll: true });
  }
}

/** Replaces the regions with these ids by those of the page just loaded. Focus, scroll positions and open details stay as they are, by their ids. */
export function replaceRegions(page, ids) {
  for (const id of ids) {
    const [here, there] = [document.getElementById(id), page.getElementById(id)];
    if (here && there && here.outerHTML !== there.outerHTML) {
      const usage = usageOf(here);
      here.replaceWith(document.importNode(there, true));
      useAgain(usage);
    }
  }
}

/** Loads the page's own address again and replaces regions of it. */
export async function refresh(ids) {
  const address = location.pathname + location.search;
  const { page, ok } = await load(address);
  if (address !== location.pathname + location.search) {
    return refresh(ids); // what was asked for is of a page that the reader has left
  }

  if (!ok || !page) {
    return;
  }

  if (!page.querySelector('ob-navigation')) {
    trouble('You are signed out.', { title: 'Sign in', run: () => location.reload() });
  } else if (isOutdated(page)) {
    trouble('The server was updated.', { title: 'Reload', run: () => location.reload() });
  } else {
    replaceRegions(page, ids);
  }
}
