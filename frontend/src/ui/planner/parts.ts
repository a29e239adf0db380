/** The left side of the desk: the plan itself, what was done, what is wrong. */
import { html, nothing, type TemplateResult } from "lit";
import { join, say, t } from "../../i18n/index.ts";
import { shortTime } from "../format.ts";
import { icon } from "../icons.ts";
import { statusChip } from "./list.ts";
import type { Session } from "./session.ts";
import type { Entry, Problem } from "./types.ts";

export function planHead(
  { plan, sending, savedAt, cut }: Session,
  back: () => void,
  acts: TemplateResult,
): TemplateResult {
  const saved = savedAt
    ? t("planner.saved_at", { at: shortTime(savedAt.toISOString()) })
    : t("planner.saved");
  const state = !plan.can.includes("edit")
    ? html`${icon("lock", "0.875rem")}${t("planner.read_only")}`
    : cut
      ? html`${icon("offline", "0.875rem")}${t("planner.waiting", { n: sending })}`
      : sending > 0
        ? html`${icon("wait", "0.875rem", "spin")}${t("planner.saving")}`
        : html`${icon("check", "0.875rem")}${saved}`;
  return html`<header class="plan-head">
    <button class="btn btn-plain btn-small" type="button" @click=${back}>${icon("back", "1rem")}${t("planner.to_list")}</button>
    <h1>${plan.name}</h1>
    <p class="plan-tags">${statusChip(plan)}<span class="plan-saved meta" role="status" data-saving=${cut ? "cut" : sending > 0 ? "yes" : "no"}>${state}</span></p>
    <p class="meta">${join(plan.parents.map((cell) => cell.name))} · ${t("planner.base", { n: plan.base })}</p>
    ${plan.note ? html`<p class="meta">${plan.note}</p>` : nothing}
    ${plan.base_moved ? html`<p class="notice notice-warn">${icon("warn", "1.125rem")}<span>${t("planner.base_moved")}</span></p>` : nothing}
    ${plan.approval.by ? html`<p class="plan-fine">${icon("check", "1rem")}${t("planner.approved_by", { who: plan.approval.by.name })}</p>` : nothing}
    ${acts}
    ${plan.stopped ? html`<p class="notice notice-warn">${icon("warn", "1.125rem")}<span>${say(plan.stopped)}</span></p>` : nothing}
  </header>`;
}

function part(id: string, title: string, body: unknown, aside: unknown = nothing): TemplateResult {
  return html`<section class="part" aria-labelledby="part-${id}"><header class="block-head"><h2 id="part-${id}">${title}</h2>${aside}</header>${body}</section>`;
}

export function historyList({ plan }: Session, go: (entry: Entry) => void): TemplateResult {
  const steps = plan.history.toReversed();
  const body =
    steps.length === 0
      ? html`<p class="meta">${t("planner.history_none")}</p>`
      : html`<ol class="plan-history">${steps.map(
          (
            entry,
          ) => html`<li class=${entry.undone ? "is-undone" : ""}><button class="row" type="button" @click=${() => go(entry)}>
          <span class="num quiet">${entry.n}</span><span class="row-text"><b>${say(entry.label)}</b>
          <span class="meta">${t("planner.by", { who: entry.by.name, at: shortTime(entry.at) })}</span></span>
          ${entry.undone ? html`<span class="chip chip-note">${t("planner.undone")}</span>` : nothing}</button></li>`,
        )}</ol>`;
  return part("history", t("planner.history"), body);
}

/** Shape and word for how grave a problem is. */
export function gravity(severity: Problem["severity"]): TemplateResult {
  return severity === "error"
    ? html`<span class="chip chip-bad">${icon("close", "0.875rem")}${t("planner.error")}</span>`
    : html`<span class="chip chip-warn">${icon("warn", "0.875rem")}${t("planner.warning")}</span>`;
}

/** Names of a few cells; of many none is worth naming. */
export function namesOf(ground: Session["ground"], cells: readonly number[]): string {
  const names = cells.flatMap((id) => ground.get(id)?.name || []);
  return names.length <= 3 ? join(names) : "";
}

function namedBy(ground: Session["ground"], { cells }: Problem): TemplateResult | typeof nothing {
  const names = namesOf(ground, cells);
  return names ? html`<b>${names}</b>` : nothing;
}

export function problemList(
  { problems, ground, open }: Session,
  chosen: Problem | null,
  go: (problem: Problem) => void,
): TemplateResult | typeof nothing {
  if (!open) return nothing;
  if (!problems)
    return part(
      "problems",
      t("planner.problems"),
      html`<p class="meta" role="status">${t("planner.problems_wait")}</p>`,
    );
  const counts = [
    problems.errors ? t("planner.errors", { n: problems.errors }) : "",
    problems.warnings ? t("planner.warnings", { n: problems.warnings }) : "",
  ].filter(Boolean);
  const body =
    problems.problems.length === 0
      ? html`<p class="plan-fine">${icon("check", "1rem")}${t("planner.problems_none")}</p>`
      : html`<ul class="plan-problems">${problems.problems.map(
          (
            one,
          ) => html`<li><button class="row" type="button" data-problem=${one.code} aria-pressed=${one === chosen} @click=${() => go(one)}>
            ${gravity(one.severity)}<span class="row-text">${namedBy(ground, one)}<span>${say(one.text)}</span></span></button></li>`,
        )}</ul>`;
  return part("problems", t("planner.problems"), body, html`<span class="meta">${counts.join(" · ")}</span>`);
}
