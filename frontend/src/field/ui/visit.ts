import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { say, t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import { icon, shape } from "../../ui/icons.ts";
import { levelName } from "../../ui/level.ts";
import "../../ui/people/confirm.ts";
import { View } from "../../ui/view.ts";
import * as inspecting from "../inspecting.ts";
import { metresTo } from "../model.ts";
import type { Checklist, ChecklistItem, Visit } from "../wire.ts";
import { chips } from "./chips.ts";
import type { FieldContext } from "./context.ts";
import { awayWords, whyWords } from "./round.ts";
import { wrongView } from "./wrong.ts";

const SKIP = ["field.skip_closed", "field.skip_moved", "field.skip_weather", "field.skip_other"] as const;
const RESULTS = { pass: "field.pass", fail: "field.fail", na: "field.na" } as const;

/** One visit: why, how far, and the checklist item by item. */
@customElement("sg-field-visit")
export class FieldVisit extends View {
  @property({ attribute: false }) context!: FieldContext;
  @property({ attribute: false }) visit!: Visit;
  @state() private draft: inspecting.Draft | null = null;
  @state() private list = "";
  @state() private skipping = false;
  @state() private reason = "";
  @state() private told: inspecting.Lack | null = null;
  @state() private busy = false;
  private loaded = 0;

  protected override willUpdate(): void {
    if (this.loaded === this.visit.id) return;
    this.loaded = this.visit.id;
    this.draft = null;
    // The most particular list first: the general one is asked for everywhere.
    const last = this.lists.at(-1);
    this.list = last ? inspecting.nameOf(last) : "";
    void this.load(this.key);
  }

  private get key(): string {
    return `visit.${this.visit.id}`;
  }

  private async load(key: string): Promise<void> {
    const draft = await this.context.drafts.load<inspecting.Draft>(key);
    if (!draft || key !== this.key || this.draft) return;
    this.draft = draft;
    this.list = draft.list;
  }

  private get lists(): Checklist[] {
    const wanted = this.context.pack.checklists_of[this.visit.unit.id] ?? [];
    return wanted.flatMap((code) => this.context.pack.checklists.filter((list) => list.code === code));
  }

  private get allowed(): inspecting.Allowed {
    return inspecting.allowedAt(this.context.pack, this.visit.unit.id);
  }

  private get chosen(): Checklist | undefined {
    return this.lists.find((list) => inspecting.nameOf(list) === this.list);
  }

  /** The list's items, then the control measures of the unit's points. */
  private get items(): ChecklistItem[] {
    const points = this.context.pack.points.filter(({ unit }) => unit === this.visit.unit.id);
    const measures = points.flatMap(({ id, name, measures }) =>
      measures
        .filter(({ check }) => check.length > 0)
        .map(
          (one): ChecklistItem => ({
            id: `measure:${one.id}`,
            what: one.text,
            how: one.check.join("；"),
            basis: term("measure_kind", one.kind),
            klass: "general",
            category: "other",
            point: { id, name },
          }),
        ),
    );
    return [...(this.chosen?.items ?? []), ...measures];
  }

  protected override render(): TemplateResult {
    const { unit } = this.visit;
    const away = awayWords(metresTo(this.context.fix, unit));
    return html`<div class="field-visit">
      <div class="field-visit-head">${shape(unit.live)}<div><h2>${unit.name}</h2>
        <p class="meta">${[levelName(unit.live), away, unit.address].filter(Boolean).join(" · ")}</p>
        <p class="meta">${t("field.visit_why", { why: whyWords(this.visit) })}</p></div></div>
      ${this.visit.state !== "planned" ? nothing : html`<p class="field-links"><a href="#census=correct:${unit.id}">${t("field.census_correct")}</a><a href="#census=close:${unit.id}">${t("field.census_close")}</a></p>`}
      ${this.visit.state !== "planned" ? this.settled() : this.draft ? this.checking(this.draft) : this.offer()}
    </div>`;
  }

  private settled(): TemplateResult {
    return html`<p class="notice">${icon("check", "1.125rem")}<span>${t(this.visit.state === "done" ? "field.done" : "field.skipped")}</span></p>`;
  }

  private offer(): TemplateResult {
    const { lists } = this;
    if (this.skipping) return this.skip();
    return html`${
      lists.length
        ? chips(
            "list",
            t("field.list_choose"),
            lists.map((list) => ({ value: inspecting.nameOf(list), label: say(list.title) })),
            this.list,
            (value) => {
              this.list = value;
            },
          )
        : html`<p class="notice notice-warn">${icon("warn", "1.125rem")}<span>${t("field.list_none")}</span></p>`
    }
      <div class="field-acts">
        <button class="btn btn-main btn-wide" type="button" data-act="begin" ?disabled=${this.items.length === 0} @click=${this.onBegin}>${t("field.visit_begin")}</button>
        <a class="btn btn-wide" href="#report=unit:${this.visit.unit.id}">${icon("camera")}${t("field.report")}</a>
        <button class="btn btn-plain btn-wide" type="button" data-act="skip" @click=${() => {
          this.skipping = true;
        }}>${t("field.visit_skip")}</button>
      </div>`;
  }

  private skip(): TemplateResult {
    return html`${chips(
      "reason",
      t("field.skip_reason"),
      SKIP.map((one) => ({ value: t(one), label: t(one) })),
      this.reason,
      (value) => {
        this.reason = value;
      },
    )}
      <div class="field-acts"><button class="btn btn-main btn-wide" type="button" ?disabled=${!this.reason || this.busy} @click=${this.onSkip}>${t("form.submit")}</button>
        <button class="btn btn-plain btn-wide" type="button" @click=${() => {
          this.skipping = false;
        }}>${t("act.cancel")}</button></div>`;
  }

  private checking(draft: inspecting.Draft): TemplateResult {
    const { items } = this;
    const open = items.filter(({ id }) => !draft.found[id]).length;
    return html`<div class="field-how-far"><p class="meta field-list-name" role="status">${[this.chosen ? say(this.chosen.title) : "", open ? t("field.items_left", { n: open }) : t("field.items_done", { n: items.length })].filter(Boolean).join(" · ")}</p>
        ${open ? html`<button class="btn btn-small" type="button" data-act="next" @click=${() => this.show(items.find(({ id }) => !draft.found[id]))}>${t("field.item_next")}</button>` : nothing}</div>
      <ol class="field-items">${items.map((item, i) => this.item(draft, item, i))}</ol>
      ${open && open < items.length ? html`<button class="btn btn-wide" type="button" data-act="rest" @click=${() => this.set(inspecting.restPasses(draft, items, this.allowed))}>${t("field.rest_pass", { n: open })}</button>` : nothing}
      <label class="field-label">${t("field.inspection_note")}<textarea class="input" rows="2" name="note" .value=${draft.note} @change=${(
        e: Event,
      ) => this.set({ ...draft, note: (e.target as HTMLTextAreaElement).value })}></textarea></label>
      ${this.lack()}
      <div class="field-acts"><button class="btn btn-main btn-wide" type="button" data-act="finish" ?disabled=${this.busy} @click=${this.onFinish}>${t("field.inspection_save")}</button>
        <sg-confirm label=${t("field.check_drop")} question=${t("field.check_drop_sure")} .act=${this.onDrop}></sg-confirm></div>`;
  }

  private item(draft: inspecting.Draft, item: ChecklistItem, i: number): TemplateResult {
    const found = draft.found[item.id];
    return html`<li class="field-item" data-item=${item.id} data-result=${found?.result ?? "open"}>
      <p class="field-item-what"><span class="num">${i + 1}</span>${item.what}</p>
      ${item.point ? html`<p class="meta">${icon("pin", "1rem")}${item.point.name}</p>` : nothing}
      <details class="field-how"><summary>${t("field.item_how")}</summary><p>${item.how}</p><p class="meta">${item.basis}</p></details>
      <div class="field-results" role="group" aria-label=${item.what}>${(
        Object.keys(RESULTS) as inspecting.Result[]
      ).map(
        (one) =>
          html`<button type="button" class="btn field-result field-result-${one}" aria-pressed=${found?.result === one} @click=${() => this.set(inspecting.judged(draft, item, one, this.allowed))}>${t(RESULTS[one])}</button>`,
      )}</div>
      ${
        found?.result === "fail"
          ? wrongView({
              ...{ id: item.id, found, allowed: this.allowed },
              most_days: this.context.pack.deadline.most,
              photos: this.context.photos,
              change: (fields) => this.set(inspecting.detailed(draft, item, fields)),
            })
          : nothing
      }</li>`;
  }

  private lack(): TemplateResult | typeof nothing {
    if (!this.told) return nothing;
    const { n, what } = this.told;
    const key = {
      open: "field.items_left",
      text: "field.item_text_missing",
      photo: "field.item_photo_missing",
      after: "field.item_after_missing",
    } as const;
    return html`<p class="field-error" role="alert">${t(key[what], { n })}</p>`;
  }

  private show(item: ChecklistItem | undefined): void {
    if (!item) return;
    const shown = this.querySelector<HTMLElement>(`[data-item="${CSS.escape(item.id)}"]`);
    shown?.scrollIntoView({ block: "start" });
    shown?.querySelector<HTMLElement>(".field-result")?.focus({ preventScroll: true });
  }

  private set(draft: inspecting.Draft): void {
    this.draft = draft;
    void this.context.drafts.save(this.key, draft, inspecting.heldBy(draft));
    if (this.told) this.told = inspecting.lacking(draft, this.items);
  }

  private readonly onBegin = (): void => {
    const list = this.chosen ?? MEASURES_ONLY;
    this.set(inspecting.begun(list, new Date()));
  };

  private readonly onFinish = async (): Promise<void> => {
    const { draft, items, visit } = this;
    if (!draft || this.busy) return;
    this.told = inspecting.lacking(draft, items);
    if (this.told) {
      const { what, n } = this.told;
      this.show(what === "open" ? items.find(({ id }) => !draft.found[id]) : items[n - 1]);
      return;
    }
    this.busy = true;
    const list = this.chosen ?? MEASURES_ONLY;
    const kept = await this.context.add({
      kind: "inspection",
      about: `unit:${visit.unit.id}`,
      path: "/inspections",
      title: visit.unit.name,
      fields: inspecting.written(
        draft,
        { unit: visit.unit.id, visit: visit.id, list, items },
        this.context.stamp(),
      ),
      photos: inspecting.photosOf(draft),
      form: { draft: this.key, values: { ...draft }, section: `visit=${visit.id}`, what: "" },
    });
    this.busy = false;
    if (!kept) return;
    await this.context.drafts.drop(this.key);
    this.context.back();
  };

  /** The wrong list, or a gate that was closed half way: what was found so far is thrown away, after a question. */
  private readonly onDrop = async (): Promise<void> => {
    const held = await this.context.queue.photos();
    const photos = this.draft ? inspecting.heldBy(this.draft).filter((id) => !held.has(id)) : [];
    await this.context.drafts.drop(this.key);
    await this.context.photos.drop(photos);
    this.draft = null;
    this.told = null;
  };

  private readonly onSkip = async (): Promise<void> => {
    if (this.busy) return;
    this.busy = true;
    const { visit, reason } = this;
    const kept = await this.context.add({
      kind: "skip",
      about: `unit:${visit.unit.id}`,
      path: `/visits/${visit.id}/skip`,
      title: visit.unit.name,
      fields: { reason, visit: visit.id },
      photos: [],
    });
    this.busy = false;
    if (kept) this.context.back();
  };
}

/** The list of a unit that has none: its own control measures. */
const MEASURES_ONLY: Checklist = { code: "measures", version: "live", title: { zh: "", en: "" }, items: [] };
