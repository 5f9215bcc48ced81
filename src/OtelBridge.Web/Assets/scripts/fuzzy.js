/** How well a text fits what somebody types: its words in any order, each somewhere in it, or else all its letters in their order. 0 is not at all. */
export function fit(typed, text) {
  const [needle, hay] = [typed.toLowerCase().trim(), text.toLowerCase()];
  if (needle === '') {
    return 1;
  }

  const words = needle.split(/\s+/);
  if (words.every(word => hay.includes(word))) {
    const begins = hay.startsWith(needle) ? 3 : words.every(word => new RegExp(`\\b${RegExp.escape?.(word) ?? word.replace(/[^\w]/g, '\\$&')}`).test(hay)) ? 2 : 1;
    return begins + needle.length / (hay.length + 1);
  }

  let at = 0;
  let gaps = 0;
  for (const letter of needle.replaceAll(' ', '')) {
    const next = hay.indexOf(letter, at);
    if (next < 0) {
      return 0;
    }
    gaps += next - at;
    at = next + 1;
  }

  return gaps > 2 * needle.length ? 0 : 0.5 / (1 + gaps);
}
