import { html, type TemplateResult } from "lit";
import { t } from "../i18n/index.ts";
import type { Drawing, MapView, Selection, ToolKind } from "../map/types.ts";
import type { Api } from "../net/api.ts";
import type { FilterName } from "../state/filter.ts";
import "../ui/workbench/past.ts";
import type { PastHost } from "../ui/workbench/past.ts";
import "../ui/workbench/figures.ts";
import { printSheet } from "../ui/workbench/print.ts";
import { type ToolsModel, toolStrip, toolsMenu } from "../ui/workbench/tools.ts";
import { zoomFor } from "./map-geometry.ts";

const NOTE_MS = 6_000;

export interface ToolHost {
  readonly api: Api;
  map(): MapView | null;
  selection(): Selection | null;
  cellName(id: number): string;
  nameOf(selection: Selection): string;
  mayExport(): boolean;
  openCell(id: number): void;
  /** an area was drawn to select by */
  selected(name: FilterName, value: string): void;
  changed(): void;
}

/** The tools of the map: what is in hand, what it has drawn, and what leaves the screen. */
export class ToolBox {
  private open = false;
  private tool: ToolKind | null = null;
  private drawing: Drawing | null = null;
  private finished = false;
  private note = "";
  private review = "";
  private asking = false;
  private past = false;
  private figures = false;

  constructor(private readonly host: ToolHost) {
    document.addEventListener("pointerdown", (event) => {
      if (!this.open || (event.target as HTMLElement).closest(".work-menu")) return;
      this.open = false;
      this.host.changed();
    });
    document.addEventListener("fullscreenchange", () => this.host.changed());
  }

  get inHand(): boolean {
    return this.tool !== null || this.asking || this.past;
  }

  get pastOpen(): boolean {
    return this.past;
  }

  putAway(): void {
    this.asking = false;
    this.past = false;
    this.use(null);
  }

  private use(tool: ToolKind | null): void {
    this.open = false;
    this.tool = tool;
    this.drawing = null;
    this.finished = false;
    this.note = "";
    this.host.map()?.tool(tool, (drawing, finished) => this.drawn(drawing, finished));
    this.host.changed();
  }

  private drawn(drawing: Drawing, finished: boolean): void {
    this.drawing = drawing;
    this.finished = finished;
    const condition = finished ? conditionOf(drawing) : null;
    if (condition) {
      this.use(null);
      this.host.selected(...condition);
    } else if (finished) {
      // What was measured stays drawn until it is closed; another click must not add to it.
      this.host.map()?.tool(null);
      this.host.map()?.keepArea(drawing);
    }
    this.host.changed();
  }

  private say(note: string): void {
    this.open = false;
    this.note = note;
    this.host.changed();
    window.setTimeout(() => {
      if (this.note === note) this.note = "";
      this.host.changed();
    }, NOTE_MS);
  }

  private async share(): Promise<void> {
    try {
      await navigator.clipboard.writeText(location.href);
      this.say(t("tool.copied"));
    } catch (refused) {
      console.warn("not copied", refused);
      this.say(t("tool.not_copied"));
    }
  }

  private fullScreen(): void {
    this.open = false;
    const change = document.fullscreenElement
      ? document.exitFullscreen()
      : document.documentElement.requestFullscreen();
    change.catch((refused: unknown) => console.warn("full screen", refused));
    this.host.changed();
  }

  /** GL's canvas is empty on paper: its picture is laid over it for as long as the printing takes. */
  private async print(): Promise<void> {
    this.asking = false;
    this.host.changed();
    const map = this.host.map();
    const canvas = document.querySelector<HTMLCanvasElement>("#map canvas.maplibregl-canvas");
    const url = await map?.picture();
    const image = url && canvas ? new Image() : null;
    if (image && url && canvas) {
      image.src = url;
      image.className = "print-picture";
      await image.decode();
      canvas.after(image);
    }
    const stage = document.querySelector<HTMLElement>(".stage");
    stage?.style.setProperty("--print-width", `${stage.clientWidth}`);
    stage?.style.setProperty("--print-zoom", `${PAGE_PIXELS / (stage.clientWidth || PAGE_PIXELS)}`);
    window.addEventListener("afterprint", () => image?.remove(), { once: true });
    window.print();
  }

  private readonly pastHost: PastHost = {
    draw: (outlines, pressed) => this.host.map()?.past(outlines, (lon, lat) => pressed([lon, lat])),
    fly: ([lon, lat], level) => this.host.map()?.flyTo(lon, lat, zoomFor(level, 0)),
    mark: (place) => this.host.map()?.mark(place && { lon: place[0], lat: place[1] }),
    cellName: (id) => this.host.cellName(id),
    nameOf: (selection) => this.host.nameOf(selection),
  };

