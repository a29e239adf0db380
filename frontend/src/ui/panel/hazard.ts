import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { CommandSpec, HazardDetail } from "../details.ts";
import type { Difference, Send } from "../form/form.ts";
import { dateTime } from "../format.ts";
import "../form/form.ts";
import { type FormField, fieldsFrom } from "../form/spec.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";
import type { PanelContext } from "./context.ts";
import { hazardParts } from "./hazard-parts.ts";
import { contactsOf, revealOf } from "./responsible.ts";
import { section } from "./sections.ts";
import { AGAINST, closesItself, inOrder, isForward, planSent } from "./steps.ts";
import "./who.ts";

const WITH_PLACE = new Set(["reinspect"]);

/** What can be done with a hazard now: the steps that the server says are open to this person, each with its form. */
@customElement("sg-hazard")
export class HazardSteps extends View {
  @property({ attribute: false }) hazard!: HazardDetail;
  @property({ attribute: false }) context!: PanelContext;
  @property({ attribute: false }) reload: () => Promise<void> = () => Promise.resolve();
  /** the step that is being written, as it was offered, and the hazard as the person then saw it */
  @state() private open: { command: CommandSpec; seen: HazardDetail } | null = null;
  /** an own step was sent, and the panel does not show it yet */
  @state() private settling = false;

  protected override render(): TemplateResult {
    const { hazard, context } = this;
    return html`
      ${section("next", t("hazard.next"), this.steps())}
      ${hazardParts(hazard, context)}
      ${section("who", t("who.title"), html`<sg-who .contacts=${contactsOf(hazard.responsible)} .reveal=${revealOf(context)}></sg-who>`)}`;
  }

  private steps(): TemplateResult {
    if (this.open) return this.form(this.open.command, this.open.seen);
    const commands = inOrder(this.hazard.commands, this.hazard.state);
    const offered = commands.filter((command) => !command.evidence_only);
    const own = [
      ...offered.filter(({ name }) => !this.aside(name)),
      ...offered.filter(({ name }) => this.aside(name)),
    ];
    const evidence = commands.filter((command) => command.evidence_only);
    if (own.length + evidence.length === 0) return html`<p class="meta">${t("hazard.none_next")}</p>`;
    return html`${this.waits(own)}${own.length ? html`<div class="steps">${own.map((command, i) => this.button(command, i === 0))}</div>` : nothing}
      ${
        evidence.length
          ? html`<p class="meta">${t("hazard.proposals")}</p><div class="steps">${evidence.map((command) => this.button(command, false))}</div>`
          : nothing
      }`;
  }

  /** For whom it waits now, to those who took their own step already. */
  private waits(own: readonly CommandSpec[]): TemplateResult | typeof nothing {
    const sent = planSent(this.hazard);
    const offers = (name: string): boolean => own.some((command) => command.name === name);
    if (sent && offers("plan"))
      return html`<p class="notice notice-ok" role="status">${icon("check", "1.125rem")}<span>${t("ent.plan_sent", { at: dateTime(sent) })}</span></p>`;
    if (closesItself(this.hazard) && offers("submit") && !offers("self_close"))
      return html`<p class="notice" role="status">${icon("clock", "1.125rem")}<span>${t("ent.self_waits")}</span></p>`;
    return nothing;
  }

  /** A step that was taken, or that would lead off the way that the hazard is on. */
  private aside(name: string): boolean {
    return (
      (name === "plan" && planSent(this.hazard) !== "") || (name === "submit" && closesItself(this.hazard))
    );
  }

  private button(command: CommandSpec, first: boolean): TemplateResult {
    const onward = isForward(command.name, this.hazard.state) && !this.aside(command.name);
    const style = first && onward ? "btn-main" : "";
    return html`<button class="btn ${style}" type="button" data-command=${command.name} ?disabled=${this.settling}
      @click=${() => {
        this.open = { command, seen: this.hazard };
      }}>${command.name === "plan" && planSent(this.hazard) ? t("ent.plan_again") : term("command", command.name)}
      ${command.evidence_only ? html`<span class="meta">${t("hazard.evidence")}</span>` : nothing}</button>`;
  }

