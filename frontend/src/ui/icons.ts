import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";

/** Line icons on a 24 grid, drawn in the colour of the text. */
const PATHS = {
  search: svg`<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>`,
  close: svg`<path d="M6 6 18 18M18 6 6 18"/>`,
  back: svg`<path d="M14.5 5.5 8 12l6.5 6.5"/>`,
  down: svg`<path d="m6 9.5 6 6 6-6"/>`,
  right: svg`<path d="m9.5 6 6 6-6 6"/>`,
  left: svg`<path d="m14.5 6-6 6 6 6"/>`,
  user: svg`<circle cx="12" cy="8.5" r="3.7"/><path d="M4.8 20c.8-4 3.6-6 7.2-6s6.4 2 7.2 6"/>`,
  phone: svg`<path d="M5.5 4h3.3l1.5 4.2-2 1.4a11 11 0 0 0 6.1 6.1l1.4-2L20 15.2v3.3A1.5 1.5 0 0 1 18.5 20 14.5 14.5 0 0 1 4 5.5 1.5 1.5 0 0 1 5.5 4Z"/>`,
  pin: svg`<path d="M12 21s-6.5-6.2-6.5-11a6.5 6.5 0 0 1 13 0c0 4.8-6.5 11-6.5 11Z"/><circle cx="12" cy="10" r="2.4"/>`,
  link: svg`<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1"/>`,
  camera: svg`<path d="M4 8h3.5L9 5.5h6L16.5 8H20v11H4Z"/><circle cx="12" cy="13.2" r="3.3"/>`,
  copy: svg`<rect x="8.5" y="8.5" width="11" height="11.5" rx="1.500"/><path d="M15.500 8.500V4h-11v11.500h4"/>`,
  megaphone: svg`<path d="M4 10v4h3l9 5V5l-9 5Z"/><path d="M19 9.500a3.500 3.500 0 0 1 0 5M7 14l1.500 5.500"/>`,
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
  minus: svg`<path d="M5 12h14"/>`,
  home: svg`<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"/>`,
  check: svg`<path d="m5 12.5 4.7 4.7L19 7.5"/>`,
  warn: svg`<path d="M12 4 2.8 20h18.4Z"/><path d="M12 10v4.5M12 17.2v.2"/>`,
  info: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8v.2"/>`,
  offline: svg`<path d="M4 4l16 16M8.5 15.5a5 5 0 0 1 7 0M5.5 12a9.5 9.5 0 0 1 4-2.3M14 9.5a9.5 9.5 0 0 1 4.5 2.5M12 19v.2"/>`,
  layers: svg`<path d="m12 4 9 5-9 5-9-5Z"/><path d="m3 14 9 5 9-5"/>`,
  list: svg`<path d="M8 6h12M8 12h12M8 18h12M4 6v.1M4 12v.1M4 18v.1"/>`,
  lock: svg`<rect x="5" y="10.5" width="14" height="9.5" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>`,
  wait: svg`<path d="M12 3.5a8.5 8.5 0 1 0 8.5 8.5"/>`,
  out: svg`<path d="M14 4h5v16h-5M4 12h10M10.5 8.5 14 12l-3.5 3.5"/>`,
  people: svg`<circle cx="9" cy="8.5" r="3.2"/><path d="M3 19c.6-3.5 2.9-5.2 6-5.2s5.4 1.7 6 5.2M15.5 5.6a3.2 3.2 0 0 1 0 5.8M17.5 14.3c2 .7 3.2 2.3 3.6 4.7"/>`,
  key: svg`<circle cx="8" cy="15.5" r="4"/><path d="m11 12.5 8-8M15.5 8l3 3"/>`,
  bell: svg`<path d="M12 4a5.5 5.5 0 0 0-5.5 5.5c0 5-2 6.7-2 6.700h15s-2-1.7-2-6.700A5.5 5.5 0 0 0 12 4ZM10.2 19a1.9 1.9 0 0 0 3.6 0"/>`,
  mute: svg`<path d="M4 4l16 16M8 6.300A5.5 5.5 0 0 1 17.5 9.500c0 2.4.5 4 1 5M6.6 8.500c-.1.3-.1.7-.1 1 0 5-2 6.7-2 6.700h11.500M10.2 19a1.9 1.9 0 0 0 3.6 0"/>`,
  screen: svg`<rect x="3" y="5" width="18" height="12" rx="1.5"/><path d="M9 20.500h6M12 17v3.5"/>`,
  clock: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7.500V12l3 2"/>`,
  shield: svg`<path d="M12 3.5 5 6v5.500c0 4.5 3 7.5 7 9 4-1.5 7-4.5 7-9V6Z"/>`,
  send: svg`<path d="M4 11.5 20 4l-5.5 16-3.5-6.500Z"/>`,
  inbox: svg`<path d="M4 13.5 6.5 5h11l2.5 8.500V19H4Z"/><path d="M4 13.5h4.500l1.5 2.500h4l1.5-2.500H20"/>`,
  locate: svg`<circle cx="12" cy="12" r="5.5"/><path d="M12 3v3.5M12 17.5V21M3 12h3.5M17.5 12H21"/>`,
  up: svg`<path d="m6 14.5 6-6 6 6"/>`,
  filter: svg`<path d="M4 5h16l-6.2 7.2V19l-3.6-1.8v-5Z"/>`,
  star: svg`<path d="m12 4 2.5 5.2 5.7.8-4.1 4 1 5.6-5.1-2.7-5.1 2.7 1-5.6-4.1-4 5.7-.8Z"/>`,
  file: svg`<path d="M6 3.500h8l4 4V20.500H6Z"/><path d="M13.500 3.500V8H18M9 13h6M9 16.500h6"/>`,
  download: svg`<path d="M12 4v11M7.5 11 12 15.5 16.5 11M5 20h14"/>`,
  ruler: svg`<path d="M3.5 15.5 15.5 3.5l5 5-12 12Z"/><path d="m7 12 2 2M10 9l2.5 2.5M13 6l2 2"/>`,
  box: svg`<rect x="4" y="5" width="16" height="14" rx="1" stroke-dasharray="3 2.4"/>`,
  polygon: svg`<path d="m5 9 7-5 7 6-3 9H8Z"/>`,
  ring: svg`<circle cx="12" cy="12" r="8"/><path d="M12 12h8M12 12v.1"/>`,
  cursor: svg`<path d="m6 4 12.500 7.500-5.600 1.300L9.500 18Z"/>`,
  redraw: svg`<path d="M4 18c4 0 3-10 8-10s4 8 8 8"/><path d="M4 18v.1M20 16v.1"/>`,
  cut: svg`<path d="M4 8 12 4l8 4v8l-8 4-8-4Z"/><path d="M5 20 19 4" stroke-dasharray="3 2.2"/>`,
  transfer: svg`<path d="M4 5h6v14H4ZM14 5h6v14h-6Z"/><path d="M7 12h9M13.500 9.500 16 12l-2.500 2.500"/>`,
  undo: svg`<path d="M8.500 5 4.500 9l4 4"/><path d="M4.500 9H14a5.500 5.500 0 0 1 0 11h-4"/>`,
  redo: svg`<path d="m15.500 5 4 4-4 4"/><path d="M19.500 9H10a5.500 5.500 0 0 0 0 11h4"/>`,
  help: svg`<circle cx="12" cy="12" r="8.5"/><path d="M9.500 9.800a2.500 2.500 0 1 1 3.600 2.200c-.8.4-1.100.9-1.100 1.700M12 16.500v.2"/>`,
  area: svg`<path d="M4 19V8l7-4 9 5v10Z"/><path d="M4 19h16"/>`,
  print: svg`<path d="M7 9V4h10v5M7 17H4V9h16v8h-3"/><path d="M7 14h10v6H7Z"/>`,
  full: svg`<path d="M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5M4 4l6 6M20 4l-6 6M4 20l6-6M20 20l-6-6"/>`,
  tools: svg`<path d="M14.5 6.5a4 4 0 0 1 5-2.4l-2.7 2.7.5 2 2 .5 2.7-2.7"/><path d="M16.5 11 7 20.5 3.5 17 13 7.5"/>`,
} satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof PATHS;