  private model(): ToolsModel {
    return {
      open: this.open,
      tool: this.tool,
      drawing: this.drawing,
      finished: this.finished,
      note: this.note,
      toggle: () => {
        this.open = !this.open;
        this.host.changed();
      },
      use: (tool) => {
        if (tool === null) this.host.map()?.keepArea(null);
        this.use(tool);
      },
      undo: () => this.host.map()?.draw("undo"),
      finish: () => this.host.map()?.draw("finish"),
      print: () => {
        this.open = false;
        this.asking = true;
        this.host.changed();
      },
      fullScreen: () => this.fullScreen(),
      share: () => void this.share(),
      past: () => {
        this.use(null);
        this.past = true;
        this.host.changed();
      },
      figures: () => {
        this.use(null);
        this.figures = true;
        this.host.changed();
      },
    };
  }

  menu(): TemplateResult {
    return toolsMenu(this.model());
  }

  private figuresTable(): TemplateResult {
    const close = (): void => {
      this.figures = false;
      this.host.changed();
    };
    const open = (id: number): void => {
      close();
      this.host.openCell(id);
    };
    return html`<sg-figures .api=${this.host.api} .mayExport=${this.host.mayExport()} .open=${open}
      .known=${(id: number) => this.host.cellName(id) !== ""} @done=${close}></sg-figures>`;
  }

  strip(): TemplateResult {
    if (this.figures) return this.figuresTable();
    if (this.past)
      return html`<sg-past .api=${this.host.api} .host=${this.pastHost} .selection=${this.host.selection()} @closed=${() => this.putAway()}></sg-past>`;
    if (!this.asking) return html`${toolStrip(this.model())}`;
    return html`<form class="tool-strip" @submit=${(event: Event) => {
      event.preventDefault();
      void this.print();
    }}><label class="meta" for="print-review">${t("print.ask")}</label>
      <input id="print-review" class="input" type="text" maxlength="40" .value=${this.review} @input=${(
        event: Event,
      ) => {
        this.review = (event.target as HTMLInputElement).value;
        this.host.changed();
      }} />
      <button class="btn btn-main" type="submit">${t("print.now")}</button>
      <button class="btn" type="button" @click=${() => this.putAway()}>${t("act.cancel")}</button></form>`;
  }

  sheet(city: string, conditions: string): TemplateResult {
    const metresPerPixel = this.host.map()?.metresPerPixel() ?? 1;
    return printSheet({ city, conditions, review: this.review, metresPerPixel, now: new Date() });
  }
}

/** Width of an A3 sheet on its side without its margins, in CSS pixels. */
const PAGE_PIXELS = 1510;

const short = (n: number): string => n.toFixed(5);

/** The condition of the filter that a drawing stands for; null for what only measures. */
export function conditionOf({ kind, places, metres }: Drawing): [FilterName, string] | null {
  const [first, second] = places;
  if (kind === "ring" && first)
    return ["bf", `${short(first[0])},${short(first[1])},${Math.max(1, Math.round(metres))}`];
  if (kind === "box" && first && second) {
    const [west, east] = [first[0], second[0]].sort((a, b) => a - b) as [number, number];
    const [south, north] = [first[1], second[1]].sort((a, b) => a - b) as [number, number];
    return ["bb", [west, south, east, north].map(short).join(",")];
  }
  if (kind !== "polygon") return null;
  return ["pg", places.map(([lon, lat]) => `${short(lon)},${short(lat)}`).join(";")];
}

/** And back: the outline of a condition, to draw it. */
export function drawingOf(name: FilterName, value: string): Drawing | null {
  const numbers = value.split(/[,;]/).map(Number);
  if (numbers.some((n) => !Number.isFinite(n))) return null;
  const [a = 0, b = 0, c = 0, d = 0] = numbers;
  const none = { metres: 0, squareMetres: 0 };
  if (name === "bf" && numbers.length === 3) return { kind: "ring", places: [[a, b]], ...none, metres: c };
  if (name === "bb" && numbers.length === 4)
    return {
      kind: "box",
      places: [
        [a, b],
        [c, d],
      ],
      ...none,
    };
  if (name !== "pg" || numbers.length < 6) return null;
  const places = numbers.flatMap((n, i): [number, number][] => (i % 2 ? [] : [[n, numbers[i + 1] ?? 0]]));
  return { kind: "polygon", places, ...none };
}