  private form(command: CommandSpec, seen: HazardDetail): TemplateResult {
    const changed = seen.v === this.hazard.v ? [] : differences(seen, this.hazard);
    const gone = !this.hazard.commands.some((one) => one.name === command.name);
    return html`<div class="command" data-command=${command.name}>
      <header class="command-head"><button class="btn btn-plain btn-small" type="button" @click=${() => {
        this.open = null;
      }}>
        ${icon("back", "1rem")}${t("act.back")}</button><h4>${term("command", command.name)}</h4></header>
      ${gone ? html`<p class="notice notice-warn" role="alert">${icon("warn", "1.125rem")}<span>${t("form.stale_gone")}</span></p>` : nothing}
      <sg-form id="command-${command.name}" .fields=${this.fields(command)} .services=${this.context.services}
        .initial=${this.initial(command)} .send=${this.sender(command)} .recheck=${this.reload} .differences=${changed}
        .overrides=${OVERRIDES()} draft=${`hazard.${this.hazard.id}.${command.name}`}
        label=${term("command", command.name)} ?danger=${AGAINST.has(command.name)}></sg-form></div>`;
  }

  private fields(command: CommandSpec): FormField[] {
    const fields = fieldsFrom(command.required);
    return WITH_PLACE.has(command.name) && !fields.some((field) => field.control === "place")
      ? [...fields, presence()]
      : fields;
  }

  private initial(command: CommandSpec): Record<string, unknown> {
    const { hazard } = this;
    const named = new Set(command.required.map((spec) => spec.field));
    return {
      ...(named.has("class") ? { class: hazard.major ? "major" : "general" } : {}),
      ...(named.has("approve") ? { approve: true } : {}),
      ...(named.has("responsible_unit") && hazard.unit ? { responsible_unit: hazard.unit.name } : {}),
    };
  }

  private sender(command: CommandSpec): Send {
    return async (body, key) => {
      const { place, ...fields } = body as { place?: { lon: number; lat: number } };
      const here = place ? { lon: place.lon, lat: place.lat } : {};
      const propose = command.evidence_only ? { propose: true } : {};
      const path = `/hazards/${this.hazard.id}/${command.name}`;
      await this.context.api.post(path, { version: this.hazard.v, ...fields, ...here, ...propose }, { key });
      this.open = null;
      this.settling = true;
      try {
        await this.reload();
      } finally {
        this.settling = false;
      }
    };
  }
}

function presence(): FormField {
  return { name: "place", label: t("hazard.place"), control: "place", required: false };
}

function OVERRIDES(): Record<string, FormField[]> {
  return {
    NOT_PRESENT: [
      {
        name: "override_reason",
        label: term("field", "override_reason"),
        control: "longtext",
        required: true,
      },
    ],
  };
}

/** What a person should know before sending again. */
export function differences(before: HazardDetail, now: HazardDetail): Difference[] {
  const yes = (flag: boolean): string => t(flag ? "facts.yes" : "facts.no");
  const rows: [string, string, string][] = [
    [t("facts.state"), term("hazard_state", before.state), term("hazard_state", now.state)],
    [
      t("facts.class"),
      t(before.major ? "hazard.major" : "hazard.general"),
      t(now.major ? "hazard.major" : "hazard.general"),
    ],
    [t("facts.deadline"), dateTime(before.deadline), dateTime(now.deadline)],
    [t("hazard.listed"), yes(before.listing > 0), yes(now.listing > 0)],
    [t("hazard.suspended"), yes(before.suspended), yes(now.suspended)],
  ];
  const changed = rows.filter(([, was, is]) => was !== is).map(([name, was, is]) => ({ name, was, now: is }));
  const step = now.steps.at(-1);
  if (changed.length > 0 || !step) return changed;
  return [
    {
      name: t("history.title"),
      was: "",
      now: `${term("command", step.command)} ${step.actor} ${dateTime(step.at)}`,
    },
  ];
}
