// The keys of a page. registerKeys(element, keys) binds keys to the life of an element; markup says data-key and data-key-title on what a key clicks
// (on a field: what it goes to), and data-key-group on it or around it. The dialog of ob-keys lists both.
//
// A key is what KeyboardEvent.key calls it (j, ?, /, Enter, ArrowUp), with Ctrl+, Alt+ and, for keys that write nothing, Shift+ in front; Ctrl is ⌘ as well.
// Two keys after each other have a space between them: "g t".
const patience = 1500; // how long the second key of a sequence may take
const fields = 'input:not([type=checkbox],[type=radio],[type=button],[type=submit],[type=reset],[type=image],[type=color]), textarea, select';
const everywhere = 'Everywhere';

const registered = new Map(); // element → its keys; those of elements that left the page are dropped
let first = '';
let firstTimer;

/** Binds keys to an element: [{ key, title, run(event), group? }]. They work while it is in the page; registering again replaces them. */
export function registerKeys(element, keys) {
  sweep();
  registered.delete(element);
  registered.set(element, keys);
}

/** All keys of the page as it is: [{ group, title, keys: [key, …], run() }], in the order of the page, those of the frame last. */
export function listKeys() {
  sweep();
  const entries = new Map();
  for (const { key, title, group, run } of bindings()) {
    const id = `${group}\n${title}`;
    const entry = entries.get(id);
    if (!entry) {
      entries.set(id, { group, title, keys: [key], run });
    } else if (!entry.keys.includes(key)) {
      entry.keys.push(key);
    }
  }

  return [...entries.values()].sort((a, b) => (a.group === everywhere) - (b.group === everywhere));
}

function sweep() {
  for (const element of registered.keys()) {
    if (!element.isConnected) {
      registered.delete(element);
    }
  }
}

function* bindings() {
  const modal = [...document.querySelectorAll('dialog:modal')].at(-1);
  const reachable = element => element.isConnected && !element.closest('[hidden], [inert]') && (!modal || modal.contains(element));
  for (const [element, keys] of [...registered].reverse()) { // what came last lies on top
    if (reachable(element)) {
      for (const entry of keys) {
        yield { ...entry, group: entry.group ?? groupOf(element), run: event => entry.run(event), repeats: true };
      }
    }
  }

  for (const element of document.querySelectorAll('[data-key]')) {
    if (reachable(element) && !element.disabled && element.getAttribute('aria-disabled') !== 'true') {
      yield { key: element.dataset.key, title: element.dataset.keyTitle ?? element.textContent.trim(), group: groupOf(element), run: () => use(element), repeats: false };
    }
  }
}

const groupOf = element => element.closest('[data-key-group]')?.dataset.keyGroup ?? 'This page';

function use(element) {
  if (element.matches(fields)) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

function nameOf(event) {
  const writes = event.key.length === 1;
  const altGraph = event.getModifierState('AltGraph'); // how some layouts write a key, not a shortcut
  return ((event.ctrlKey || event.metaKey) && !altGraph ? 'Ctrl+' : '') + (event.altKey && !altGraph ? 'Alt+' : '')
    + (event.shiftKey && !writes ? 'Shift+' : '') + (writes && (event.ctrlKey || event.metaKey) ? event.key.toLowerCase() : event.key);
}

const isTyping = target => target instanceof Element && (target.matches(fields) || target.isContentEditable);

// Enter and the space bar belong to the control that has the focus.
const isNative = event => (event.key === 'Enter' || event.key === ' ') && event.target instanceof Element && event.target.closest('a[href], button, summary, input, [role=button]');

function press(event) {
  if (event.defaultPrevented || event.isComposing || ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph'].includes(event.key)) {
    return;
  }

  const name = nameOf(event);
  const isShortcut = name.startsWith('Ctrl+') || name.startsWith('Alt+');
  if (!isShortcut && (isTyping(event.target) || isNative(event))) {
    first = '';
    return;
  }

  const all = [...bindings()];
  const second = first && all.find(binding => binding.key === `${first} ${name}`);
  first = '';
  clearTimeout(firstTimer);
  if (!second && !isShortcut && all.some(binding => binding.key.startsWith(`${name} `))) {
    first = name;
    firstTimer = setTimeout(() => { first = ''; }, patience);
    event.preventDefault();
    return;
  }

  const found = second || all.find(binding => binding.key === name);
  if (found && (found.repeats || !event.repeat)) {
    event.preventDefault();
    found.run(event);
  }
}

addEventListener('keydown', press);
