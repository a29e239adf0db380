import type { Layer, LayerGroup, Map as LeafletMap } from "leaflet";
import L from "leaflet";
import { html, type PropertyValues, render, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { INK } from "../../map/palette.ts";
import { icon, shape } from "../../ui/icons.ts";
import { View } from "../../ui/view.ts";
import type { Stop } from "../model.ts";
import type { Fix, Pack } from "../wire.ts";

const BASE = "/static/basemap/basemap_xuchang.geojson";
const CLOSE = 16;
/** more points than this and only the red and orange ones are drawn */
const MANY = 400;

/** My cells, today's stops, the points of my ground, and where I am: all from the phone itself. */
@customElement("sg-field-map")
export class FieldMap extends View {
  @property({ attribute: false }) pack!: Pack;
  @property({ attribute: false }) stops: readonly Stop[] = [];
  @property({ attribute: false }) fix: Fix | null = null;
  @query(".field-ground") private readonly ground!: HTMLElement;
  private map: LeafletMap | null = null;
  private marks: LayerGroup | null = null;
  private me: LayerGroup | null = null;
  private drawn: Pack | null = null;
  private resized: ResizeObserver | null = null;

  override disconnectedCallback(): void {
    this.resized?.disconnect();
    this.map?.remove();
    this.map = this.marks = this.me = this.drawn = null;
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    return html`<div class="field-ground" role="application" aria-label=${t("field.map")}></div>
      <button class="btn btn-icon field-locate" type="button" aria-label=${t("field.me")} ?hidden=${!this.fix} @click=${this.onMe}>${icon("locate")}</button>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!this.isConnected) return;
    const made = this.map === null;
    if (made) this.make();
    if (this.drawn !== this.pack) this.drawGround();
    if (made || changed.has("stops") || changed.has("pack")) this.drawMarks();
    if (made || changed.has("fix")) this.drawMe();
  }

  private make(): void {
    const map = L.map(this.ground, {
      zoomControl: false,
      attributionControl: false,
      preferCanvas: true,
      zoomSnap: 0.25,
    });
    this.map = map;
    map.createPane("base").style.zIndex = "250";
    this.marks = L.layerGroup().addTo(map);
    this.me = L.layerGroup().addTo(map);
    this.resized = new ResizeObserver(() => map.invalidateSize({ animate: false }));
    this.resized.observe(this.ground);
    void this.loadBase(map);
  }

  private async loadBase(map: LeafletMap): Promise<void> {
    try {
      const data = (await (await fetch(BASE)).json()) as GeoJSON.FeatureCollection;
      const renderer = L.canvas({ pane: "base" });
      const water = (layer: string): boolean => layer === "lake" || layer.startsWith("river");
      const style = { color: INK.river, weight: 2, fillColor: INK.water, fillOpacity: 1, renderer };
      const filter = (one: GeoJSON.Feature): boolean => water(String(one.properties?.layer));
      if (map === this.map) L.geoJSON(data, { interactive: false, pane: "base", filter, style }).addTo(map);
    } catch (failure) {
      console.warn("the rivers were not drawn", failure); // the round works without them
    }
  }

  private drawGround(): void {
    const { map, pack } = this;
    if (!map) return;
    const first = this.drawn === null;
    this.drawn = pack;
    map.eachLayer((layer: Layer) => {
      if ((layer.options as { field?: boolean }).field) layer.remove();
    });
    const all = L.featureGroup();
    for (const cell of pack.cells) {
      const outline = L.geoJSON(cell.shape as unknown as GeoJSON.Geometry, {
        interactive: false,
        style: { color: INK.accent, weight: 3, fillColor: INK.accent, fillOpacity: 0.09 },
      });
      outline.bindTooltip(cell.name, { permanent: true, direction: "center", className: "field-cell-name" });
      outline.addTo(all);
    }
    Object.assign(all.options, { field: true });
    all.addTo(map);
    if (first && pack.cells.length) map.fitBounds(all.getBounds(), { padding: [18, 18], animate: false });
    else if (first) map.setView([34.03, 113.85], 11);
  }

  private drawMarks(): void {
    this.marks?.clearLayers();
    const points =
      this.pack.points.length > MANY
        ? this.pack.points.filter(({ live }) => live > 0 && live < 3)
        : this.pack.points;
    // The worst on top, today's stops above all.
    for (const point of [...points].sort((a, b) => (b.live || 9) - (a.live || 9))) {
      this.mark(point, "field-point", shape(point.live));
    }
    for (const [i, { visit }] of this.stops.entries()) {
      if (visit.state !== "planned") continue;
      const number = html`<span class="field-stop field-stop-${visit.unit.live}">${i + 1}</span>`;
      this.mark(visit.unit, "field-stop-at", number, () => this.tell("stop", visit.id));
    }
  }

  private mark(
    { lon, lat, name }: { lon: number; lat: number; name: string },
    className: string,
    content: TemplateResult,
    press?: () => void,
  ): void {
    const el = document.createElement("div");
    render(content, el);
    const sign = L.divIcon({ html: el, className, iconSize: press ? [32, 32] : [18, 18] });
    const marker = L.marker([lat, lon], {
      icon: sign,
      interactive: press !== undefined,
      keyboard: press !== undefined,
      alt: name,
      zIndexOffset: press ? 1000 : 0,
    });
    if (press) marker.on("click", press);
    marker.addTo(this.marks as LayerGroup);
  }

  private drawMe(): void {
    this.me?.clearLayers();
    if (!this.fix || !this.me) return;
    const at: [number, number] = [this.fix.lat, this.fix.lon];
    const round = { color: INK.accent, weight: 0, fillOpacity: 0.14, interactive: false };
    L.circle(at, { ...round, radius: Math.min(this.fix.accuracy, 2_000) }).addTo(this.me);
    const sign = L.divIcon({ className: "field-me", iconSize: [22, 22] });
    L.marker(at, { icon: sign, interactive: false, keyboard: false, zIndexOffset: 2000 }).addTo(this.me);
  }

  private readonly onMe = (): void => {
    if (this.fix) this.map?.setView([this.fix.lat, this.fix.lon], Math.max(CLOSE, this.map.getZoom()));
  };
}
