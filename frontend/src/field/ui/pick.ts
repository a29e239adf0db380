import { html, type PropertyValues, render, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { FootMap, type Mark } from "../../map/foot-map.ts";
import type { Place } from "../../ui/form/services.ts";
import { icon, shape } from "../../ui/icons.ts";
import { View } from "../../ui/view.ts";
import { metresTo, targetsNear } from "../model.ts";
import type { Fix, Pack } from "../wire.ts";
import { awayWords } from "./round.ts";

/** Choose a place: the map moves under a pin. Works without a network, and with the arrow keys. */
@customElement("sg-field-pick")
export class FieldPick extends View {
  @property({ attribute: false }) pack: Pack | null = null;
  @property({ attribute: false }) fix: Fix | null = null;
  @query(".pick-ground") private readonly ground!: HTMLElement;
  @query(".field-pick-take") private readonly take!: HTMLButtonElement;
  @state() private at: Place = { lon: 0, lat: 0 };
  private map: FootMap | null = null;

  override disconnectedCallback(): void {
    this.map?.destroy();
    this.map = null;
    super.disconnectedCallback();
  }

  protected override firstUpdated(_changed: PropertyValues<this>): void {
    const map = new FootMap(this.ground);
    this.map = map;
    const { cells = [], units = [] } = this.pack ?? {};
    map.setGround(cells.map(({ name, shape }) => ({ name, shape: shape as unknown as GeoJSON.Geometry })));
    map.setMarks(units.flatMap(({ lon, lat, name, live }) => markOf(lon, lat, name, live)));
    map.setHere(this.fix);
    if (this.fix) map.show(this.fix);
    map.followMiddle((lon, lat) => {
      this.at = { lon, lat };
    });
    this.take.focus();
  }

  protected override render(): TemplateResult {
    const { lon, lat } = this.at;
    const here = { lon, lat, accuracy: 0, at: "" };
    const [near] = this.pack ? targetsNear(this.pack, here) : [];
    const words = near ? t("field.pick_near", { name: near.name }) : t("field.pick_open");
    return html`<section class="field-pick" role="dialog" aria-modal="true" aria-label=${t("field.pick")} @keydown=${this.onKey}>
      <div class="field-pick-map"><div class="pick-ground"></div><span class="pick-pin" aria-hidden="true">${icon("pin", "2.5rem")}</span>
        <div class="pick-tools"><button class="btn btn-icon btn-plain" type="button" aria-label=${t("app.zoom_in")} @click=${() => this.map?.zoomBy(1)}>${icon("plus")}</button>
          <button class="btn btn-icon btn-plain" type="button" aria-label=${t("app.zoom_out")} @click=${() => this.map?.zoomBy(-1)}>${icon("minus")}</button></div></div>
      <div class="field-pick-foot"><p><b>${words}</b></p>
        <p class="meta num" role="status">${[`${lat.toFixed(5)}, ${lon.toFixed(5)}`, awayWords(metresTo(this.fix, this.at))].filter(Boolean).join(" · ")}</p>
        <p class="meta">${t("field.pick_how")}</p>
        <div class="field-acts"><button class="btn btn-main btn-wide field-pick-take" type="button" @click=${() => this.tell("picked", this.at)}>${t("field.pick_take")}</button>
          <button class="btn btn-plain btn-wide" type="button" @click=${this.cancel}>${t("act.cancel")}</button></div></div>
    </section>`;
  }

  private readonly cancel = (): void => {
    this.tell("picked", null);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape") this.cancel();
  };
}

function markOf(lon: number | null, lat: number | null, name: string, live: number): Mark[] {
  if (lon === null || lat === null) return [];
  const el = document.createElement("div");
  render(shape(live), el);
  return [{ lon, lat, name, className: "field-point", size: 14, el }];
}
