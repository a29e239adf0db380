import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { join, t } from "../../i18n/index.ts";
import { codes, term } from "../../i18n/terms.ts";
import type { Place } from "../../ui/form/services.ts";
import { icon, shape } from "../../ui/icons.ts";
import { View } from "../../ui/view.ts";
import { rounded, type Target, targetsNear } from "../model.ts";
import type { PackUnit } from "../wire.ts";
import { chips } from "./chips.ts";
import type { FieldContext } from "./context.ts";
import "./photos.ts";

const HERE = "here";
const PICKED = "picked";
const DRAFT = "report";

interface Draft {
  ids: readonly string[];
  target: string;
  picked: Place | null;
  claimed: string;
  category: string;
  text: string;
  /** where the phone was when it was written */
  fix: Place | null;
}
const MOST_FOUND = 6;

/** Report a hazard: photo, where, what. The place and what stands there are suggested. */
@customElement("sg-field-report")
export class FieldReport extends View {
  @property({ attribute: false }) context!: FieldContext;
  /** "unit:7": the report begins at this unit */
  @property() at = "";
  @state() private ids: readonly string[] = [];
  @state() private target = "";
  @state() private picked: Place | null = null;
  @state() private claimed = "general";
  @state() private category = "";
  @state() private text = "";
  @state() private find = "";
  @state() private lacking: readonly string[] = [];
  @state() private busy = false;
  @state() private restored = false;
  private touched = false;
  private near: readonly Target[] | null = null;

  protected override firstUpdated(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    const draft = await this.context.drafts.load<Draft>(DRAFT);
    if (!draft || this.touched) return;
    if (await this.isHeld(draft.ids)) {
      await this.context.drafts.drop(DRAFT); // it was handed over, and the browser ended before it was gone
      return;
    }
    const { ids, claimed, category, text, fix } = draft;
    // "Here" was where the phone was then.
    const there = draft.target === HERE && fix !== null;
    const picked = there ? fix : draft.picked;
    const target = this.at || (there ? PICKED : draft.target);
    Object.assign(this, { ids, claimed, category, text, picked, target });
    this.touched = true;
    this.restored = true;
  }

  /** Whether a record has one of the photos, of another tab too. */
  private async isHeld(ids: readonly string[]): Promise<boolean> {
    const held = await this.context.queue.photos();
    return ids.some((id) => held.has(id));
  }

  /** What is in the form. */
  private get draft(): Draft {
    const { ids, target, picked, claimed, category, text } = this;
    return { ids, target, picked, claimed, category, text, fix: this.context.fix };
  }

  /** Something was said: keep it, over a browser that is killed too. */
  private keep(fields: Partial<Draft>): void {
    Object.assign(this, fields);
    this.touched = true;
    void this.context.drafts.save(DRAFT, this.draft, this.ids);
  }

  private readonly startOver = async (): Promise<void> => {
    const held = await this.context.queue.photos();
    await this.context.photos.drop(this.ids.filter((id) => !held.has(id)));
    await this.context.drafts.drop(DRAFT);
    this.empty();
  };

  private empty(): void {
    Object.assign(this, { ids: [], target: "", picked: null, claimed: "general", category: "", text: "" });
    this.touched = false;
    this.restored = false;
  }

  protected override willUpdate(): void {
    // The suggestions stay while the form is open, however the phone moves: nobody taps on what slips away.
    if (!this.near?.length) this.near = targetsNear(this.context.pack, this.context.fix);
    if (this.touched) return;
    if (this.at) this.target = this.at;
    else if (!this.target) this.target = this.near[0] ? keyOf(this.near[0]) : this.context.fix ? HERE : "";
  }

  protected override render(): TemplateResult {
    return html`<form class="field-form" novalidate @submit=${this.onSubmit}>
      ${this.restored ? html`<p class="notice">${icon("info", "1.125rem")}<span>${t("field.draft")} <button type="button" class="btn btn-plain btn-small" @click=${this.startOver}>${t("form.discard")}</button></span></p>` : nothing}
      <sg-field-photos .store=${this.context.photos} .ids=${this.ids} @photos=${(
        e: CustomEvent<string[]>,
      ) => {
        this.keep({ ids: e.detail });
      }}></sg-field-photos>
      ${this.where()}
      ${chips(
        "claimed",
        t("report.class"),
        ["general", "major"].map((value) => ({ value, label: term("hazard_class", value) })),
        this.claimed,
        (value) => {
          this.keep({ claimed: value });
        },
      )}
      ${chips(
        "category",
        t("report.category"),
        categories().map((value) => ({ value, label: term("hazard_category", value) })),
        this.category,
        (value) => {
          this.keep({ category: value });
        },
      )}
      <label class="field-label">${t("report.text")}<textarea class="input" name="text" rows="3" maxlength="2000" .value=${this.text} @input=${(
        e: Event,
      ) => {
        this.keep({ text: (e.target as HTMLTextAreaElement).value });
      }}></textarea></label>
      ${this.lacking.length ? html`<p class="field-error" role="alert">${t("form.missing", { n: this.lacking.length, names: join(this.lacking) })}</p>` : nothing}
      <div class="field-acts"><button class="btn btn-main btn-wide" type="submit" ?disabled=${this.busy}>${t("panel.report")}</button></div>
    </form>`;
  }

