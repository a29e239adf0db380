import { html, type PropertyValues, render, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { FootMap, type Mark } from "../../map/foot-map.ts";
import { icon, shape } from "../../ui/icons.ts";
import { View } from "../../ui/view.ts";
import type { Stop } from "../model.ts";
import type { Fix, Pack } from "../wire.ts";

/** more points than this and only the red and orange ones are drawn */
const MANY = 60;

/** My cells, today's stops, the points of my ground, and where I am: all from the phone itself. */
@customElement("sg-field-map")
export class FieldMap extends View {
  @property({ attribute: false }) pack!: Pack;
  @property({ attribute: false }) stops: readonly Stop[] = [];
  @property({ attribute: false }) fix: Fix | null = null;
  @query(".field-ground") private readonly ground!: HTMLElement;
  private map: FootMap | null = null;

  override disconnectedCallback(): void {
    this.map?.destroy();
    this.map = null;
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    return html`<div class="field-ground" role="application" aria-label=${t("field.map")}></div>
      <button class="btn btn-icon field-locate" type="button" aria-label=${t("field.me")} ?hidden=${!this.fix} @click=${this.onMe}>${icon("locate")}</button>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!this.isConnected) return;
    const made = this.map === null;
    this.map ??= new FootMap(this.ground);
    if (made || changed.has("pack"))
      this.map.setGround(
        this.pack.cells.map(({ name, shape }) => ({ name, shape: shape as unknown as GeoJSON.Geometry })),
      );
    if (made || changed.has("stops") || changed.has("pack")) this.map.setMarks(this.marks());
    if (made || changed.has("fix")) this.map.setHere(this.fix);
  }

  /** The worst points on top, today's stops above all. */
  private marks(): Mark[] {
    const { points } = this.pack;
    const bad = points.filter(({ live }) => live === 1 || live === 2);
    const shown = points.length > MANY ? bad : points;
    const sorted = [...shown].sort((a, b) => (b.live || 9) - (a.live || 9));
    const open = this.stops.filter(({ visit }) => visit.state === "planned");
    return [
      ...sorted.map(({ lon, lat, name, live }) => ({
        ...{ lon, lat, name },
        className: "field-point",
        size: 14,
        el: drawn(shape(live)),
      })),
      ...open.map(({ visit: { id, unit } }, i) => ({
        ...{ lon: unit.lon, lat: unit.lat, name: unit.name },
        className: "field-stop-at",
        size: 44,
        el: drawn(html`<span class="field-stop field-stop-${unit.live}">${i + 1}</span>`),
        press: () => this.tell("stop", id),
      })),
    ];
  }

  private readonly onMe = (): void => {
    if (this.fix) this.map?.show(this.fix);
  };
}

function drawn(content: TemplateResult): HTMLElement {
  const el = document.createElement("div");
  render(content, el);
  return el;
}
