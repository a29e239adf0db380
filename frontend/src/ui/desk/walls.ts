import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { lang, t } from "../../i18n/index.ts";
import type { View as MapPlace } from "../../map/index.ts";
import { ApiError } from "../../net/api.ts";
import { Following } from "../following.ts";
import { shortTime } from "../format.ts";
import { icon } from "../icons.ts";
import { Reading } from "../reading.ts";
import { readingFrame } from "../reading-frame.ts";
import { View } from "../view.ts";
import type { DeskContext } from "./context.ts";
import { PRESETS, partsOf, type Wall, type WallPreset, type WallView, withPart } from "./walls-model.ts";

const PRESET_WORDS = {
  all: "walls.preset_all",
  risk: "walls.preset_risk",
  hazards: "walls.preset_hazards",
  ownership: "walls.preset_ownership",
} as const;
const MESSAGE_MINUTES = 30;

/** The walls with their presence, and what this desk pushes to them. */
@customElement("sg-walls")
export class Walls extends View {
  @property({ attribute: false }) context!: DeskContext;
  /** the alarm that is open on the desk; 0 = none */
  @property({ type: Number }) alarm = 0;
  @property({ attribute: false }) place: () => MapPlace | null = () => null;
  @state() private said = "";
  @state() private refusal = "";
  @state() private busy = 0;
  private readonly texts = new Map<number, string>();
  private readonly data = new Reading(this, () => this.context.api.get<{ walls: Wall[] }>("/walls"));

  constructor() {
    super();
    new Following(
      this,
      () => this.context.store,
      (change) => {
        if (change.reset || change.told.some((op) => op.o === "wall_state")) void this.data.load();
      },
    );
  }

  protected override render(): TemplateResult {
    return html`<div class="panel-body scroll walls"><header class="desk-part-head"><h2>${t("walls.title")}</h2></header>
      <p class="meta">${t("walls.lead")}</p>
      <p class="walls-said" role="status">${this.said ? html`${icon("check", "1rem")}${this.said}` : nothing}</p>
      ${this.refusal ? html`<p class="notice notice-bad" role="alert">${icon("warn", "1.125rem")}<span>${this.refusal}</span></p>` : nothing}
      ${readingFrame(this.data, ({ walls }) =>
        walls.length
          ? html`<ul class="wall-list">${walls.map((wall) => this.wall(wall))}</ul>`
          : html`<p class="empty">${icon("screen", "2rem")}<span>${t("walls.none")}</span></p>`,
      )}</div>`;
  }

  private wall(wall: Wall): TemplateResult {
    const shown = partsOf(wall.view);
    return html`<li class="wall-card" data-wall=${wall.id}><header>${icon("screen", "1.25rem")}<h3>${wall.name}</h3>
        <span class="chip ${wall.online ? "chip-ok" : "chip-warn"}"><i class="presence ${wall.online ? "presence-on" : ""}"></i>${t(wall.online ? "walls.online" : "walls.offline")}</span>
        <span class="meta num">${this.screen(wall)}</span></header>
      <p class="wall-now"><span class="meta">${t("walls.showing")}</span> <b>${shown.length ? shown.map((part) => this.partWords(part, wall)).join(" + ") : t("walls.own")}</b>
        ${wall.view?.by && shown.length ? html`<span class="meta">${t("walls.by", { name: wall.view.by })}</span>` : nothing}</p>
      ${this.acts(wall)} ${this.preset(wall)} ${this.message(wall)}
      ${wall.view ? html`<button class="btn btn-danger btn-wide" type="button" ?disabled=${this.busy === wall.id} @click=${() => void this.release(wall)}>${icon("back", "1.125rem")}${t("walls.release")}</button>` : nothing}</li>`;
  }

  private screen({ online, screen, seen_at }: Wall): string {
    if (online && screen) {
      return [`${screen.w}×${screen.h}`, screen.gl === false && t("walls.plain")].filter(Boolean).join(" · ");
    }
    return seen_at ? t("walls.seen", { at: shortTime(seen_at) }) : t("walls.never");
  }

