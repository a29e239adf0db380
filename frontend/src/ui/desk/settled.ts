import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { AlarmDrawn } from "../../net/wire.ts";
import { Following } from "../following.ts";
import { shortTime } from "../format.ts";
import { alarmMark, icon } from "../icons.ts";
import { Reading } from "../reading.ts";
import { readingFrame } from "../reading-frame.ts";
import { View } from "../view.ts";
import type { DeskContext } from "./context.ts";

const SETTLED = new Set(["false", "reviewed"]);

/** The alarms closed last, to look at them again. */
@customElement("sg-settled-alarms")
export class SettledAlarms extends View {
  @property({ attribute: false }) context!: DeskContext;
  @property({ attribute: false }) open: (alarm: AlarmDrawn) => void = () => {};
  private readonly data = new Reading(this, () =>
    this.context.api.get<{ alarms: AlarmDrawn[] }>("/alarms?state=all"),
  );

  constructor() {
    super();
    new Following(
      this,
      () => this.context.store,
      (change) => {
        const left = change.objects.some(({ entity, after }) => entity === "alarm" && !after);
        if (left) void this.data.load();
      },
    );
  }

  protected override render(): TemplateResult {
    return html`<details class="fold settled"><summary>${icon("right", "1rem")}<span>${t("desk.settled")}</span></summary>
      ${readingFrame(this.data, ({ alarms }) => this.list(alarms.filter((alarm) => SETTLED.has(alarm.state))))}</details>`;
  }

  private list(alarms: readonly AlarmDrawn[]): TemplateResult {
    if (alarms.length === 0) return html`<p class="meta">${t("desk.settled_none")}</p>`;
    return html`<ul class="rows">${alarms.map(
      (
        alarm,
      ) => html`<li><button class="row" type="button" @click=${() => this.open(alarm)}>${alarmMark(alarm.severity)}
        <span class="row-text"><b>${alarm.title}</b><span class="meta">${term("alarm_state", alarm.state)}${alarm.handler ? html` · ${alarm.handler}` : nothing}</span></span>
        <time class="num meta">${shortTime(alarm.since)}</time></button></li>`,
    )}</ul>`;
  }
}
