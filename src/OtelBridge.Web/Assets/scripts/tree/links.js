// Links to spans of this trace, and searches inside the panel, are no ways to another page: they show another span, or another part of it.
export function bindLinks(page, { isReady, show }) {
  page?.addEventListener('click', event => {
    const link = event.target.closest('a[href]');
    if (!link || !isReady() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }

    const url = new URL(link.href);
    if (url.pathname === location.pathname && url.searchParams.get('span') && show(url.searchParams.get('span'), url.searchParams)) {
      event.preventDefault();
    }
  });
  page?.addEventListener('submit', event => {
    const url = new URL(event.target.action, document.baseURI);
    if (event.target.method === 'get' && url.pathname === location.pathname && isReady() && !event.defaultPrevented) {
      const fields = new URLSearchParams(new FormData(event.target));
      if (show(fields.get('span'), fields)) {
        event.preventDefault();
      }
    }
  });
}
