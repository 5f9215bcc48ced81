// The elements that the tree is drawn into.
const make = (name, className, ...children) => {
  const element = document.createElement(name);
  element.className = className;
  element.append(...children);
  return element;
};

const cell = (className, text) => {
  const element = make('div', className, text);
  element.setAttribute('role', 'columnheader');
  return element;
};

export function makeFrame() {
  const axis = cell('tree-axis', '');
  axis.setAttribute('aria-label', 'Time');
  const head = make('div', 'tree-head', cell('tree-name', 'Span'), cell('tree-facts', 'Tokens, cost'), cell('tree-duration', 'Duration'), axis);
  head.setAttribute('role', 'row');
  head.setAttribute('aria-rowindex', 1);
  const space = make('div', 'tree-space');
  space.setAttribute('role', 'rowgroup');
  const view = make('div', 'tree-view', head, space);
  view.tabIndex = 0;
  view.setAttribute('role', 'treegrid');
  view.setAttribute('aria-label', 'Spans');
  view.setAttribute('aria-colcount', 4);
  const map = make('div', 'tree-map');
  map.setAttribute('aria-hidden', 'true');
  const told = make('output', 'visually-hidden');
  const notices = make('ul', 'trace-notices');
  return { notices, axis, head, space, view, map, told };
}
