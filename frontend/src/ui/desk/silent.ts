import { html, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import type { Sensor } from "../details.ts";
import { icon } from "../icons.ts";
import { silentChip } from "../panel/sensors.ts";
import { Reading } from "../reading.ts";
import { readingFrame } from "../reading-frame.ts";
import { View } from "../view.ts";
import type { DeskContext } from "./context.ts";

/** Silence is no event: nothing in the log tells when it has lasted long enough. */
const EVERY_MS = 60_000;

/** Sensors that have sent nothing for longer than they should, the longest first; each opens its point. */
@customElement("sg-silent-sensors")
export class SilentSensors extends View {
  @property({ attribute: false }) context!: DeskContext;
  private stop: (() => void) | null = null;
  private readonly data = new Reading(this, () =>
    this.context.api.get<{ devices: Sensor[] }>("/devices?silent=true"),
  );

  override disconnectedCallback(): void {
    this.stop?.();
    this.stop = null;
    super.disconnectedCallback();
  }

  protected override willUpdate(_: PropertyValues<this>): void {
    this.stop ??= this.watch();
  }

  private watch(): () => void {
    const timer = window.setInterval(() => void this.data.load(), EVERY_MS);
    const unsubscribe = this.context.store.subscribe((change) => {
      const rung = change.objects.some(({ entity, before }) => entity === "alarm" && !before);
      if (change.reset || rung) void this.data.load();
    });
    return () => {
      window.clearInterval(timer);
      unsubscribe();
    };
  }

  protected override render(): TemplateResult {
    const n = this.data.value?.devices.length ?? 0;
    return html`<details class="fold settled silent"><summary>${icon("right", "1rem")}<span>${t("desk.silent")}</span>
        <b class="num">${n || ""}</b></summary>
      ${readingFrame(this.data, ({ devices }) => this.list(devices))}</details>`;
  }

  private list(devices: readonly Sensor[]): TemplateResult {
    if (devices.length === 0) return html`<p class="meta">${t("desk.silent_none")}</p>`;
    return html`<ul class="rows">${devices.map(
      (
        device,
      ) => html`<li><button class="row" type="button" data-sensor=${device.id} @click=${() => this.open(device)}>
        <span class="row-text"><b>${device.point?.name ?? ""}</b>
          <span class="meta">${term("parameter", device.parameter)} · ${device.name}</span>${silentChip(device)}</span></button></li>`,
    )}</ul>`;
  }

  private open({ point }: Sensor): void {
    if (point) this.context.select({ entity: "point", id: point.id });
  }
}
