import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { components } from "../../generated/api.ts";
import { lang, t } from "../../i18n/index.ts";
import type { Outline } from "../../map/types.ts";
import { type Api, ApiError } from "../../net/api.ts";
import { fromChina } from "../../state/china.ts";
import { dateTime, localInput, number } from "../format.ts";
import { View } from "../view.ts";

type Schemas = components["schemas"];
type Version = Schemas["GroundVersion"];

/** The server's moments are finer than the milliseconds of a browser. */
const justAfter = (at: string): string => new Date(Date.parse(at) + 1).toISOString();

/** The ground as it was: a slider over what was published, or any moment; drawn over the ground of today. */
@customElement("sg-past")
export class Past extends View {
  @property({ attribute: false }) api!: Api;
  @property({ attribute: false }) draw: (outlines: readonly Outline[] | null) => void = () => {};
  /** oldest first */
  @state() private versions: readonly Version[] = [];
  @state() private at = "";
  @state() private shown: Version | null = null;
  @state() private differing: number | null = null;
  @state() private refusal = "";
  @query("input[type=range]") private readonly slider!: HTMLInputElement | null;
  private asked = 0;

  override disconnectedCallback(): void {
    this.draw(null);
    super.disconnectedCallback();
  }

  protected override firstUpdated(_: PropertyValues<this>): void {
    void this.tried(async () => {
      const { versions } = await this.api.get<Schemas["VersionList"]>("/boundaries/versions");
      this.versions = [...versions].reverse();
      await this.show(new Date().toISOString());
    });
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

  /** `at`: ISO 8601. An answer that a later question has overtaken is dropped. */
  private async show(at: string): Promise<void> {
    this.asked += 1;
    const turn = this.asked;
    this.at = at;
    const moment = encodeURIComponent(at);
    const [ground, since] = await Promise.all([
      this.api.get<Schemas["PastGround"]>(`/boundaries?at=${moment}&level=4`),
      this.api.get<Schemas["GroundDifference"]>(
        `/boundaries/diff?from=${moment}&to=${encodeURIComponent(new Date().toISOString())}`,
      ),
    ]);
    if (turn !== this.asked || !this.isConnected) return;
    this.shown = ground.version;
    this.differing = since.made.length + since.ended.length + since.changed.length;
    const other = new Set([...since.ended, ...since.changed.map(({ before }) => before)].map(({ id }) => id));
    this.draw(ground.cells.map(({ id, name, shape }) => ({ name, shape, other: other.has(id) })));
  }

  private readonly onSlide = (): void => {
    const version = this.versions[Number(this.slider?.value ?? 0)];
    if (version) void this.tried(() => this.show(justAfter(version.at)));
  };

  private readonly onMoment = (event: Event): void => {
    const { value } = event.target as HTMLInputElement;
    if (value) void this.tried(() => this.show(fromChina(value).toISOString()));
  };

  protected override render(): TemplateResult {
    const moment = Date.parse(this.at);
    const now = this.versions.findLastIndex(({ at }) => Date.parse(at) <= moment);
    return html`<div class="tool-strip past" role="group" aria-label=${t("past.title")}>
      <b>${t("past.title")}</b>
      ${
        this.versions.length > 1
          ? html`<input type="range" min="0" max=${this.versions.length - 1} .value=${String(Math.max(0, now))} aria-label=${t("past.slider")} @change=${this.onSlide} />`
          : nothing
      }
      <input class="input past-at" type="datetime-local" aria-label=${t("past.at")} .value=${this.at ? localInput(new Date(this.at)) : ""} @change=${this.onMoment} />
      <span role="status">${this.words()}</span>
      <button class="btn btn-small" type="button" @click=${() => this.tell("closed", null)}>${t("act.close")}</button></div>`;
  }

  private words(): string {
    if (this.refusal) return this.refusal;
    if (this.differing === null) return t("past.wait");
    if (!this.shown) return t("past.none");
    const facts = { version: this.shown.version, at: dateTime(this.shown.at), n: number(this.differing) };
    return t(this.differing ? "past.words" : "past.same", facts);
  }
}
