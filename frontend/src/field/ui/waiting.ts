import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { CommandSpec, HazardDetail } from "../../ui/details.ts";
import "../../ui/form/form.ts";
import { noRoom } from "../../keep/room.ts";
import type { Values } from "../../ui/form/spec.ts";
import { fieldsFrom } from "../../ui/form/spec.ts";
import { shortTime } from "../../ui/format.ts";
import { hazardMark } from "../../ui/icons.ts";
import { photoStrip } from "../../ui/panel/sections.ts";
import { inOrder } from "../../ui/panel/steps.ts";
import { View } from "../../ui/view.ts";
import type { Takeover, WaitingHazard } from "../wire.ts";
import type { FieldContext } from "./context.ts";

/** Hazards that wait for me, and those that new boundaries handed to me. */
@customElement("sg-field-waiting")
export class FieldWaiting extends View {
  @property({ attribute: false }) context!: FieldContext;
  @state() private open = 0;
  @state() private command = "";
  /** the open hazard as the server has it; without a network only what the pack says is shown */
  @state() private now: HazardDetail | null = null;

  protected override render(): TemplateResult {
    const { hazards, takeovers } = this.context.pack;
    if (hazards.length + takeovers.length === 0)
      return html`<div class="field-none"><h2>${t("field.wait_none")}</h2></div>`;
    return html`<ul class="field-stops">${takeovers.map((one) => this.takeover(one))}${byUrgency(hazards).map((one) => this.hazard(one))}</ul>`;
  }

  private queued(about: string): boolean {
    return this.context.items.some((item) => item.about === about && item.state === "waiting");
  }

  private takeover({ id, hazard, at }: Takeover): TemplateResult {
    const about = `takeover:${id}`;
    return html`<li class="field-survey"><div class="field-survey-row">${hazardMark(hazard.major)}<span class="row-text"><b>${hazard.title}</b>
      <span class="meta">${t("field.takeover")} · ${shortTime(at)}</span></span>
      ${
        this.queued(about)
          ? html`<span class="chip chip-ok">${t("field.here")}</span>`
          : html`<button class="btn btn-small btn-main" type="button" @click=${() =>
              void this.context.add({
                kind: "takeover",
                about,
                path: `/takeovers/${id}/accept`,
                title: hazard.title,
                fields: {},
                photos: [],
              })}>${t("takeover.accept")}</button>`
      }</div></li>`;
  }

  private hazard(hazard: WaitingHazard): TemplateResult {
    const queued = this.queued(`hazard:${hazard.id}`);
    const shown = this.open === hazard.id;
    return html`<li class="field-survey" data-hazard=${hazard.id}>
      <button class="field-survey-row field-row-button" type="button" aria-expanded=${shown} @click=${() => {
        this.open = shown ? 0 : hazard.id;
        this.command = "";
        if (this.open) void this.look(hazard.id);
      }}>${hazardMark(hazard.major)}<span class="row-text"><b>${hazard.title}</b><span class="meta">${[hazard.number, term("hazard_state", hazard.state), hazard.unit?.name].filter(Boolean).join(" · ")}</span></span>
        ${queued ? html`<span class="chip chip-ok">${t("field.here")}</span>` : hazard.overdue ? html`<span class="chip chip-bad">${t("hazard.overdue")}</span>` : nothing}</button>
      ${shown ? this.said(hazard) : nothing}
      ${shown && !queued ? this.steps(hazard) : nothing}</li>`;
  }

  private async look(id: number): Promise<void> {
    this.now = null;
    const found = await this.context.read(id);
    if (this.open === id) this.now = found;
  }

  /** Nobody verifies what they have not read and seen. */
  private said(hazard: WaitingHazard): TemplateResult {
    const now = this.now?.id === hazard.id ? this.now : null;
    const about = [
      term("hazard_category", hazard.category),
      t("field.found_at", { at: shortTime(hazard.reported_at) }),
      now?.reporter,
      hazard.deadline ? t("field.until", { at: shortTime(hazard.deadline) }) : "",
    ];
    return html`<div class="field-said"><p class="meta">${about.filter(Boolean).join(" · ")}</p>
      ${hazard.text ? html`<p class="field-said-text">${hazard.text}</p>` : nothing}
      ${now ? photoStrip(now.photos, t("report.photos")) : nothing}</div>`;
  }

  private steps(hazard: WaitingHazard): TemplateResult {
    const command = hazard.commands.find(({ name }) => name === this.command);
    if (command) return this.form(hazard, command);
    return html`<div class="field-acts">${inOrder(hazard.commands, hazard.state).map(
      (one, i) =>
        html`<button class="btn btn-wide ${i === 0 ? "btn-main" : ""}" type="button" data-command=${one.name} @click=${() => {
          this.command = one.name;
        }}>${term("command", one.name)}</button>`,
    )}</div>`;
  }

  private form(hazard: WaitingHazard, command: CommandSpec): TemplateResult {
    return html`<sg-form id="field-command" .fields=${fieldsFrom(command.required)} .services=${this.context.services}
      .send=${(body: Values) => this.send(hazard, command, body)} label=${term("command", command.name)} draft=${`field.${hazard.id}.${command.name}`}></sg-form>`;
  }

  private async send(hazard: WaitingHazard, command: CommandSpec, body: Values): Promise<void> {
    const { fix } = this.context;
    const photos = Object.values(body)
      .filter((value) => Array.isArray(value))
      .flat()
      .filter((value): value is string => typeof value === "string");
    const place = fix ? { lon: fix.lon, lat: fix.lat } : {};
    const propose = command.evidence_only ? { propose: true } : {};
    const kept = await this.context.add({
      kind: "command",
      about: `hazard:${hazard.id}`,
      path: `/hazards/${hazard.id}/${command.name}`,
      title: `${term("command", command.name)} · ${hazard.title}`,
      fields: { version: hazard.v, ...body, ...place, ...propose },
      photos,
    });
    if (!kept) throw noRoom();
    this.command = "";
  }
}

/** What is overdue first, then by its deadline; what has none is as old as its number. */
function byUrgency(hazards: readonly WaitingHazard[]): WaitingHazard[] {
  const late = "9999";
  return [...hazards].sort(
    (a, b) =>
      Number(b.major) - Number(a.major) ||
      b.overdue - a.overdue ||
      (a.deadline ?? late).localeCompare(b.deadline ?? late) ||
      a.id - b.id,
  );
}
