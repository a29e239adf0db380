import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { components } from "../../generated/api.ts";
import { t } from "../../i18n/index.ts";
import { codes, term } from "../../i18n/terms.ts";
import type { Send } from "../form/form.ts";
import "../form/form.ts";
import type { FormField, Values } from "../form/spec.ts";
import { date, dateTime } from "../format.ts";
import { icon } from "../icons.ts";
import { readingFrame } from "../reading-frame.ts";
import { View } from "../view.ts";
import type { DeskContext } from "./context.ts";
import "./identity.ts";
import { Reading } from "../reading.ts";
import { followNotices, goToSaid, inboxList, inboxPart } from "./inbox-part.ts";

type Report = components["schemas"]["ReportRow"];
type Reports = components["schemas"]["ReportRows"];
type Doing = "take" | "decline" | "identity";
const PHOTOS_EVERY_MS = 4_000;
/** After so long a photo waits for somebody's line to come back, which may be tomorrow. */
const PHOTOS_MS = 10 * 60_000;
const NO_MORE: readonly FormField[] = [];

function takeFields(): FormField[] {
  const choices = (group: string): NonNullable<FormField["choices"]> =>
    codes(group).map((value) => ({ value, label: term(group, value) }));
  return [
    {
      name: "claimed",
      label: t("triage.claimed"),
      control: "choice",
      required: true,
      choices: choices("hazard_class"),
    },
    {
      name: "category",
      label: term("field", "category"),
      control: "select",
      required: true,
      choices: choices("hazard_category"),
    },
    {
      name: "text",
      label: t("triage.text"),
      control: "longtext",
      required: true,
      hint: t("triage.take_note"),
    },
    { name: "unit", label: t("triage.unit"), control: "unit", required: false },
  ];
}

function declineFields(): FormField[] {
  return [
    { name: "reason", label: t("triage.reason"), control: "longtext", required: true },
    { name: "reply", label: t("triage.reply"), control: "longtext", required: true },
  ];
}

/** What the public reported here: taken up as a hazard, or declined with a reply. Who sent it is shown to nobody here. */
@customElement("sg-public-reports")
export class PublicReports extends View {
  @property({ attribute: false }) context!: DeskContext;
  @state() private opened = 0;
  @state() private doing: Doing = "take";
  @state() private said = "";
  private awaiting = 0;
  /** photos that the officer leaves out */
  @state() private left: ReadonlySet<string> = new Set();
  private readonly waiting = new Reading(this, () => this.context.api.get<Reports>("/public-reports"));
  private readonly decided = new Reading(this, () =>
    this.context.api.get<Reports>("/public-reports?state=decided"),
  );

  constructor() {
    super();
    followNotices(
      this,
      () => this.context.store,
      () => void this.load(),
    );
  }

  private async load(): Promise<void> {
    await Promise.all([this.waiting.load(), this.decided.load()]);
    this.awaitPhotos();
  }

  override disconnectedCallback(): void {
    window.clearTimeout(this.awaiting);
    super.disconnectedCallback();
  }

  /** Photos come after their report, and no event tells of them: look again while they are likely on their way. */
  private awaitPhotos(): void {
    window.clearTimeout(this.awaiting);
    const since = Date.now() - PHOTOS_MS;
    const due = this.waiting.value?.reports.some((one) => one.coming && Date.parse(one.received_at) > since);
    if (due) this.awaiting = window.setTimeout(() => void this.load(), PHOTOS_EVERY_MS);
  }

  protected override render(): TemplateResult {
    const part = {
      id: "public",
      title: t("triage.title"),
      none: t("triage.none"),
      said: this.said,
      data: this.waiting,
    };
    const decided = html`<details class="fold"><summary>${icon("right", "1rem")}<span>${t("triage.decided")}</span></summary>
      ${readingFrame(this.decided, ({ reports, keeper }) => inboxList(reports, (one) => this.card(one, keeper)))}</details>`;
    return inboxPart(
      part,
      ({ reports }) => reports,
      (one, { keeper }) => this.card(one, keeper),
      decided,
    );
  }

  private card(one: Report, keeper: boolean): TemplateResult {
    const photo = one.metres === null ? "" : t("triage.metres", { metres: one.metres });
    const coming = one.coming ? t("triage.coming", { n: one.coming }) : "";
    const facts = [
      one.number,
      term("hazard_category", one.category),
      dateTime(one.received_at),
      photo,
      coming,
    ];
    return html`<li class="inbox-card" data-public=${one.id}>
      <p class="inbox-text">${one.text}</p>
      <p class="meta">${facts.filter(Boolean).join(" · ")}</p>
      <p class="meta">${one.cell?.name ?? t("inbox.unowned")} · ${contact(one)} ·
        <button class="link" type="button" @click=${() => this.context.show(one.lon, one.lat)}>${t("inbox.on_map")}</button></p>
      ${this.photos(one)}
      ${one.state === "waiting" ? nothing : this.outcome(one)}
      ${this.acts(one, keeper)}</li>`;
  }

