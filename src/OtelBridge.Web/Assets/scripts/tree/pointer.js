// The mouse and the finger over the rows: choose, fold, zoom, move.
export function bindPointer({ view, axis }, rows, act) {
  view.addEventListener('click', event => {
    const row = rows.rowAt(event.target);
    if (row >= 0) {
      act.select(row);
      if (event.target.closest('.tree-fold')) {
        act.toggle(row, event.shiftKey);
      }
    }
  });
  view.addEventListener('dblclick', event => {
    const row = rows.rowAt(event.target);
    if (row >= 0 && event.target.closest('.tree-bars')) {
      act.zoomTo(row);
    } else if (row >= 0 && !event.target.closest('.tree-fold')) {
      act.toggle(row);
    }
  });
  view.addEventListener('wheel', event => {
    const { left, width, right } = axis.getBoundingClientRect();
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      act.zoom(Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 120), event.clientX > left && event.clientX < right ? (event.clientX - left) / width : 0.5);
    } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey) {
      event.preventDefault();
      act.pan((event.deltaX || event.deltaY) / width);
    }
  }, { passive: false });
}
