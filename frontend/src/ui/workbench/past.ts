import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { components } from "../../generated/api.ts";
import { lang, t } from "../../i18n/index.ts";
import type { Outline, Selection } from "../../map/types.ts";
import { type Api, ApiError } from "../../net/api.ts";
import { fromChina } from "../../state/china.ts";
import { dateTime, localInput, number } from "../format.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";
import { type Answered, answerCard } from "./past-answer.ts";
import { type Difference, differenceLists, differing, outlinesOf } from "./past-diff.ts";

type Schemas = components["schemas"];
type Version = Schemas["GroundVersion"];
export type Place = readonly [lon: number, lat: number];

export interface PastHost {
  /** draw the cells of then; `pressed` hears of every place that is pressed on the map */
  draw(outlines: readonly Outline[] | null, pressed: (place: Place) => void): void;
  fly(place: Place, level: number): void;
  mark(place: Place | null): void;
  cellName(id: number): string;
  nameOf(selection: Selection): string;
}

const OBJECTS: ReadonlySet<string> = new Set(["point", "unit", "hazard", "alarm"]);

/** The server's moments are finer than the milliseconds of a browser. */
const justAfter = (at: string): string => new Date(Date.parse(at) + 1).toISOString();

/** The ground as it was: a slider over what was published, or any moment; drawn over the ground of today. What differs
 * from another moment is listed, and whatever is pressed says who answered for it then and who does now. */
@customElement("sg-past")
export class Past extends View {
  @property({ attribute: false }) api!: Api;
  @property({ attribute: false }) host!: PastHost;
  @property({ attribute: false }) selection: Selection | null = null;
  /** oldest first */
  @state() private versions: readonly Version[] = [];
  @state() private at = "";
  /** the other moment of the comparison, "" = now */
  @state() private until = "";
  @state() private shown: Version | null = null;
  @state() private difference: Difference | null = null;
  @state() private open: ReadonlySet<string> = new Set();
  @state() private asked: { title: string; query: string } | null = null;
  @state() private answered: Answered | null = null;
  @state() private refusal = "";
  @state() private unanswered = "";
  @query("input[type=range]") private readonly slider!: HTMLInputElement | null;
  private turn = 0;
  private question = 0;

  override disconnectedCallback(): void {
    this.host.draw(null, this.pressed);
    this.host.mark(null);
    super.disconnectedCallback();
  }

