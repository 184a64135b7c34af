// Widths and boxes of words: what the placing of names needs to know about type.

export const SANS = 'system-ui,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif';
export const SERIF = '"Iowan Old Style","Palatino Linotype",Palatino,"Noto Serif","Liberation Serif",Georgia,serif';

const ruler = document.createElement("canvas").getContext("2d");
const widths = {};

export function widthOf(text, font) {
  const key = font + "|" + text;
  if (!(key in widths)) {
    ruler.font = font;
    widths[key] = ruler.measureText(text).width;
  }
  return widths[key];
}

function boxAround(cx, cy, w, tall, turn) {
  const [c, s] = [Math.abs(Math.cos(turn)), Math.abs(Math.sin(turn))];
  const [bw, bh] = [w * c + tall * s, w * s + tall * c];
  return { x1: cx - bw / 2, x2: cx + bw / 2, y1: cy - bh / 2, y2: cy + bh / 2 };
}

// A tilted name covers a row of small boxes, not one large one, so that towns may stand beside it.
export function boxesAlong(cx, cy, w, tall, turn) {
  const count = Math.max(1, Math.round(w / (tall * 1.5)));
  const step = w / count;
  return Array.from({ length: count }, (_, k) => {
    const off = (k + 0.5) * step - w / 2;
    return boxAround(cx + off * Math.cos(turn), cy + off * Math.sin(turn), step, tall, turn);
  });
}
