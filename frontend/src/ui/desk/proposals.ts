import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { components } from "../../generated/api.ts";
import { lang, t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import { ApiError } from "../../net/api.ts";
import { icon } from "../icons.ts";
import { Reading } from "../reading.ts";
import { View } from "../view.ts";
import type { DeskContext } from "./context.ts";
import { followNotices, goToSaid, inboxPart } from "./inbox-part.ts";
import { photosOf, recordedBy } from "./record-parts.ts";

type Proposal = components["schemas"]["ProposalOut"];
type Change = components["schemas"]["ChangeOut"];

/** Units that somebody in the field says are new, wrong on record, or gone: each waits for a decision. */
@customElement("sg-proposals")
export class Proposals extends View {
  @property({ attribute: false }) context!: DeskContext;
  @state() private refusals: ReadonlyMap<number, string> = new Map();
  @state() private busy = 0;
  @state() private said = "";
  private readonly reasons = new Map<number, string>();
  private readonly data = new Reading(this, () =>
    this.context.api.get<{ proposals: Proposal[] }>("/unit-proposals?state=waiting"),
  );

  constructor() {
    super();
    followNotices(
      this,
      () => this.context.store,
      () => void this.data.load(),
    );
  }

  protected override render(): TemplateResult {
    const part = {
      id: "proposals",
      title: t("inbox.proposals"),
      none: t("inbox.proposals_none"),
      said: this.said,
      data: this.data,
    };
    return inboxPart(
      part,
      ({ proposals }) => proposals,
      (one) => this.card(one),
    );
  }

  private card(one: Proposal): TemplateResult {
    const refusal = this.refusals.get(one.id);
    return html`<li class="inbox-card" data-proposal=${one.id}>
      <header><span class="chip ${one.kind === "close" ? "chip-warn" : ""}">${term("proposal_kind", one.kind)}</span>
        <h4>${one.unit ? html`<button class="link" type="button" @click=${() => this.open(one)}>${one.name}</button>` : one.name}</h4>
        ${one.by_unit ? html`<span class="chip">${t("inbox.by_unit")}</span>` : nothing}
        <span class="chip chip-note">${term("proposal_by", one.entered_by)}</span></header>
      <p class="meta">${one.cell?.name ?? t("inbox.unowned")}${
        one.lon !== null && one.lat !== null
          ? html` · <button class="link" type="button" @click=${() => this.context.show(one.lon ?? 0, one.lat ?? 0)}>${t("inbox.on_map")}</button>`
          : nothing
      }</p>
      ${one.changes.length ? html`<dl class="inbox-changes">${one.changes.map((change) => changed(change))}</dl>` : nothing}
      ${answering(one)}
      ${one.reason ? html`<p>${one.reason}</p>` : nothing}
      ${photosOf(one.photos)} ${recordedBy(one)}
      ${refusal ? html`<p class="field-error" role="alert">${refusal}</p>` : nothing}
      ${one.may_decide ? this.acts(one) : html`<p class="meta quiet">${t("inbox.not_yours")}</p>`}</li>`;
  }

  private acts(one: Proposal): TemplateResult {
    const id = `proposal-${one.id}-reason`;
    return html`<label class="meta" for=${id}>${t("inbox.reason")}</label>
      <input class="input" id=${id} maxlength="2000" autocomplete="off" @input=${(event: Event) => {
        this.reasons.set(one.id, (event.target as HTMLInputElement).value);
      }} />
      <p class="inbox-acts"><button class="btn btn-main" type="button" ?disabled=${this.busy === one.id}
          @click=${() => void this.decide(one, true)}>${t("inbox.yes")}</button>
        <button class="btn" type="button" ?disabled=${this.busy === one.id} @click=${() => void this.decide(one, false)}>${t("inbox.no")}</button></p>`;
  }

  private open(one: Proposal): void {
    if (one.unit) this.context.select({ entity: "unit", id: one.unit.id });
  }

  private async decide(one: Proposal, yes: boolean): Promise<void> {
    this.busy = one.id;
    this.said = "";
    const refusals = new Map(this.refusals);
    refusals.delete(one.id);
    try {
      await this.context.api.post(`/unit-proposals/${one.id}/decide`, {
        yes,
        reason: this.reasons.get(one.id) ?? "",
      });
      this.said = t(yes ? "inbox.accepted" : "inbox.rejected", { name: one.name });
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      refusals.set(one.id, failure.text(lang()));
    }
    this.refusals = refusals;
    this.busy = 0;
    await this.data.load();
    if (this.said) await goToSaid(this);
  }
}

/** What a field was and is to be; if the record has changed since, that too. */
function changed({ field, was, now, to }: Change): TemplateResult {
  const meanwhile = now !== null && now !== was && now !== to;
  return html`<div><dt>${term("proposal_field", field)}</dt><dd>${
    was !== null ? html`<del>${was || t("inbox.empty")}</del> ${icon("right", "0.875rem")} ` : nothing
  }<ins>${to}</ins>${meanwhile ? html` <span class="chip chip-warn">${t("inbox.meanwhile", { now: now ?? "" })}</span>` : nothing}</dd></div>`;
}

/** Who will answer for a new unit, to be known before it is confirmed. */
function answering({ departments }: Proposal): TemplateResult | typeof nothing {
  if (departments.length === 0) return nothing;
  return html`<h5 class="meta">${t("inbox.departments")}</h5>
    <dl class="inbox-changes">${departments.map(
      ({ kind, name }) => html`<div><dt>${term("department_kind", kind)}</dt><dd>${name}</dd></div>`,
    )}</dl>`;
}
