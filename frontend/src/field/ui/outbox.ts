import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { say, t } from "../../i18n/index.ts";
import { hasTerm, term } from "../../i18n/terms.ts";
import type { Item, New } from "../../keep/queue.ts";
import type { HazardDetail } from "../../ui/details.ts";
import type { Place } from "../../ui/form/services.ts";
import { shortTime } from "../../ui/format.ts";
import { icon } from "../../ui/icons.ts";
import { View } from "../../ui/view.ts";
import type { Hands } from "./context.ts";

const KINDS = {
  hazard: "field.kind_hazard",
  command: "field.kind_command",
  inspection: "field.kind_inspection",
  survey: "field.kind_survey",
  skip: "field.kind_skip",
  takeover: "field.kind_takeover",
  proposal: "field.kind_proposal",
  illegal: "field.illegal",
  selfcheck: "field.kind_selfcheck",
} as const;
const STATES = {
  waiting: "field.state_waiting",
  sent: "field.state_sent",
  refused: "field.state_refused",
  dropped: "field.state_dropped",
} as const;
/** The refusals after which the same thing may be asked for again, in another way. */
const STALE = new Set(["STALE_VERSION", "BAD_STATE"]);
const GONE = new Set(["UNIT_CLOSED", "NOT_FOUND", "BAD_PLACE"]);

/** All records of this phone: what waits, what was sent, what was not accepted, and what can be done about it. */
@customElement("sg-field-outbox")
export class FieldOutbox extends View {
  @property({ attribute: false }) context!: Hands;
  @property({ type: Boolean }) sending = false;
  @property({ type: Number }) others = 0;
  /** records → the hazard as it is now, null: nobody can say */
  @state() private now = new Map<string, HazardDetail | null>();
  @state() private sure = "";

  protected override render(): TemplateResult {
    const items = [...this.context.items].reverse();
    const refused = items.filter(({ state }) => state === "refused");
    const rest = items.filter(({ state }) => state !== "refused");
    return html`<div class="field-outbox">
      ${items.some(({ state }) => state === "waiting") ? html`<button class="btn btn-wide" type="button" ?disabled=${this.sending} @click=${() => this.tell("send-now", null)}>${icon("send", "1.125rem")}${t("field.send_now")}</button>` : nothing}
      ${this.others ? html`<p class="notice">${icon("info", "1.125rem")}<span>${t("field.others", { n: this.others })}</span></p>` : nothing}
      ${items.length === 0 ? html`<p class="field-none">${t("field.outbox_none")}</p>` : nothing}
      <ul class="field-stops">${[...refused, ...rest].map((item) => this.row(item))}</ul>
      <details class="field-how"><summary>${t("field.limits")}</summary><p>${t("field.limits_text")}</p></details></div>`;
  }

  private row(item: Item): TemplateResult {
    const { state, body, kind, made_at, tries } = item;
    const behind =
      state === "waiting" &&
      this.context.items.some((one) => one.state === "refused" && one.about === item.about);
    return html`<li class="field-survey" data-record=${item.id} data-state=${state}><div class="field-survey-row"><span class="row-text"><b>${body.title}</b>
        <span class="meta">${[t(KINDS[kind]), t("field.made_at", { at: shortTime(made_at) }), tries > 1 && state === "waiting" ? t("field.tries", { n: tries }) : "", behind ? t("field.behind") : ""].filter(Boolean).join(" · ")}</span></span>
        ${stateChip(state)}</div>
      ${item.moved ? html`<p class="meta field-moved">${icon("info", "1rem")}${t("field.moved")}</p>` : nothing}
      ${state === "refused" ? this.refused(item) : nothing}
      ${state === "dropped" ? this.dropped(item) : nothing}</li>`;
  }

  private refused(item: Item): TemplateResult {
    const code = item.refusal?.code ?? "";
    const message = item.refusal?.message;
    if (STALE.has(code) && item.kind === "command") void this.look(item, Number(item.about.split(":")[1]));
    if (code === "DUPLICATE_OPEN" && item.refusal?.about) void this.look(item, item.refusal.about);
    const now = this.now.get(item.id);
    return html`<div class="field-refused" role="alert"><p class="field-error">${message ? say(message) : code}</p>
      ${this.marked(item)}
      ${now ? this.versions(item, now) : nothing}
      <div class="field-acts">
        ${STALE.has(code) && now ? this.choice("again", t("field.again"), () => this.amend(item, { version: now.v })) : nothing}
        ${code === "DUPLICATE_OPEN" ? this.choice("again", t("field.again_duplicate"), () => this.amend(item, { override_duplicate: true })) : nothing}
        ${GONE.has(code) && item.kind === "hazard" ? this.choice("place", t("field.again_place"), () => this.byPlace(item)) : nothing}
        ${GONE.has(code) && failedOf(item).length > 0 ? this.choice("hazards", t("field.again_hazards", { n: failedOf(item).length }), () => this.asHazards(item)) : nothing}
        ${item.body.form ? this.choice("revise", t("field.again_revise"), () => this.revise(item)) : nothing}
        ${!STALE.has(code) && code !== "DUPLICATE_OPEN" && !(item.body.form && item.refusal?.fields) ? this.choice("same", t("field.again_same"), () => this.amend(item, {})) : nothing}
        ${
          this.sure === item.id
            ? html`<p class="meta">${t("field.drop_sure")}</p>${this.choice("drop-sure", t("field.drop"), () => this.context.queue.change(item.id, { state: "dropped" }), "btn-danger")}`
            : this.choice("drop", t("field.drop"), () => {
                this.sure = item.id;
              })
        }</div></div>`;
  }

