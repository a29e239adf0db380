import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { lang, t } from "../../i18n/index.ts";
import { codes, term } from "../../i18n/terms.ts";
import { ApiError, newKey } from "../../net/api.ts";
import type { Difference, Send } from "../form/form.ts";
import "../form/form.ts";
import { type FormField, fieldsFrom, type Values } from "../form/spec.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";
import type { DeskContext } from "./context.ts";
import { isOnePress, nextOf, STEP_WORDS } from "./next-step.ts";
import { fieldWords } from "./note.ts";
import type { AlarmCommand, AlarmDetail } from "./types.ts";

const AGAINST: ReadonlySet<string> = new Set(["judge_false"]);
const SECOND_PRESS_MS = 400;
const WITH_RADIUS: ReadonlySet<string> = new Set(["evacuate", "notify"]);

function label(name: string, alarm: AlarmDetail): string {
  // Once it is one, only its numbers can be put right.
  if (name === "judge_accident" && alarm.verdict === "accident") return t("step.update_accident");
  const words = STEP_WORDS[name];
  return words ? t(words.act) : term("alarm_command", name);
}

/** The server says that a category is text; a person chooses it from the catalogue. */
function fieldsOf(command: AlarmCommand): FormField[] {
  return fieldsFrom(command.required).map((plain) => {
    const field = { ...plain, label: fieldWords(command.name, plain.name) };
    if (field.name !== "category") return field;
    const choices = codes("hazard_category").map((value) => ({
      value,
      label: term("hazard_category", value),
    }));
    return { ...field, control: "choice", choices };
  });
}

/** The next step as one large button that says what it does; the others below it, each with its form. */
@customElement("sg-alarm-steps")
export class AlarmSteps extends View {
  @property({ attribute: false }) alarm!: AlarmDetail;
  @property({ attribute: false }) context!: DeskContext;
  @property({ attribute: false }) reload: () => Promise<void> = () => Promise.resolve();
  /** of the ring that is looked at: what an evacuation or a notice begins with */
  @property({ type: Number }) radius = 500;
  @state() private open: { command: AlarmCommand; seen: AlarmDetail; initial: Values } | null = null;
  @state() private busy = "";
  @state() private refusal = "";

  /** Begin a step from elsewhere on the card, with what is known already. */
  start(name: string, initial: Values = {}): void {
    const command = this.alarm.commands.find((one) => one.name === name);
    if (!command) return;
    this.begin(command, initial);
    void this.updateComplete.then(() => this.querySelector("form")?.scrollIntoView({ block: "center" }));
  }

  private begin(command: AlarmCommand, initial: Values = {}): void {
    this.refusal = "";
    this.open = { command, seen: this.alarm, initial: { ...this.known(command.name), ...initial } };
  }

  /** What the screen can fill in: the ring that is looked at, the nearest person on duty. */
  private known(name: string): Values {
    if (WITH_RADIUS.has(name)) return { radius: this.radius };
    const { nearest } = this.alarm;
    if (name === "dispatch" && nearest) return { person: nearest.person };
    return name === "judge_accident" ? { deaths: 0, injuries: 0 } : {};
  }

  protected override render(): TemplateResult {
    if (this.open) return this.form(this.open);
    const { main, others } = nextOf(this.alarm.state, this.alarm.commands);
    return html`<div class="next-steps">
      ${main.length > 1 ? html`<h3>${t("alarm.decide")}</h3>` : nothing}
      ${main.map((command) => this.large(command, main.length === 1))}
      ${main.length === 0 ? html`<p class="notice">${icon("info", "1.125rem")}<span>${this.nothingWords()}</span></p>` : nothing}
      ${this.refusal ? html`<p class="notice notice-bad" role="alert">${icon("warn", "1.125rem")}<span>${this.refusal}</span></p>` : nothing}
      ${
        others.length
          ? html`<div class="other-steps" role="group" aria-label=${t("alarm.more_steps")}>${others.map((command) => this.small(command))}</div>`
          : nothing
      }</div>`;
  }

  private nothingWords(): string {
    const over = this.alarm.state === "reviewed" || this.alarm.state === "false";
    return t(over ? "alarm.done" : "alarm.wait_other");
  }

