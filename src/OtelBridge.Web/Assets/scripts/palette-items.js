// What the palette offers: from the page itself, from what was used last, and from the server.
import { fit } from './fuzzy.js';
import { listKeys } from './keys.js';
import { fromMlflow } from './mlflow.js';

const mostOfGroup = 6;
const traceId = /(?:^|[^0-9a-f])([0-9a-f]{32})(?:$|[^0-9a-f])/i;
const looksLikeFilter = /[=<>]|\b(i?like|rlike|match|in)\b\s*['"(]/i;

/** What this page offers, as a function of what is typed and what the server found: [{ group, title, detail?, keys?, address? | run? }]. */
export function itemsOf(filters) {
  const actions = listKeys().filter(entry => entry.group !== 'Everywhere').map(entry => ({ ...entry, group: 'On this page' }));
  const pages = [...document.querySelectorAll('#areas a')].map(link => ({ group: 'Pages', title: link.textContent.trim(), keys: [link.dataset.key], address: link.href }));
  const themes = [...document.querySelectorAll('form[action=theme] button')].map(button => ({ group: 'Theme', title: `Theme: ${button.textContent.trim()}`, run: () => button.click() }));
  const used = filters.map(filter => ({ group: 'Last filters', title: filter, address: filtered(filter) }));
  return (typed, found) => {
    const link = fromMlflow(typed);
    return link ? [{ group: 'Pasted', title: 'Open the link of MLflow here', address: link }]
      : [...named(typed), ...best(actions, typed), ...best(pages, typed), ...best(used, typed), ...found, ...best(themes, typed), ...asked(typed)];
  };
}

/** The items that the server knows. */
export async function serverItems(source, typed, signal) {
  const address = new URL(source, document.baseURI);
  address.searchParams.set('q', typed.trim());
  const response = await fetch(address, { signal, credentials: 'same-origin' });
  return response.ok ? response.json() : [];
}

function best(items, typed) {
  return items.map(item => ({ item, score: fit(typed, item.title) })).filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score).slice(0, mostOfGroup).map(({ item }) => item);
}

// An id that was pasted.
function named(typed) {
  const id = traceId.exec(typed)?.[1].toLowerCase();
  return id ? [{ group: 'Pasted', title: `Open the trace tr-${id}`, address: `traces/tr-${id}` }] : [];
}

function asked(typed) {
  const text = typed.trim();
  if (text === '') {
    return [];
  }

  return looksLikeFilter.test(text)
    ? [{ group: 'Search', title: `Traces where ${text}`, address: filtered(text) }]
    : [{ group: 'Search', title: `Traces that say “${text}”`, address: filtered(`trace.text MATCH '${text.replaceAll("'", "''")}'`) }];
}

// The traces of what the page is about, by another filter.
function filtered(filter) {
  const address = new URL(document.querySelector('#areas a[href^="traces"]')?.href ?? 'traces', document.baseURI);
  address.searchParams.set('filter', filter);
  return address;
}