  private photos(one: Report): TemplateResult | typeof nothing {
    if (one.photos.length === 0) return nothing;
    const choosing = this.opened === one.id && this.doing === "take";
    return html`<p class="survey-photos">${one.photos.map(
      ({ id, url }, i) =>
        html`<span><a href=${url} target="_blank" rel="noopener"><img src=${url} loading="lazy" alt=${t("hazard.photo", { n: i + 1 })} /></a>
        ${
          choosing
            ? html`<label class="check"><input type="checkbox" .checked=${!this.left.has(id)} @change=${() => this.turn(id)} />
            <span class="visually-hidden">${t("triage.photos")} ${i + 1}</span></label>`
            : nothing
        }</span>`,
    )}</p>${choosing ? html`<p class="meta">${t("triage.photos")}</p>` : nothing}`;
  }

  private turn(id: string): void {
    const left = new Set(this.left);
    if (!left.delete(id)) left.add(id);
    this.left = left;
  }

  private outcome(one: Report): TemplateResult {
    const { hazard } = one;
    return html`<p class="meta">${[term("public_state", one.state), one.decided_by, dateTime(one.decided_at)].filter(Boolean).join(" · ")}
      ${
        hazard
          ? html` · <button class="link" type="button" @click=${() => this.context.select({ entity: "hazard", id: hazard.id })}>${t("triage.hazard", { number: hazard.name })}</button>`
          : nothing
      }</p>
      ${one.reply ? html`<p class="meta">${t("triage.reply")}：${one.reply}</p>` : nothing}`;
  }

  private acts(one: Report, keeper: boolean): TemplateResult | typeof nothing {
    const may: Doing[] = [
      ...(one.state === "waiting" ? (["take", "decline"] as const) : []),
      ...(keeper && one.contact && !one.erased_at ? (["identity"] as const) : []),
    ];
    if (may.length === 0) return nothing;
    if (this.opened === one.id) return this.form(one);
    const words = { take: "triage.take", decline: "triage.decline", identity: "triage.identity" } as const;
    return html`<p class="inbox-acts">${may.map(
      (doing) =>
        html`<button class="btn ${doing === "take" ? "btn-main" : ""}" type="button" @click=${() => this.open(one, doing)}>${t(words[doing])}</button>`,
    )}</p>`;
  }

  private open(one: Report, doing: Doing): void {
    this.opened = one.id;
    this.doing = doing;
    this.said = "";
    this.left = new Set();
  }

  private form(one: Report): TemplateResult {
    const close = html`<button class="btn btn-plain" type="button" @click=${() => {
      this.opened = 0;
    }}>${t(this.doing === "identity" ? "act.close" : "act.cancel")}</button>`;
    if (this.doing === "identity") {
      return html`<sg-identity .api=${this.context.api} report=${one.id}></sg-identity>${close}`;
    }
    const taking = this.doing === "take";
    return html`<sg-form id="public-${one.id}-${this.doing}" .fields=${taking ? takeFields() : declineFields()}
      .initial=${taking ? { claimed: "general", category: one.category, text: one.text } : {}} .services=${this.context.services}
      .send=${this.send} .overrides=${{ DUPLICATE_OPEN: NO_MORE }} draft=${`public.${one.id}.${this.doing}`}
      label=${t(taking ? "triage.take" : "triage.decline")}></sg-form>${close}`;
  }

  private readonly send: Send = async (body, key) => {
    const report = this.waiting.value?.reports.find(({ id }) => id === this.opened);
    if (!report) return;
    const path = `/public-reports/${report.id}/${this.doing}`;
    const done = await this.context.api.post<Report>(path, this.sent(report, body), { key });
    this.opened = 0;
    this.said = `${done.number} · ${term("public_state", done.state)}`;
    await this.load();
    await goToSaid(this);
  };

  private sent(report: Report, { override, ...fields }: Values): Values {
    if (this.doing === "decline") return fields;
    const photos = report.photos.map(({ id }) => id).filter((id) => !this.left.has(id));
    return { ...fields, photos, ...(override ? { override_duplicate: true } : {}) };
  }
}

function contact(one: Report): string {
  if (one.erased_at) return t("triage.erased", { day: date(one.erased_at) });
  return t(one.contact ? "triage.contact" : "triage.anonymous");
}
