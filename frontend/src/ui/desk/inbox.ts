import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { Following } from "../following.ts";
import { number } from "../format.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";
import type { DeskContext } from "./context.ts";
import "./illegal.ts";
import "./proposals.ts";
import "./public-reports.ts";

/** What the field waits for: proposals to decide on, reports to handle; and how the surveys stand. */
@customElement("sg-inbox")
export class Inbox extends View {
  @property({ attribute: false }) context!: DeskContext;

  constructor() {
    super();
    new Following(
      this,
      () => this.context.store,
      (change) => {
        if (change.reset || change.ops.some((op) => op.o === "counts")) this.requestUpdate();
      },
    );
  }

  protected override render(): TemplateResult {
    const { store } = this.context;
    const late = store.snapshot ? store.legend().surveysOverdue : 0;
    return html`<div class="panel-body scroll inbox"><header class="desk-part-head"><h2>${t("inbox.title")}</h2></header>
      <p class="inbox-surveys ${late ? "bad" : ""}" data-overdue=${late}>${icon(late ? "warn" : "check", "1.125rem")}<span>${t("survey.title")}：${
        late ? t("survey.overview_late", { n: number(late) }) : t("survey.overview_fine")
      }</span>${late ? html` <a class="link" href="/map?lay=surveys">${t("survey.show")}</a>` : nothing}</p>
      <sg-public-reports .context=${this.context}></sg-public-reports>
      <sg-proposals .context=${this.context}></sg-proposals>
      <sg-illegal-reports .context=${this.context}></sg-illegal-reports></div>`;
  }
}
