import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import { t } from "../../i18n/index.ts";
import { distanceWords, metresTo, type Place } from "../../map/distance.ts";
import { type Known, PlaceMap } from "../../map/place-map.ts";
import type { Store } from "../../state/store.ts";
import "../dialog.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";

/** What is to be picked, and from where. */
export interface Picking {
  unit: { name: string; place: Place | null };
  from: Place;
  /** how far from the unit's sites the server takes it; 0: anywhere in the city */
  metres: number;
  points: readonly Known[];
}

/** degrees; the map's projection ends before the poles */
const MOST = { lon: 180, lat: 85 };

/** A place on the map of the own unit: moved under the pin by finger or arrow keys, or typed. */
@customElement("sg-ent-place")
export class PlacePicker extends View {
  @property({ attribute: false }) picking!: Picking;
  @property({ attribute: false }) store!: Store;
  /** Address of the cells' tiles. */
  @property({ attribute: false }) tiles: () => Promise<string> = () => Promise.resolve("");
  @state() private at: Place = { lon: 0, lat: 0 };
  /** which typed number is none of the earth's */
  @state() private wrong: "" | "lon" | "lat" = "";
  private map: PlaceMap | null = null;

  override disconnectedCallback(): void {
    this.map?.destroy();
    super.disconnectedCallback();
  }

  protected override firstUpdated(): void {
    // The dialog inside renders a moment later.
    requestAnimationFrame(() => void this.draw());
  }

  private async draw(): Promise<void> {
    const el = this.querySelector<HTMLElement>(".pick-ground");
    if (!el || this.map) return;
    const { unit, from, metres, points } = this.picking;
    const map = new PlaceMap(el, (place) => {
      this.at = place;
      this.wrong = "";
    });
    this.map = map;
    if (unit.place) map.site(unit.place, unit.name, metres);
    map.points(points);
    map.goTo(from);
    try {
      map.tiles(this.store, await this.tiles());
    } catch (failure) {
      console.warn("the communities were not drawn", failure); // a place is found without them
    }
  }

  protected override render(): TemplateResult {
    return html`<sg-dialog heading=${t("ent.pick")} .content=${this.content()} @closed=${() => this.tell("picked", null)}></sg-dialog>`;
  }

  private content(): TemplateResult {
    const button = (steps: number, words: string, name: "plus" | "minus"): TemplateResult =>
      html`<button class="btn btn-icon" type="button" aria-label=${words} @click=${() => this.map?.zoomBy(steps)}>${icon(name)}</button>`;
    return html`<div class="pick">
      <div class="pick-frame"><div class="pick-ground" role="application" tabindex="0" aria-label=${t("ent.pick_map")} aria-describedby="pick-lead"></div>
        <span class="pick-pin" aria-hidden="true">${icon("pin", "2.25rem")}</span>
        <div class="pick-tools">${button(1, t("ent.pick_nearer"), "plus")}${button(-1, t("ent.pick_farther"), "minus")}</div></div>
      <p class="meta" id="pick-lead">${t("ent.pick_lead")}</p>
      <div class="pick-typed">${this.typed("lat", t("ent.pick_lat"))}${this.typed("lon", t("ent.pick_lon"))}</div>
      <div role="status">${this.far()}</div>
      <button class="btn btn-main btn-wide" type="button" @click=${() => this.tell("picked", this.at)}>${t("ent.pick_take")}</button></div>`;
  }

  private typed(name: "lon" | "lat", label: string): TemplateResult {
    const bad = this.wrong === name;
    return html`<div class="field"><label for="pick-${name}">${label}</label>
      <input class="input num" id="pick-${name}" type="number" step="0.000001" inputmode="decimal" .value=${live(String(this.at[name]))}
        aria-invalid=${bad} aria-describedby=${bad ? `pick-${name}-bad` : nothing} @change=${(event: Event) => this.type(name, event.target as HTMLInputElement)} />
      ${bad ? html`<p class="field-error" id="pick-${name}-bad" role="alert">${t("ent.pick_wrong", { most: MOST[name] })}</p>` : nothing}</div>`;
  }

  /** A number of the earth moves the pin; any other is said to be none, and the field shows again where the pin is. */
  private type(name: "lon" | "lat", { valueAsNumber: value }: HTMLInputElement): void {
    const good = Number.isFinite(value) && Math.abs(value) <= MOST[name];
    this.wrong = good ? "" : name;
    this.requestUpdate();
    if (good) this.map?.goTo({ ...this.at, [name]: value });
  }

  private far(): TemplateResult | typeof nothing {
    const { unit, metres } = this.picking;
    if (!unit.place) return nothing;
    const away = metresTo(unit.place, this.at);
    const words = { away: distanceWords(away), metres };
    if (metres && away > metres)
      return html`<p class="notice notice-warn">${icon("warn", "1.125rem")}<span>${t("ent.pick_far", words)}</span></p>`;
    return html`<p class="meta pick-near">${icon("check", "1rem")}<span>${t("ent.pick_near", words)}</span></p>`;
  }
}
