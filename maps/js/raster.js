// A coarse picture of the screen in memory: which territory lies under each 6 px cell. Names are placed with it.

export const CELL = 6;

function crossings(rings, view, rows) {
  const lists = Array.from({ length: rows }, () => []);
  rings.forEach((points) => {
    const count = points.length;
    for (let i = 0; i < count; i += 2) {
      const j = (i + 2) % count;
      let [x1, y1, x2, y2] = [points[i] - view.x, points[i + 1] - view.y, points[j] - view.x, points[j + 1] - view.y];
      if (y1 === y2) continue;
      if (y1 > y2) [x1, y1, x2, y2] = [x2, y2, x1, y1];
      const first = Math.max(0, Math.ceil(y1 / CELL - 0.5));
      const last = Math.min(rows - 1, Math.ceil(y2 / CELL - 0.5) - 1);
      for (let row = first; row <= last; row += 1) {
        lists[row].push(x1 + (((row + 0.5) * CELL - y1) * (x2 - x1)) / (y2 - y1));
      }
    }
  });
  return lists;
}

// Territory number + 1 for each cell, -1 for land of the frame, 0 for open water.
export function rasterise(plate, view, count) {
  const cols = Math.max(1, Math.ceil(view.w / CELL));
  const rows = Math.max(1, Math.ceil(view.h / CELL));
  const cells = new Int16Array(cols * rows);
  const paint = (rings, value) => {
    crossings(rings, view, rows).forEach((xs, row) => {
      xs.sort((a, b) => a - b);
      for (let k = 0; k + 1 < xs.length; k += 2) {
        const from = Math.max(0, Math.ceil(xs[k] / CELL - 0.5));
        const to = Math.min(cols - 1, Math.ceil(xs[k + 1] / CELL - 0.5) - 1);
        for (let col = from; col <= to; col += 1) cells[row * cols + col] = value;
      }
    });
  };
  paint(plate.scaled.frameRings(), -1);
  for (let t = 0; t < count; t += 1) paint(plate.scaled.ringPoints(t), t + 1);
  return { cells, cols, rows };
}

// Connected pieces of cells with the same value of `valueOf`; values of 0 are skipped.
export function pieces(raster, valueOf) {
  const { cells, cols, rows } = raster;
  const seen = new Uint8Array(cells.length);
  const found = [];
  for (let start = 0; start < cells.length; start += 1) {
    const value = seen[start] ? 0 : valueOf(cells[start]);
    if (!value) continue;
    const stack = [start];
    const piece = { value, cells: [] };
    seen[start] = 1;
    while (stack.length) {
      const at = stack.pop();
      piece.cells.push(at);
      const col = at % cols;
      const near = [col > 0 ? at - 1 : -1, col < cols - 1 ? at + 1 : -1, at - cols, at + cols];
      near.forEach((next) => {
        if (next < 0 || next >= cols * rows || seen[next] || valueOf(cells[next]) !== value) return;
        seen[next] = 1;
        stack.push(next);
      });
    }
    found.push(piece);
  }
  return found;
}

// The cells of one piece, to be asked whether a cell is among them.
export function markOf(piece, raster) {
  const mark = new Uint8Array(raster.cells.length);
  piece.cells.forEach((cell) => { mark[cell] = 1; });
  return mark;
}

// Boxes that are taken; a new label may not touch them.
export function makeOccupied() {
  const boxes = [];
  return {
    boxes,
    free: (box) => boxes.every((one) => box.x2 <= one.x1 || box.x1 >= one.x2 || box.y2 <= one.y1 || box.y1 >= one.y2),
    take: (box) => { boxes.push(box); },
  };
}
