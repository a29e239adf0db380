import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { components } from "../../generated/api.ts";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import { ApiError } from "../../net/api.ts";
import type { CommandSpec, UnitDetail } from "../details.ts";
import "../form/form.ts";
import type { Send } from "../form/form.ts";
import { fieldsFrom } from "../form/spec.ts";
import { date } from "../format.ts";
import { icon } from "../icons.ts";
import { dueText } from "../text.ts";
import { View } from "../view.ts";
import type { PanelContext } from "./context.ts";
import { type Fact, facts, fold, section } from "./sections.ts";

type Listing = components["schemas"]["UnitListingOut"];
type Listings = components["schemas"]["UnitListings"];

export function atLevel(level: number): string {
  return t(`listing.level_${Math.min(3, level) as 1 | 2 | 3}`);
}

/** 挂牌 with its level and date; in the head of the unit. */
export function listingChip(
  unit: Pick<UnitDetail, "listing" | "listing_deadline">,
): TemplateResult | typeof nothing {
  if (!unit.listing) return nothing;
  const due = unit.listing_deadline ? ` · ${dueText(unit.listing_deadline)}` : "";
  return html`<span class="chip chip-bad">${icon("warn", "1rem")}${atLevel(unit.listing)}${due}</span>`;
}

/** The listing of a whole unit: what is in force and why, what was before, and to list and delist for whom it is up to. */
@customElement("sg-unit-listing")
export class UnitListing extends View {
  @property({ attribute: false }) unit!: UnitDetail;
  @property({ attribute: false }) context!: PanelContext;
  @property({ attribute: false }) reload: () => Promise<void> = () => Promise.resolve();
  @state() private found: Listings | null = null;
  @state() private failed = false;
  /** the step that is being written */
  @state() private open = "";
  private asked = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("unit") as UnitDetail | undefined;
    if (changed.has("unit") && before?.id !== this.unit.id) {
      this.found = null;
      this.open = "";
    }
    if (changed.has("unit")) void this.load();
  }

  private async load(): Promise<void> {
    this.asked += 1;
    const { asked } = this;
    try {
      const found = await this.context.api.get<Listings>(`/units/${this.unit.id}/listing`);
      if (asked === this.asked) Object.assign(this, { found, failed: false });
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      if (asked === this.asked) this.failed = true;
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.failed)
      return section(
        "listing",
        t("listing.title"),
        html`<p class="meta" role="alert">${t("listing.unread")}</p>`,
      );
    const { found } = this;
    // Who has nothing to see and nothing to do here is not told of it.
    if (!found || found.listings.length + found.commands.length === 0) return nothing;
    const [first] = found.listings;
    const current = first && !first.ended_how ? first : null;
    const ended = found.listings.filter((one) => one.ended_how);
    return section(
      "listing",
      t("listing.title"),
      html`${current ? this.inForce(current) : html`<p class="meta">${t("listing.none")}</p>`}
        ${this.steps(found.commands)}
        ${ended.length ? fold(t("listing.before", { n: ended.length }), html`${ended.map(past)}`) : nothing}`,
    );
  }

  private inForce(listing: Listing): TemplateResult {
    const late = listing.overdue ? "bad" : "";
    const known: Fact[] = [
      [t("listing.level"), term("cell_level", listing.level)],
      [t("listing.reason"), reasonOf(listing)],
      [
        t("facts.deadline"),
        html`<span class="num">${date(listing.deadline)}</span> <span class="meta ${late}">${dueText(listing.deadline)}</span>`,
      ],
      [t("listing.since"), `${date(listing.listed_at)} ${listing.listed_by?.name ?? ""}`],
      [t("listing.public"), listing.public_text],
    ];
    return html`${facts(known)}`;
  }

  private steps(commands: readonly CommandSpec[]): TemplateResult | typeof nothing {
    const open = commands.find(({ name }) => name === this.open);
    if (open) return this.form(open);
    if (commands.length === 0) return nothing;
    return html`<div class="steps">${commands.map(
      ({ name }) =>
        html`<button class="btn ${name === "delist" ? "btn-main" : ""}" type="button" data-listing=${name} @click=${() => {
          this.open = name;
        }}>${t(this.wordOf(name))}</button>`,
    )}</div>`;
  }

  private wordOf(name: string): "listing.list" | "listing.raise" | "listing.delist" {
    if (name === "delist") return "listing.delist";
    return this.unit.listing ? "listing.raise" : "listing.list";
  }

  private form(command: CommandSpec): TemplateResult {
    const { id } = this.unit;
    const word = t(this.wordOf(command.name));
    return html`<div class="command" data-listing=${command.name}>
      <header class="command-head"><button class="btn btn-plain btn-small" type="button" @click=${() => {
        this.open = "";
      }}>${icon("back", "1rem")}${t("act.back")}</button><h4>${word}</h4></header>
      <p class="meta">${t(command.name === "list" ? "listing.list_hint" : "listing.delist_hint")}</p>
      <sg-form id="listing-${command.name}" .fields=${fieldsFrom(command.required)} .services=${this.context.services}
        .initial=${initial(command)} .send=${this.sender(command.name)} draft=${`listing.${id}.${command.name}`} label=${word}></sg-form></div>`;
  }

  private sender(name: string): Send {
    return async (body, key) => {
      await this.context.api.post(`/units/${this.unit.id}/listing/${name}`, body, { key });
      this.open = "";
      await Promise.all([this.load(), this.reload()]);
    };
  }
}

/** The proper level, and the reason if there is one that the unit's own record gives. */
function initial(command: CommandSpec): Record<string, unknown> {
  const first = (field: string): unknown =>
    command.required.find((spec) => spec.field === field)?.choices?.[0];
  return command.name === "list" ? { level: first("level"), listing_reason: first("listing_reason") } : {};
}

function reasonOf(listing: Listing): string {
  return [term("listing_reason", listing.reason), listing.words].filter(Boolean).join("：");
}

function past(listing: Listing): TemplateResult {
  const who = listing.accepted_by.map(({ name }) => name).join("、");
  const known: Fact[] = [
    [t("listing.reason"), reasonOf(listing)],
    [t("listing.since"), `${date(listing.listed_at)} ${listing.listed_by?.name ?? ""}`],
    [
      term("listing_end", listing.ended_how),
      listing.ended_at ? `${date(listing.ended_at)} ${listing.ended_by?.name ?? ""}` : "",
    ],
    [t("listing.accepted_by"), who],
    [t("listing.report"), listing.report],
  ];
  return html`<div class="measure"><b>${atLevel(listing.level)}</b>${facts(known)}</div>`;
}
