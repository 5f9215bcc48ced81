// Puts text on the clipboard, and says so.
import { say } from './elements/ob-navigation.js';

export async function copy(text, near = document.body) {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
    } else {
      copyBySelection(text, near); // plain HTTP on another machine: browsers give no clipboard there
    }

    say('Copied.');
  } catch {
    say('The browser does not allow copying here.');
  }
}

function copyBySelection(text, near) {
  const place = document.createElement('textarea');
  place.value = text;
  place.className = 'visually-hidden';
  near.parentElement.append(place); // inside an open dialog nothing outside can be selected
  place.select();
  const done = document.execCommand('copy');
  place.remove();
  near.focus?.();
  if (!done) {
    throw new Error('refused');
  }
}
