// Two moments in the reader's own time zone: <ob-range data-from="ISO" data-to="ISO">; the address keeps UTC.
import { go } from './ob-navigation.js';

const local = iso => {
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime()) ? '' : new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
};

class Range extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    const [from, to] = [this.querySelector('.traces-from'), this.querySelector('.traces-to')];
    from.value = local(this.dataset.from);
    to.value = local(this.dataset.to);
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const offset = new Intl.DateTimeFormat('en', { timeZoneName: 'longOffset' }).formatToParts().find(part => part.type === 'timeZoneName').value;
    this.querySelector('.traces-zone').textContent = zone === 'UTC' ? 'UTC' : `${zone}, ${offset}`;
    this.addEventListener('keydown', event => event.key.startsWith('Arrow') && event.stopPropagation()); // they change a date, not the place in the menu
    this.querySelector('.traces-between').addEventListener('click', () => goBetween(from.value && new Date(from.value), to.value && new Date(to.value)));
  }
}

/** Shows what started between two moments; either may be left out. */
export function goBetween(from, to) {
  const address = new URL(location.href);
  for (const name of ['last', 'from', 'to', 'page']) {
    address.searchParams.delete(name);
  }
  for (const [name, moment] of [['from', from], ['to', to]]) {
    if (moment) {
      address.searchParams.set(name, moment.toISOString());
    }
  }
  return go(address);
}

customElements.define('ob-range', Range);
