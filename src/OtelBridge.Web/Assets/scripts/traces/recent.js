// The filters that were applied last, in this browser.
const place = 'otelbridge-recent-filters';
const most = 10;

export function readRecent() {
  try {
    const stored = JSON.parse(localStorage.getItem(place) ?? '[]');
    return Array.isArray(stored) ? stored.filter(each => typeof each === 'string').slice(0, most) : [];
  } catch {
    return []; // storage may be forbidden, or hold what somebody else wrote
  }
}

export function remember(filter) {
  if (!filter) {
    return;
  }

  try {
    localStorage.setItem(place, JSON.stringify([filter, ...readRecent().filter(each => each !== filter)].slice(0, most)));
  } catch {
    // Without storage there are no recent filters.
  }
}
