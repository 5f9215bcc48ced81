// The filters that somebody used last in this browser, for the palette and for filter bars. At most twenty, each as long as the server takes.
const place = 'otelbridge-filters';
const most = 20;
const longest = 2000;

/** The last filters, the latest first. */
export function lastFilters() {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? '[]');
    return Array.isArray(kept) ? kept.filter(text => typeof text === 'string').slice(0, most) : [];
  } catch {
    return []; // storage may be closed to us, or hold what somebody else wrote
  }
}

export function rememberFilter(filter) {
  if (filter === '' || filter.length > longest) {
    return;
  }

  try {
    localStorage.setItem(place, JSON.stringify([filter, ...lastFilters().filter(other => other !== filter)].slice(0, most)));
  } catch {
    // A browser that keeps nothing: there are no last filters then.
  }
}