  private partWords(part: ReturnType<typeof partsOf>[number], { view }: Wall): string {
    if (part === "alarm") {
      const alarm = this.context.store.get("alarm", view?.alarm ?? 0);
      return t("walls.view_alarm", { n: alarm?.number ?? "" });
    }
    if (part === "preset") return t(PRESET_WORDS[view?.preset ?? "all"]);
    if (part === "message") return t("walls.view_message", { text: view?.message?.text ?? "" });
    return t(part === "tour" ? "walls.view_tour" : "walls.view_place");
  }

  private acts(wall: Wall): TemplateResult {
    const busy = this.busy === wall.id;
    return html`<div class="wall-acts">
      ${
        this.alarm
          ? html`<button class="btn btn-main" type="button" ?disabled=${busy} @click=${() => void this.push(wall, { alarm: this.alarm, place: null })}>
              ${icon("bell", "1.125rem")}${t("walls.push_alarm")}</button>`
          : nothing
      }
      <button class="btn" type="button" ?disabled=${busy} @click=${() => this.pushPlace(wall)}>${icon("pin", "1.125rem")}${t("walls.push_place")}</button>
      <label class="check"><input type="checkbox" .checked=${wall.view?.tour ?? true} ?disabled=${busy}
        @change=${(event: Event) => void this.push(wall, { tour: (event.target as HTMLInputElement).checked, place: null, alarm: null })} />
        <span>${t("walls.tour")}</span></label></div>`;
  }

  private preset(wall: Wall): TemplateResult {
    const now: WallPreset = wall.view?.preset ?? "all";
    return html`<div class="wall-preset"><span class="meta" id="preset-${wall.id}">${t("walls.preset")}</span>
      <div class="segments" role="radiogroup" aria-labelledby="preset-${wall.id}">${PRESETS.map(
        (
          preset,
        ) => html`<label class="segment"><input type="radio" name="preset-${wall.id}" value=${preset} .checked=${preset === now}
          @change=${() => void this.push(wall, { preset })} /><span>${t(PRESET_WORDS[preset])}</span></label>`,
      )}</div></div>`;
  }

  private message(wall: Wall): TemplateResult {
    return html`<form class="wall-message" @submit=${(event: Event) => {
      event.preventDefault();
      this.pushMessage(wall);
    }}><label class="visually-hidden" for="message-${wall.id}">${t("walls.message")}</label>
      <input class="input" id="message-${wall.id}" maxlength="120" placeholder=${t("walls.message")} .value=${this.texts.get(wall.id) ?? ""}
        @input=${(event: Event) => {
          this.texts.set(wall.id, (event.target as HTMLInputElement).value);
        }} />
      <button class="btn" type="submit" ?disabled=${this.busy === wall.id}>${t("walls.push_message")}</button></form>`;
  }

  private pushPlace(wall: Wall): void {
    const place = this.place();
    if (place) void this.push(wall, { place, alarm: null });
  }

  private pushMessage(wall: Wall): void {
    const text = (this.texts.get(wall.id) ?? "").trim();
    if (!text) return;
    const until = new Date(this.context.now() + MESSAGE_MINUTES * 60_000).toISOString();
    this.texts.delete(wall.id);
    void this.push(wall, { message: { text, until } });
  }

  private push(wall: Wall, part: Partial<WallView>): Promise<void> {
    return this.send(wall, "view", withPart(wall.view, part), t("walls.pushed", { name: wall.name }));
  }

  private release(wall: Wall): Promise<void> {
    return this.send(wall, "release", {}, t("walls.released", { name: wall.name }));
  }

  private async send(wall: Wall, verb: "view" | "release", body: unknown, said: string): Promise<void> {
    this.busy = wall.id;
    this.said = this.refusal = "";
    try {
      await this.context.api.post(`/walls/${wall.id}/${verb}`, body);
      this.said = said;
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.refusal = failure.text(lang());
    } finally {
      this.busy = 0;
    }
    await this.data.load();
  }
}