  private versions(item: Item, now: HazardDetail): TemplateResult {
    const said = Object.entries(item.body.fields).filter(([, value]) => typeof value === "string" && value);
    const last = now.steps.at(-1);
    return html`<dl class="field-versions"><div><dt>${t("field.mine")}</dt>${said.map(([name, value]) => html`<dd>${hasTerm("field", name) ? `${term("field", name)}：` : ""}${String(value)}</dd>`)}</div>
      <div><dt>${t("field.theirs")}</dt>${item.kind === "command" ? nothing : html`<dd>${now.number} ${now.title}</dd>`}<dd>${term("hazard_state", now.state)}</dd>${last ? html`<dd>${term("command", last.command)} · ${last.actor} · ${shortTime(last.at)}</dd>` : nothing}</div></dl>`;
  }

  private dropped(item: Item): TemplateResult {
    return html`<div class="field-acts">${this.choice("back", t("field.take_back"), () => this.amend(item, {}))}
      ${this.choice("remove", t("field.remove"), () => this.forget(item), "btn-danger")}</div>`;
  }

  private choice(name: string, words: string, act: () => unknown, look = ""): TemplateResult {
    return html`<button class="btn btn-wide ${look}" type="button" data-choice=${name} @click=${act}>${words}</button>`;
  }

  /** What the server said of single fields. */
  private marked({ refusal }: Item): TemplateResult | typeof nothing {
    const said = Object.entries(refusal?.fields ?? {});
    if (said.length === 0) return nothing;
    return html`<ul class="field-marked">${said.map(([name, words]) => html`<li>${fieldName(name)}${say(words)}</li>`)}</ul>`;
  }

  /** Back into the form that it came from, with its photos. */
  private async revise({ id, body, photos }: Item): Promise<void> {
    const { form } = body;
    if (!form) return;
    await this.context.drafts.save(form.draft, form.values, photos);
    await this.context.queue.remove(id);
    location.hash = form.section;
  }

  private async look(item: Item, hazard: number): Promise<void> {
    if (this.now.has(item.id)) return;
    this.now.set(item.id, null);
    const found = await this.context.read(hazard);
    this.now = new Map(this.now).set(item.id, found);
    if (!found) this.now.delete(item.id); // asked for again when the page is
  }

  private amend(item: Item, fields: Record<string, unknown>, path?: string): Promise<void> {
    return this.context.queue.amend(item.id, { ...item.body.fields, ...fields }, path);
  }

  /** The same report without the unit that is gone: where it was is chosen on the map. */
  private byPlace(item: Item): void {
    this.context.services.pickPlace?.((place) => {
      if (!place) return;
      const { point: _, unit: __, ...fields } = item.body.fields;
      void this.context.queue.amend(item.id, { ...fields, lon: place.lon, lat: place.lat });
    });
  }

  /** The inspection cannot be kept: what failed is reported by its place, and the inspection is put aside. */
  private asHazards(item: Item): void {
    this.context.services.pickPlace?.(async (place) => {
      if (!place) return;
      const made = failedOf(item).map((found) => hazardOf(found, item, place));
      await this.context.replace(item.id, made);
    });
  }

  private async forget(item: Item): Promise<void> {
    await this.context.photos.drop(item.photos);
    await this.context.queue.remove(item.id);
  }
}

/** "results.0.hazard.deadline_days" is about a deadline; of what has no word the message alone is shown. */
function fieldName(path: string): string {
  const name = path.split(".").at(-1) ?? "";
  return hasTerm("field", name) ? `${term("field", name)}：` : "";
}

interface Failed {
  what: string;
  photos: string[];
  hazard: {
    klass: string;
    category: string;
    text: string;
    fixed?: string[];
    deadline_days?: number;
    five?: Record<string, string>;
  };
}

/** Failed items of an inspection. */
function failedOf({ kind, body }: Item): Failed[] {
  if (kind !== "inspection") return [];
  const results = body.fields.results as (Partial<Failed> & { result: string })[];
  return results.filter((one): one is Failed & { result: string } => one.result === "fail");
}

/** What was demanded is a suggestion now, and photos of after are photos of the report. */
function hazardOf({ what, hazard, ...found }: Failed, item: Item, { lon, lat }: Place): New {
  const { klass, category, fixed = [], deadline_days, five = {} } = hazard;
  const photos = [...found.photos, ...fixed];
  const demands = Object.entries(five)
    .filter(([, said]) => said.trim())
    .map(([name, said]) => `${term("field", name)}：${said}`);
  if (deadline_days) demands.push(term("suggestion", "days").replace("{n}", String(deadline_days)));
  const text = demands.length
    ? `${hazard.text}\n${term("suggestion", "demands")}：${demands.join("；")}`
    : hazard.text;
  return {
    kind: "hazard",
    about: `hazard:${crypto.randomUUID()}`,
    path: "/hazards",
    title: `${term("hazard_category", category)} · ${what.slice(0, 24)}`,
    fields: {
      ...{ lon, lat, claimed: klass, category, text, photos },
      title: what.slice(0, 40),
      found_at: item.body.fields.ended_at,
    },
    photos,
  };
}

function stateChip(state: Item["state"]): TemplateResult {
  const look = { waiting: "chip-warn", sent: "chip-ok", refused: "chip-bad", dropped: "" }[state];
  return html`<span class="chip ${look}">${t(STATES[state])}</span>`;
}
