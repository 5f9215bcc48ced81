// The keys of the tree. Those of a tree grid work where it has the focus; the letters work on the whole page of the trace.
import { registerKeys } from '../keys.js';

export function bindKeys(element, view, act) {
  registerKeys(element, [
    { key: 'j', title: 'Next span', run: () => act.move(1) },
    { key: 'k', title: 'Span before', run: () => act.move(-1) },
    { key: 'l', title: 'Unfold, then go to the first span below (→ in the tree)', run: () => act.open() },
    { key: 'h', title: 'Fold, then go to the span above (← in the tree)', run: () => act.close() },
    { key: '*', title: 'Unfold all', run: () => act.fold('') },
    { key: '_', title: 'Fold all (Shift+← in the tree)', run: () => act.fold('all') },
    { key: '!', title: 'Unfold only the ways to errors', run: () => act.fold('errors') },
    { key: 'e', title: 'Next error', run: () => act.nextFailed(1) },
    { key: 'E', title: 'Error before', run: () => act.nextFailed(-1) },
    { key: 's', title: 'Slowest span, then the next slowest', run: () => act.slowest() },
    { key: 'c', title: 'Critical path', run: () => act.path() },
    { key: '/', title: 'Find in spans', run: () => act.goFind() },
    { key: 'n', title: 'Next that was found', run: () => act.nextFound(1) },
    { key: 'N', title: 'Found before', run: () => act.nextFound(-1) },
    { key: '+', title: 'Zoom in', run: () => act.zoom(0.625) },
    { key: '-', title: 'Zoom out', run: () => act.zoom(1.6) },
    { key: 'z', title: 'Zoom to the span', run: () => act.zoomTo() },
    { key: '0', title: 'The whole trace', run: () => act.whole() },
    { key: 'y', title: 'Copy a link to what you see', run: () => act.copyLink() },
    { key: ',', title: 'Earlier', run: () => act.pan(-0.25) },
    { key: '.', title: 'Later', run: () => act.pan(0.25) },
  ]);
  const own = {
    ArrowDown: () => act.move(1), ArrowUp: () => act.move(-1), PageDown: () => act.move('page'), PageUp: () => act.move('-page'), Home: () => act.move('first'), End: () => act.move('last'),
    ArrowRight: () => act.open(), ArrowLeft: () => act.close(), 'Shift+ArrowRight': () => act.fold(''), 'Shift+ArrowLeft': () => act.fold('all'), Enter: () => act.goPanel(), ' ': () => act.toggle(),
  };
  view.addEventListener('keydown', event => {
    const run = !event.ctrlKey && !event.altKey && !event.metaKey && own[(event.shiftKey && event.key.length > 1 ? 'Shift+' : '') + event.key];
    if (run) {
      event.preventDefault();
      run();
    }
  });
}
