/** What pages and panels know of the map. Nothing outside this folder touches Leaflet or MapLibre. */
import type { PointMarkRow, UnitMarkRow } from "../net/lists.ts";
import type { Entity, Lang } from "../net/wire.ts";
import type { ExtraLayer } from "./extra.ts";

export type RiskMode = "live" | "base";
export type CellLevel = 2 | 3 | 4;
/** `risk` and `ownership` tint the cells (one at a time; ownership wins), the others draw marks. */
export type LayerName = "risk" | "ownership" | "points" | "units" | "hazards" | "labels" | "basemap";
export type Selectable = Entity | "cell" | "feature";
export interface Selection {
  entity: Selectable;
  id: number;
  /** of a feature: the code of its layer */
  layer?: string;
  /** where it is, if whoever selected it knew */
  at?: { lon: number; lat: number };
}

/** An operator's own base map, by our own server. `url` has {z} {x} {y}; null: the thin one that comes with the pages. */
export interface BasemapConfig {
  url: string;
  /** a second layer with the names, as 天地图 has it */
  labels?: string;
  attribution: string;
  minZoom?: number;
  maxZoom?: number;
}

export interface MapConfig {
  lang: Lang;
  /** STATIC_URL, with a slash at its end */
  staticUrl: string;
  basemap: BasemapConfig | null;
  /** pixels that panels cover, so that flying to a place does not hide it; may be changed with `setPadding` */
  padding?: Padding;
  /** size of marks, lines and names, 1 on a desk */
  scale?: number;
  /** force the layer without WebGL */
  plain?: boolean;
  /** the page itself says with `announce` what is news, so that words and pulse agree */
  quiet?: boolean;
}

export interface Padding {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

export interface View {
  lon: number;
  lat: number;
  zoom: number;
}

/** What happened where: one pulse, and words beside it if there are any. */
export interface Announcement {
  lon: number;
  lat: number;
  title: string;
  detail?: string;
  colour: string;
}

/** What a filter leaves: points and units as marks of their own, hazards by their ids. */
export interface FilterMarks {
  points: readonly PointMarkRow[];
  units: readonly UnitMarkRow[];
  hazards: ReadonlySet<number>;
}

/** Selecting by box, polygon or ring; measuring a line or an area. */
export type ToolKind = "box" | "polygon" | "ring" | "line" | "area";
/** `places`: corners; of a box two opposite ones, of a ring its centre. `metres`: length, or a ring's radius. */
export interface Drawing {
  kind: ToolKind;
  places: readonly (readonly [number, number])[];
  metres: number;
  squareMetres: number;
}

export interface MapHandlers {
  /** null: the user clicked on nothing */
  onSelect(selection: Selection | null): void;
  /** the map came to rest: keep the address bar in step */
  onIdle(view: View): void;
  /** a place was picked after `pick()` */
  onPick?(lon: number, lat: number): void;
  /** the browser took WebGL away and did not give it back: draw the map anew, without it */
  onLost?(): void;
}

/** west, south, east, north in degrees */
export type Bounds = readonly [number, number, number, number];

/** A cell as it was. `shape`: GeoJSON in degrees; `other`: it differs between the two moments that are compared;
 * `later`: it is drawn as of the later one. No name, no label. */
export interface Outline {
  name: string;
  shape: object;
  other: boolean;
  later: boolean;
}

export interface MapView {
  /** draw the cells of this address, {z} {x} {y}, before a snapshot tells of them; `changed`: where alone they differ from
   * those of `ground` */
  setGround(cells: string, changed: readonly Bounds[] | null): void;
  /** the address of the cells that are drawn */
  readonly ground: string;
  /** "gl" or, on a browser without usable WebGL, "plain" */
  readonly kind: "gl" | "plain";
  setRiskMode(mode: RiskMode): void;
  setLayer(name: LayerName, on: boolean): void;
  setOwnershipLevel(level: CellLevel): void;
  /** further layers that are on, in the order in which they are drawn */
  setExtra(layers: readonly ExtraLayer[]): void;
  /** what is computed from the objects may have changed */
  refreshExtra(): void;
  /** highlight; does not move the map */
  select(selection: Selection | null): void;
  flyTo(lon: number, lat: number, zoom?: number): void;
  fitHome(): void;
  setPadding(padding: Padding): void;
  view(): View;
  /** the map's own words: its label for readers, and the sources at its foot */
  setLang(lang: Lang): void;
  zoomBy(steps: number): void;
  /** the next click or Enter reports a place through `onPick` instead of selecting; false ends it */
  pick(on: boolean): void;
  /** a marker for the place of a form, e.g. a report being written; null takes it away */
  mark(place: { lon: number; lat: number } | null): void;
  /** circles of these radii (metres) around a place, e.g. an alarm's; null takes them away */
  rings(place: { lon: number; lat: number } | null, metres?: readonly number[]): void;
  /** pulse at a place until the next one, or for some seconds; null ends it */
  announce(news: Announcement | null): void;
  /** draw only these instead of everything in sight; null: everything again */
  setMarks(marks: FilterMarks | null): void;
  /** take a drawing tool in hand; `tell` hears of every change and of the end; null puts it away */
  tool(kind: ToolKind | null, tell?: (drawing: Drawing, finished: boolean) => void): void;
  /** take back the last corner, or end the drawing */
  draw(command: "undo" | "finish"): void;
  /** the outline of the area that a filter has; null takes it away */
  keepArea(drawing: Drawing | null): void;
  /** cells as they were, over what is; null takes them away. `pressed` hears of every place that is pressed meanwhile */
  past(outlines: readonly Outline[] | null, pressed?: (lon: number, lat: number) => void): void;
  metresPerPixel(): number;
  /** a picture of what GL has drawn, which a browser does not print by itself; null where there is none */
  picture(): Promise<string | null>;
  /** west, south, east, north of what panels leave free */
  bounds(): [number, number, number, number];
  destroy(): void;
}
