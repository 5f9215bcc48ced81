// What a list had loaded when it was left, for whoever comes back to it by the browser's own way back.
const most = 5; // lists; each is no larger than a list may become
const lists = new Map();
let returning = '';

addEventListener('popstate', () => { returning = location.href; });

export function keep(address, list) {
  lists.delete(address);
  lists.set(address, list);
  if (lists.size > most) {
    lists.delete(lists.keys().next().value);
  }
}

/** Gives what was kept when the reader came back; nothing when they came anew. */
export function recall() {
  const list = returning === location.href ? lists.get(returning) : undefined;
  returning = '';
  return list;
}