  protected override firstUpdated(_: PropertyValues<this>): void {
    void this.tried(async () => {
      const { versions } = await this.api.get<Schemas["VersionList"]>("/boundaries/versions");
      this.versions = [...versions].reverse();
      await this.show(new Date().toISOString());
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { selection } = this;
    if (!changed.has("selection") || !selection || !OBJECTS.has(selection.entity)) return;
    const before = changed.get("selection");
    if (before?.entity === selection.entity && before.id === selection.id) return;
    this.host.mark(null);
    this.ask(this.host.nameOf(selection), `entity=${selection.entity}&id=${selection.id}`);
  }

  private async tried(work: () => Promise<void>): Promise<void> {
    this.refusal = "";
    try {
      await work();
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.refusal = failure.text(lang());
    }
  }

  /** `at`, `until`: ISO 8601. An answer that a later question has overtaken is dropped. */
  private async show(at: string, until = this.until): Promise<void> {
    this.turn += 1;
    const turn = this.turn;
    this.at = at;
    this.until = until;
    if (this.asked) void this.answer();
    const moment = encodeURIComponent(at);
    const other = encodeURIComponent(until || new Date().toISOString());
    const [ground, difference] = await Promise.all([
      this.api.get<Schemas["PastGround"]>(`/boundaries?at=${moment}&level=4`),
      this.api.get<Difference>(`/boundaries/diff?from=${moment}&to=${other}`),
    ]);
    if (turn !== this.turn || !this.isConnected) return;
    this.shown = ground.version;
    this.difference = difference;
    this.open = new Set();
    this.host.draw(outlinesOf(ground.cells, difference), this.pressed);
  }

  /** Whatever lies under the place is selected by the map itself, and asked about as what it is. */
  private readonly pressed = (place: Place): void => {
    window.setTimeout(() => {
      if (!this.isConnected || (this.selection && OBJECTS.has(this.selection.entity))) return;
      const [lon, lat] = [place[0].toFixed(6), place[1].toFixed(6)];
      this.host.mark(place);
      this.ask(t("past.place", { lon, lat }), `lon=${lon}&lat=${lat}`);
    });
  };

  private ask(title: string, query: string): void {
    this.asked = { title, query };
    this.answered = null;
    void this.answer();
  }

  private async answer(): Promise<void> {
    this.question += 1;
    const { question, asked } = this;
    if (!asked) return;
    const at = encodeURIComponent(this.at || new Date().toISOString());
    try {
      const answered = await this.api.get<Answered>(`/boundaries/answered?at=${at}&${asked.query}`);
      if (question !== this.question) return;
      this.answered = answered;
      this.unanswered = "";
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      if (question !== this.question) return;
      this.answered = null;
      this.unanswered = failure.status === 404 ? t("past.out_of_sight") : failure.text(lang());
    }
  }

  private readonly onSlide = (): void => {
    const version = this.versions[Number(this.slider?.value ?? 0)];
    if (version) void this.tried(() => this.show(justAfter(version.at)));
  };

  private readonly onMoment = (event: Event): void => {
    const { value } = event.target as HTMLInputElement;
    if (value) void this.tried(() => this.show(fromChina(value).toISOString()));
  };

  private readonly onUntil = (event: Event): void => {
    const { value } = event.target as HTMLInputElement;
    void this.tried(() => this.show(this.at, value ? fromChina(value).toISOString() : ""));
  };

  protected override render(): TemplateResult {
    return html`<section class="past" aria-labelledby="past-title">
      <header class="past-head"><h2 id="past-title">${t("past.title")}</h2><span class="grow"></span>
        <button class="btn btn-icon" type="button" aria-label=${t("act.close")} @click=${() => this.tell("closed", null)}>${icon("close")}</button></header>
      <div class="past-body scroll" tabindex="0" role="group" aria-label=${t("past.title")}>
        ${this.moments()}
        <p class="past-words" role="status">${this.words()}</p>
        ${this.card()}
        ${this.lists()}
      </div></section>`;
  }

  private moments(): TemplateResult {
    const moment = Date.parse(this.at);
    const now = this.versions.findLastIndex(({ at }) => Date.parse(at) <= moment);
    const local = (at: string): string => (at ? localInput(new Date(at)) : "");
    return html`${
      this.versions.length > 1
        ? html`<label class="past-slider"><span class="meta">${t("past.slider")}</span>
            <input type="range" min="0" max=${this.versions.length - 1} .value=${String(Math.max(0, now))} aria-label=${t("past.slider")} @change=${this.onSlide} /></label>`
        : nothing
    }
      <div class="past-moments">
        <label><span class="meta">${t("past.at")}</span>
          <input class="input past-at" type="datetime-local" .value=${local(this.at)} @change=${this.onMoment} /></label>
        <label><span class="meta">${t("past.until")}</span>
          <input class="input past-until" type="datetime-local" .value=${local(this.until)} @change=${this.onUntil} /></label>
      </div>`;
  }

  private card(): TemplateResult {
    if (this.asked && this.answered) return answerCard(this.asked.title, this.answered);
    return html`<p class="meta past-press">${this.asked && this.unanswered ? this.unanswered : t("past.press")}</p>`;
  }

  private lists(): TemplateResult | typeof nothing {
    if (!this.difference || !this.shown) return nothing;
    return differenceLists({
      difference: this.difference,
      open: this.open,
      cellName: (id) => this.host.cellName(id),
      fly: (place, level) => this.host.fly(place, level),
      unfold: (group) => {
        this.open = new Set([...this.open, group]);
      },
    });
  }

  private words(): string {
    if (this.refusal) return this.refusal;
    if (this.difference === null) return t("past.wait");
    if (!this.shown) return t("past.none");
    const cells = differing(this.difference);
    const people = this.difference.people.length;
    const facts = { version: this.shown.name, at: dateTime(this.shown.at), n: number(cells) };
    const other = this.until ? dateTime(this.until) : t("past.today");
    if (cells === 0 && people === 0) return t("past.same", { ...facts, other });
    return t("past.words", { ...facts, other, people: number(people) });
  }
}
