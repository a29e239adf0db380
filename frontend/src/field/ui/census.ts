import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import "../../ui/form/form.ts";
import { noRoom } from "../../keep/room.ts";
import type { Place } from "../../ui/form/services.ts";
import type { FormField, Values } from "../../ui/form/spec.ts";
import { icon } from "../../ui/icons.ts";
import { View } from "../../ui/view.ts";
import type { PackUnit } from "../wire.ts";
import type { FieldContext } from "./context.ts";

export type Census = "new" | "correct" | "close" | "illegal";
const TITLES = {
  new: "field.census_new",
  correct: "field.census_correct",
  close: "field.census_close",
  illegal: "field.illegal",
} as const;
const LEADS = {
  new: "field.census_lead",
  correct: "field.census_lead",
  close: "field.census_lead",
  illegal: "field.illegal_lead",
} as const;
const ABOUT_UNIT = new Set(["name", "address", "industry", "uscc", "head", "phone"]);
/** What is usually found on foot, by the first two digits of GB/T 4754; the officer makes it finer. */
const INDUSTRIES = {
  F52: "field.industry_shop",
  F51: "field.industry_wholesale",
  H62: "field.industry_catering",
  H61: "field.industry_hotel",
  R90: "field.industry_leisure",
  O81: "field.industry_repair",
  G59: "field.industry_store",
  C13: "field.industry_food",
  C17: "field.industry_textile",
  C21: "field.industry_furniture",
  C23: "field.industry_print",
  C26: "field.industry_chemical",
  C29: "field.industry_plastic",
  C30: "field.industry_mineral",
  C33: "field.industry_metal",
  C34: "field.industry_machine",
  E50: "field.industry_building",
  P83: "field.industry_school",
  Q84: "field.industry_health",
  A05: "field.industry_farm",
} as const;

/** A form as it was when it was submitted. `values`: as sent, photos by their ids. */
interface Again {
  place: Place | null;
  values: Values;
}

function needsPlace(kind: Census): boolean {
  return kind === "new" || kind === "illegal";
}