  private large(command: AlarmCommand, only: boolean): TemplateResult {
    const words = STEP_WORDS[command.name];
    const busy = this.busy === command.name;
    return html`<button class="btn step-large ${only ? "btn-main" : ""}" type="button" data-command=${command.name} ?disabled=${this.busy !== ""}
      @click=${() => this.press(command)}><b>${busy ? icon("wait", "1.25rem", "spin") : nothing}${label(command.name, this.alarm)}</b>
      ${words ? html`<span>${t(words.why)}</span>` : nothing}</button>`;
  }

  private small(command: AlarmCommand): TemplateResult {
    const words = STEP_WORDS[command.name];
    return html`<button class="btn" type="button" data-command=${command.name} title=${words ? t(words.why) : nothing}
      ?disabled=${this.busy !== ""} @click=${() => this.press(command)}>${label(command.name, this.alarm)}</button>`;
  }

  private press(command: AlarmCommand): void {
    if (isOnePress(command)) void this.oneTouch(command);
    else this.begin(command);
  }

  /** Nothing must be written: one press is enough, e.g. to take the alarm. */
  private async oneTouch(command: AlarmCommand): Promise<void> {
    this.busy = command.name;
    this.refusal = "";
    try {
      await this.context.api.post(this.path(command), { version: this.alarm.v }, { key: newKey() });
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.refusal = failure.text(lang());
    }
    await this.settle(command);
  }

  /** Nothing is begun on the card as it was before the own step: that would look like somebody else's. */
  private async settle(command: AlarmCommand): Promise<void> {
    this.busy = command.name;
    try {
      await this.reload();
      // What stands where the finger was is another step now: a second press of the same hand must not hit it.
      await new Promise((done) => setTimeout(done, SECOND_PRESS_MS));
    } finally {
      this.busy = "";
    }
  }

  private path(command: AlarmCommand): string {
    return `/alarms/${this.alarm.id}/${command.name}`;
  }

  private form({
    command,
    seen,
    initial,
  }: {
    command: AlarmCommand;
    seen: AlarmDetail;
    initial: Values;
  }): TemplateResult {
    const gone = !this.alarm.commands.some((one) => one.name === command.name);
    const words = STEP_WORDS[command.name];
    return html`<div class="command step-form" data-command=${command.name}>
      <header class="command-head"><button class="btn btn-plain btn-small" type="button" @click=${() => {
        this.open = null;
      }}>${icon("back", "1rem")}${t("act.back")}</button><h3>${label(command.name, this.alarm)}</h3></header>
      ${words ? html`<p class="meta">${t(words.why)}</p>` : nothing}
      ${gone ? html`<p class="notice notice-warn" role="alert">${icon("warn", "1.125rem")}<span>${t("form.stale_gone")}</span></p>` : nothing}
      <sg-form id="alarm-${command.name}" .fields=${fieldsOf(command)} .services=${this.context.services} .initial=${initial}
        .send=${this.sender(command)} .recheck=${this.reload} .differences=${differences(seen, this.alarm)}
        draft=${`alarm.${this.alarm.id}.${command.name}`} label=${label(command.name, this.alarm)} ?danger=${AGAINST.has(command.name)}
        @changed=${(event: CustomEvent<Values>) => this.onChanged(command, event.detail)}></sg-form></div>`;
  }

  /** What is being written is shown on the map: the circle in which people will be moved or told. */
  private onChanged(command: AlarmCommand, values: Values): void {
    if (WITH_RADIUS.has(command.name)) this.tell("radius", Number(values["radius"]) || this.radius);
  }

  private sender(command: AlarmCommand): Send {
    return async (body, key) => {
      await this.context.api.post(this.path(command), { version: this.alarm.v, ...body }, { key });
      this.open = null;
      await this.settle(command);
    };
  }
}

/** What a person should know before sending again: somebody else went on meanwhile. */
export function differences(before: AlarmDetail, now: AlarmDetail): Difference[] {
  if (before.v === now.v) return [];
  const rows: [string, string, string][] = [
    [t("facts.state"), term("alarm_state", before.state), term("alarm_state", now.state)],
    [t("alarm.handler"), before.handler, now.handler],
  ];
  const changed = rows.filter(([, was, is]) => was !== is).map(([name, was, is]) => ({ name, was, now: is }));
  const step = now.steps.at(-1);
  if (changed.length > 0 || !step) return changed;
  return [
    { name: t("alarm.timeline"), was: "", now: `${term("alarm_command", step.command)} ${step.actor}` },
  ];
}