  private where(): TemplateResult {
    const { fix } = this.context;
    const near = this.near ?? [];
    const found = this.found();
    const chosen = this.chosen();
    const listed = [...near.map(keyOf), ...found.map((unit) => `unit:${unit.id}`)];
    const options = [
      ...near.map((one) => ({ value: keyOf(one), label: html`${shape(one.live)}${nearWords(one)}` })),
      ...found.map((unit) => ({ value: `unit:${unit.id}`, label: html`${shape(unit.live)}${unit.name}` })),
      ...(chosen && !listed.includes(this.target) ? [{ value: this.target, label: chosen }] : []),
      ...(fix ? [{ value: HERE, label: t("field.target_none") }] : []),
      ...(this.picked ? [{ value: PICKED, label: t("field.picked", { at: words(this.picked) }) }] : []),
    ];
    return html`${chips("target", t("field.target"), options, this.target, (value) => {
      this.keep({ target: value });
    })}
      <button class="btn btn-small field-pick-open" type="button" @click=${this.onPick}>${icon("pin", "1rem")}${t("field.pick")}</button>
      ${!fix && !this.target ? html`<p class="meta">${t("field.no_place")}</p>` : nothing}
      <label class="field-label field-find">${t("field.target_other")}<span class="field-find-box">${icon("search", "1.125rem")}<input class="input" type="search" name="find" .value=${this.find} @input=${(
        e: Event,
      ) => {
        this.find = (e.target as HTMLInputElement).value;
      }} /></span></label>`;
  }

  private found(): PackUnit[] {
    const asked = this.find.trim();
    if (!asked) return [];
    return this.context.pack.units.filter(({ name }) => name.includes(asked)).slice(0, MOST_FOUND);
  }

  private chosen(): string {
    const [entity, id] = this.target.split(":");
    const all =
      entity === "unit" ? this.context.pack.units : entity === "point" ? this.context.pack.points : [];
    return all.find((one) => one.id === Number(id))?.name ?? "";
  }

  private missing(): string[] {
    const asked: [boolean, string][] = [
      [this.ids.length > 0, t("report.photos")],
      [this.target !== "" && !(this.target === HERE && !this.context.fix), t("field.target")],
      [this.category !== "", t("report.category")],
      [this.text.trim() !== "", t("report.text")],
    ];
    return asked.filter(([there]) => !there).map(([, name]) => name);
  }

  private readonly onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    this.lacking = this.missing();
    if (this.lacking.length) return this.showLack();
    this.busy = true;
    if (await this.isHeld(this.ids)) {
      // Another tab had the same draft and handed it over: once is enough.
      this.busy = false;
      this.empty();
      this.context.back();
      return;
    }
    const { fix } = this.context;
    const [entity, id] = this.target.split(":");
    const place = this.target === HERE ? fix : this.target === PICKED ? this.picked : null;
    const where = place ? { lon: place.lon, lat: place.lat } : { [String(entity)]: Number(id) };
    const { claimed, category } = this;
    const fields = {
      ...where,
      claimed,
      category,
      text: this.text.trim(),
      title: this.text.trim().slice(0, 40),
      photos: this.ids,
      found_at: new Date().toISOString(),
    };
    const title = `${term("hazard_category", category)} · ${this.text.trim().slice(0, 24)}`;
    const kept = await this.context.add({
      kind: "hazard",
      about: `hazard:${crypto.randomUUID()}`,
      path: "/hazards",
      title,
      fields,
      photos: this.ids,
      form: { draft: DRAFT, values: { ...this.draft }, section: "report", what: "" },
    });
    this.busy = false;
    if (!kept) return;
    await this.context.drafts.drop(DRAFT);
    this.context.back();
  };

  /** The words that say what is missing, and the first place where it is. */
  private async showLack(): Promise<void> {
    await this.updateComplete;
    const [first = ""] = this.lacking;
    const at = { [t("report.photos")]: "sg-field-photos", [t("field.target")]: ".field-chips" }[first];
    const asked = first === t("report.category") ? "[name=category]" : "[name=text]";
    const shown = this.querySelector<HTMLElement>(at ?? asked);
    shown?.scrollIntoView({ block: "center" });
    shown?.querySelector<HTMLElement>("input")?.focus({ preventScroll: true });
    if (!at) shown?.focus({ preventScroll: true });
  }

  private readonly onPick = (): void => {
    this.context.services.pickPlace?.((place) => {
      if (place) this.keep({ picked: place, target: PICKED });
    });
  };
}

/** What is none of the others comes last. */
function categories(): string[] {
  return [...codes("hazard_category")].sort((a, b) => Number(a === "other") - Number(b === "other"));
}

function words({ lat, lon }: Place): string {
  return `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
}

function keyOf(target: Target): string {
  return `${target.entity}:${target.id}`;
}

function nearWords({ name, of, metres }: Target): string {
  const { n } = rounded(metres);
  return t("field.target_near", { name: of ? `${of} · ${name}` : name, n });
}