/** What an inspector sees of units that the books do not: a new one, a wrong entry, one that is closed, an illegal one. */
@customElement("sg-field-census")
export class FieldCensus extends View {
  @property({ attribute: false }) context!: FieldContext;
  @property() kind: Census = "new";
  @property({ type: Number }) unit = 0;
  @state() private picked: Place | null = null;
  /** what was refused and comes back to be corrected; null: nobody has looked yet */
  @state() private again: Again | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("kind") && !changed.has("unit")) return;
    this.again = null;
    void this.load(this.key);
  }

  private get key(): string {
    return `census.${this.kind}.${this.unit}`;
  }

  private async load(key: string): Promise<void> {
    const { drafts, photos } = this.context;
    const kept = (await drafts.load<Again>(key)) ?? { place: null, values: {} };
    const ids = (kept.values["photos"] ?? []) as string[];
    const blobs = await Promise.all(ids.map((id) => photos.blob(id)));
    if (key !== this.key) return;
    const shown = ids.flatMap((id, i) => (blobs[i] ? [{ id, url: URL.createObjectURL(blobs[i]) }] : []));
    this.picked = kept.place;
    this.again = { ...kept, values: { ...kept.values, ...(ids.length ? { photos: shown } : {}) } };
  }

  private get named(): PackUnit | undefined {
    return this.context.pack.units.find(({ id }) => id === this.unit);
  }

  /** What is on record, to be corrected; what the phone does not know of stays empty. */
  private get known(): Values {
    if (this.kind !== "correct" || !this.named) return {};
    const { name, address, industry4 } = this.named;
    const industry = Object.keys(INDUSTRIES).find((code) => code.slice(1) === industry4.slice(0, 2));
    return { name, address, ...(industry ? { industry } : {}) };
  }

  protected override render(): TemplateResult {
    if (!this.again) return html``;
    const placed = needsPlace(this.kind);
    if (!placed && !this.named)
      return html`<div class="field-none" role="alert"><p>${t("field.census_gone")}</p></div>`;
    if (placed && !this.place) {
      return html`<div class="field-none"><p>${t("field.census_place")}</p>${this.pickButton()}</div>`;
    }
    return html`<div class="field-form"><h2>${t(TITLES[this.kind])}</h2>${this.named ? html`<p><b>${this.named.name}</b></p>` : ""}
      <p class="meta">${t(LEADS[this.kind])}${this.kind === "correct" ? t("field.census_only") : ""}</p>
      ${placed ? html`<p class="meta">${this.placeWords()} ${this.pickButton()}</p>` : nothing}
      <sg-form id="census" .fields=${this.fields()} .services=${this.context.services} .send=${this.send} .initial=${{ ...this.known, ...this.again.values }}
        label=${t("form.submit")} draft=${`field.census.${this.kind}.${this.unit}`}></sg-form></div>`;
  }

  /** Where it is: as chosen on the map, else where one stands. */
  private get place(): Place | null {
    return this.picked ?? this.context.fix;
  }

  private placeWords(): string {
    if (!this.picked) return t("field.census_here");
    const { lat, lon } = this.picked;
    return t("field.picked", { at: `${lat.toFixed(5)}, ${lon.toFixed(5)}` });
  }

  private pickButton(): TemplateResult {
    return html`<button class="btn btn-small field-pick-open" type="button" @click=${this.onPick}>${icon("pin", "1rem")}${t("field.pick")}</button>`;
  }

  private readonly onPick = (): void => {
    this.context.services.pickPlace?.((place) => {
      if (place) this.picked = place;
    });
  };

  private fields(): FormField[] {
    const entry = (name: string, label: string, most: number, required = false): FormField => ({
      ...{ name, label, most, required },
      control: "text",
    });
    const photos: FormField = {
      name: "photos",
      label: t("report.photos"),
      control: "photos",
      required: this.kind !== "correct",
    };
    const words: FormField = {
      name: "reason",
      label: t("field.census_reason"),
      most: 2000,
      control: "longtext",
      required: this.kind !== "new",
    };
    if (this.kind === "illegal" || this.kind === "close") return [photos, words];
    return [
      photos,
      entry("name", t("field.census_name"), 120, this.kind === "new"),
      entry("address", t("field.census_address"), 200, this.kind === "new"),
      {
        name: "industry",
        label: t("field.census_industry"),
        control: "select",
        required: this.kind === "new",
        choices: Object.entries(INDUSTRIES).map(([value, key]) => ({ value, label: t(key) })),
      },
      entry("uscc", t("field.census_uscc"), 18),
      entry("head", t("field.census_head"), 64),
      entry("phone", t("field.census_phone"), 32),
      words,
    ];
  }

  private readonly send = async (values: Values): Promise<void> => {
    const { kind, unit, context } = this;
    const { photos = [], reason = "", ...rest } = values as Values & { photos?: string[]; reason?: string };
    const { known } = this;
    const about = Object.fromEntries(
      Object.entries(rest).filter(([name, value]) => ABOUT_UNIT.has(name) && value !== known[name]),
    );
    const at = this.place;
    const place = at ? { lon: at.lon, lat: at.lat } : {};
    const common = { photos, ...(unit ? { unit } : {}), ...context.stamp() };
    const illegal = kind === "illegal";
    const kept = await context.add({
      kind: illegal ? "illegal" : "proposal",
      about: unit ? `unit:${unit}` : `census:${crypto.randomUUID()}`,
      path: illegal ? "/illegal-reports" : "/unit-proposals",
      title: [t(TITLES[kind]), this.named?.name || String(about.name ?? reason).slice(0, 24)].join(" · "),
      fields: illegal
        ? { text: reason, ...place, ...common }
        : { kind, fields: about, reason, ...(kind === "new" ? place : {}), ...common },
      photos,
      form: {
        draft: this.key,
        values: { place: needsPlace(kind) ? at : null, values },
        section: `census=${kind}:${unit}`,
        what: "",
      },
    });
    if (!kept) throw noRoom();
    await context.drafts.drop(this.key);
    context.back();
  };
}
