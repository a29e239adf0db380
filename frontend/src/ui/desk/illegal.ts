import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { components } from "../../generated/api.ts";
import { t } from "../../i18n/index.ts";
import { codes, term } from "../../i18n/terms.ts";
import type { Send } from "../form/form.ts";
import "../form/form.ts";
import type { FormField } from "../form/spec.ts";
import { Reading } from "../reading.ts";
import { View } from "../view.ts";
import type { DeskContext } from "./context.ts";
import { followNotices, goToSaid, inboxPart } from "./inbox-part.ts";
import { photosOf, recordedBy } from "./record-parts.ts";

type Report = components["schemas"]["IllegalOut"];

function fields(): FormField[] {
  const choices = codes("illegal_result").map((value) => ({ value, label: term("illegal_result", value) }));
  return [
    { name: "result", label: t("inbox.result"), control: "select", required: true, choices },
    { name: "words", label: t("inbox.words"), control: "longtext", required: true },
  ];
}

/** Reports of illegal production and trade, each to be handled by who answers for the ground. */
@customElement("sg-illegal-reports")
export class IllegalReports extends View {
  @property({ attribute: false }) context!: DeskContext;
  @state() private opened = 0;
  @state() private said = "";
  private readonly data = new Reading(this, () =>
    this.context.api.get<{ reports: Report[] }>("/illegal-reports?state=open"),
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
      id: "illegal",
      title: t("inbox.illegal"),
      none: t("inbox.illegal_none"),
      said: this.said,
      data: this.data,
    };
    return inboxPart(
      part,
      ({ reports }) => reports,
      (one) => this.card(one),
    );
  }

  private card(one: Report): TemplateResult {
    return html`<li class="inbox-card" data-report=${one.id}>
      <p class="inbox-text">${one.text}</p>
      <p class="meta">${[one.cell?.name ?? t("inbox.unowned"), one.unit?.name].filter(Boolean).join(" · ")} ·
        <button class="link" type="button" @click=${() => this.context.show(one.lon, one.lat)}>${t("inbox.on_map")}</button></p>
      ${photosOf(one.photos)} ${recordedBy(one)} ${one.may_handle ? this.handling(one) : nothing}</li>`;
  }

  private handling(one: Report): TemplateResult {
    if (this.opened !== one.id)
      return html`<p class="inbox-acts"><button class="btn btn-main" type="button" @click=${() => {
        this.opened = one.id;
        this.said = "";
      }}>${t("inbox.handle")}</button></p>`;
    return html`<sg-form id="illegal-${one.id}" .fields=${fields()} .services=${this.context.services} .send=${this.send}
      draft=${`illegal.${one.id}`} label=${t("inbox.handled")}></sg-form>`;
  }

  private readonly send: Send = async (body, key) => {
    await this.context.api.post(`/illegal-reports/${this.opened}/handle`, body, { key });
    this.opened = 0;
    this.said = t("inbox.handled_said");
    await this.data.load();
    await goToSaid(this);
  };
}
