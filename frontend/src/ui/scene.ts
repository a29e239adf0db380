import { html, svg, type TemplateResult } from "lit";

const CELLS = [
  ["M40 140 190 60 330 130 300 280 130 300Z", 4],
  ["M330 130 190 60 300 -40 520 -20 540 110Z", 4],
  ["M330 130 540 110 600 270 470 350 300 280Z", 3],
  ["M540 110 520 -20 760 -40 800 160 600 270Z", 4],
  ["M130 300 300 280 350 450 200 560 40 470Z", 2],
  ["M300 280 470 350 520 500 350 450Z", 1],
  ["M470 350 600 270 780 330 740 520 520 500Z", 4],
  ["M600 270 800 160 980 240 940 400 780 330Z", 3],
  ["M200 560 350 450 520 500 480 680 280 740Z", 3],
  ["M520 500 740 520 760 700 480 680Z", 4],
  ["M740 520 780 330 940 400 960 620 760 700Z", 4],
  ["M40 470 200 560 280 740 120 860 -60 700Z", 4],
  ["M280 740 480 680 760 700 720 900 300 920Z", 4],
] as const;
/** Middle and level; drawn at the size of a finger. */
const MARKS = [
  [410, 400, 1],
  [180, 430, 2],
  [450, 210, 3],
  [640, 430, 4],
  [860, 290, 2],
  [360, 610, 3],
  [620, 610, 4],
  [230, 180, 4],
  [650, 90, 4],
] as const;

const SHAPES: Record<number, string> = {
  1: "M0-15 16 13H-16Z",
  2: "M0-14 14 0 0 14-14 0Z",
  3: "M-11-11H11V11H-11Z",
  4: "M-11 0a11 11 0 1 0 22 0a11 11 0 1 0-22 0Z",
};

/** A quiet piece of ground with its cells: what the map is about. It carries no data. */
export function scene(): TemplateResult {
  return html`<svg viewBox="0 0 900 800" preserveAspectRatio="xMidYMid slice">
    ${CELLS.map(([d, level]) => svg`<path class="scene-cell bar-cell-${level}" d=${d}/>`)}
    <path class="scene-river" d="M-60 640C180 520 320 640 520 590S760 420 980 470"/>
    ${MARKS.map(([x, y, level]) => svg`<path class="mark mark-${level}" transform="translate(${x} ${y})" d=${SHAPES[level] ?? ""}/>`)}
  </svg>`;
}