export function icon(name: IconName, size = "1.25rem", extra = ""): TemplateResult {
  return html`<svg class=${extra} width=${size} height=${size} viewBox="0 0 24 24" fill="none" stroke="currentColor"
    stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${PATHS[name]}</svg>`;
}

const SHAPES: readonly SVGTemplateResult[] = [
  svg`<circle cx="10" cy="10" r="6"/>`,
  svg`<path d="M10 2 18.5 17h-17Z"/>`,
  svg`<path d="M10 1.5 18.5 10 10 18.5 1.5 10Z"/>`,
  svg`<rect x="2.6" y="2.6" width="14.8" height="14.8" rx="0.8"/>`,
  svg`<circle cx="10" cy="10" r="8"/>`,
];

/** Triangle, diamond, square, circle, dashed circle: the shape that goes with levels 1-4 and 0. */
export function shape(level: number, hollow = false): TemplateResult {
  const style = hollow ? "mark mark-hollow" : `mark mark-${level}`;
  return html`<svg class=${style} viewBox="0 0 20 20" aria-hidden="true">${SHAPES[level] ?? SHAPES[0]}</svg>`;
}

/** An alarm's mark: an octagon with a bell in it. */
export function alarmMark(severity = "hh"): TemplateResult {
  return html`<svg class="mark mark-alarm mark-alarm-${severity}" viewBox="0 0 20 20" aria-hidden="true">
    <path class="plate" d="M6.3 1h7.400L19 6.300v7.400L13.7 19H6.300L1 13.700V6.300Z"/>
    <path class="sign" d="M10 4.800a3.4 3.4 0 0 0-3.4 3.400c0 2.7-1.2 3.6-1.2 3.600h9.200s-1.2-.9-1.2-3.600A3.4 3.4 0 0 0 10 4.800ZM9 13.700a1.1 1.1 0 0 0 2 0"/></svg>`;
}

const HAZARDS = {
  flag: svg`<path d="M5 18.5V2"/><path class="flag" d="M5 2.5 15.5 6 5 9.5Z"/>`,
  double: svg`<path d="M3.5 18.5V2M10 18.5V2"/><path class="flag" d="M3.5 2.5 9.5 5.5 3.5 8.5ZM10 2.5 18 5.5 10 8.5Z"/>`,
  closed: svg`<path class="mark-closed" d="m3 10.5 5 5L17.5 5"/>`,
};

/** A hazard's own family of marks: flag, double flag for major, tick when closed; never a risk shape. */
export function hazardMark(major: boolean, settled = false): TemplateResult {
  const drawn = settled ? HAZARDS.closed : major ? HAZARDS.double : HAZARDS.flag;
  return html`<svg class="mark mark-hazard" viewBox="0 0 20 20" aria-hidden="true">${drawn}</svg>`;
}
