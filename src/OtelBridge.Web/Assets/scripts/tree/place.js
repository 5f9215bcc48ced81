// What is looked at stands in the address, so that a link shows the same.
const names = ['span', 'zoom', 'fold', 'search', 'only', 'types', 'path', 'clocks'];
const patience = 200; // browsers refuse an address that changes too often
let timer;
let waiting = {};

/** What the address says of the panel: which part of the span, and how. */
export const spanParameters = ['tab', 'view', 'find', 'edit'];

/** What the address says. */
export function read() {
  const query = new URL(location.href).searchParams;
  return Object.fromEntries(names.map(name => [name, query.get(name) ?? '']));
}

/** Changes what the address says; empty values leave it. Other parameters stay. */
export function write(values) {
  Object.assign(waiting, values);
  clearTimeout(timer);
  const path = location.pathname;
  timer = setTimeout(() => {
    const changes = Object.entries(waiting);
    waiting = {};
    const url = new URL(location.href);
    if (url.pathname !== path) {
      return; // another page by now
    }

    for (const [name, value] of changes) {
      if (value) {
        url.searchParams.set(name, value);
      } else {
        url.searchParams.delete(name);
      }
    }

    if (url.href !== location.href) {
      history.replaceState(history.state, '', url);
    }
  }, patience);
}
