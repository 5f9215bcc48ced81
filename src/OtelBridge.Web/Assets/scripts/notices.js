// What the frame tells people outside of the page's own content. The places are in every page (Layout/Shell).
const patience = 6000;

let hiding;

/** Tells something to everybody, those who listen to the page included. It goes by itself; an action ({ title, run }) can be taken meanwhile. */
export function say(text, action) {
  const place = document.getElementById('said');
  clearTimeout(hiding);
  place.replaceChildren(text, ...(action ? [button(action, () => place.replaceChildren())] : []));
  lift(place, text !== '');
  hiding = setTimeout(function hide() {
    if (place.matches(':hover, :focus-within')) {
      hiding = setTimeout(hide, patience);
    } else {
      place.replaceChildren();
      lift(place, false);
    }
  }, action ? 2 * patience : patience);
}

/** Says what is wrong until it is right again: clearTrouble, or another trouble. The action is what people can do about it. */
export function trouble(text, action) {
  const place = document.getElementById('trouble');
  const isSaid = place.dataset.text === text; // once, however often it is tried
  const hides = !action && place.querySelector('button'); // what people can do stays until they did, or all is well
  if (!isSaid && !hides) {
    place.dataset.text = text;
    place.replaceChildren(text, ...(action ? [button(action, clearTrouble)] : []));
  }
}

export function clearTrouble() {
  const place = document.getElementById('trouble');
  delete place.dataset.text;
  place.replaceChildren();
}

/** Tells those who listen where they are now. */
export function announce(text) {
  document.getElementById('announced').textContent = text;
}

function button({ title, run }, done) {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = title;
  element.addEventListener('click', () => {
    done();
    run();
  });
  return element;
}

// Above an open dialog as well. Elsewhere it stays in the page, empty or not, since only what is there already is read out as it changes.
function lift(place, shown) {
  const above = shown && document.querySelector('dialog:modal') !== null;
  if (above) {
    place.popover = 'manual';
    place.showPopover();
  } else {
    place.removeAttribute('popover');
  }
}

addEventListener('offline', () => trouble('This browser is offline.'));
addEventListener('online', clearTrouble);
