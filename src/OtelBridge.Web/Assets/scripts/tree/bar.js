// The bar of one span, as paths: whole, where it ran itself, what is open, what the trace waited for, that it failed, that it is out of sight.
import { marks } from './model.js';

const [top, height] = [7, 12];
const most = 400; // pieces of a bar; more are finer than a screen

const box = (x, width, y = top, h = height) => `M${x.toFixed(1)} ${y}h${width.toFixed(1)}v${h}h${(-width).toFixed(1)}z`;

/** Draws a bar; set(part, path) takes the path of each part. */
export function drawBar(bar, model, row, { window: { from, to }, width, critical }, set) {
  const scale = width / (to - from);
  const at = time => Math.min(width + 20, Math.max(-20, (time - from) * scale));
  const [start, end] = [model.start[row], model.start[row] + model.duration[row]];
  const [x, length] = [at(start), Math.max(2, at(end) - at(start))];
  const isOff = end < from ? 'before' : start > to ? 'after' : '';
  set('whole', isOff ? '' : box(x, length));
  set('own', isOff || model.children[row] === 0 && !model.is(row, marks.unended) ? isOff ? '' : box(x, length) : pieces(model.ownPieces(row), at));
  set('open', model.is(row, marks.unended) && !isOff ? stripes(x, length) : '');
  set('path', critical && !isOff && model.is(row, marks.critical) ? pieces(model.criticalPieces(row), at, top + height + 1, 3) : '');
  set('failed', model.is(row, marks.failed) && !isOff ? cross(Math.min(width - 7, Math.max(7, x + length + 8))) : '');
  set('off', isOff === 'before' ? 'M8 9l-4 4l4 4' : isOff === 'after' ? `M${width - 8} 9l4 4l-4 4` : '');
}

function pieces(list, at, y, h) {
  let path = '';
  let last = -Infinity;
  for (let i = 0, n = 0; i < list.length && n < most; i += 2) {
    const x = Math.max(at(list[i]), last);
    const width = at(list[i + 1]) - x;
    if (width >= 0.5) {
      path += box(x, width, y, h);
      last = x + width;
      n++;
    }
  }

  return path;
}

function stripes(x, length) {
  let path = '';
  for (let at = Math.max(x, 0), n = 0; at < x + length - 3 && n < most; at += 7, n++) {
    path += `M${at.toFixed(1)} ${top + height}l4 ${-height}h2l-4 ${height}z`;
  }

  return path;
}

const cross = x => `M${(x - 3.5).toFixed(1)} ${top + 2.5}l7 7m0 -7l-7 7`;
