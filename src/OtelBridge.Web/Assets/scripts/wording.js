// Numbers for people to read, in the words of the server's Wording: unknown is absent, never zero.
const number = new Intl.NumberFormat('en');
const trim = (value, digits) => String(Number(value.toFixed(digits)));

/** A duration in the unit that keeps it short: 12 µs, 3.4 ms, 1.23 s, 2 min 5 s. */
export function duration(nano) {
  if (!(nano >= 0)) {
    return 'unknown';
  }

  return nano < 1e3 ? `${Math.trunc(nano)} ns` : nano < 1e6 ? `${trim(nano / 1e3, 1)} µs` : nano < 1e9 ? `${trim(nano / 1e6, 1)} ms` : nano < 6e10 ? `${trim(nano / 1e9, 2)} s`
    : nano < 3.6e12 ? `${Math.trunc(nano / 6e10)} min ${Math.trunc(nano / 1e9) % 60} s` : `${Math.trunc(nano / 3.6e12)} h ${Math.trunc(nano / 6e10) % 60} min`;
}

/** A count with separators. */
export const count = value => number.format(value);

/** A count in few characters: 950, 1.2k, 3.4M. */
export const short = value => value < 1000 ? String(value) : value < 1e6 ? `${trim(value / 1e3, 1)}k` : `${trim(value / 1e6, 1)}M`;

/** US dollars: cents from a dollar on, and below it the digits that count first. */
export const dollars = value => value === 0 ? '$0' : `$${value >= 1 ? value.toFixed(2) : trim(value, Math.min(12, 2 - Math.floor(Math.log10(value))))}`;
