import { html, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { t } from "../../i18n/index.ts";
import type { Hours } from "../../state/ledger.ts";
import { View } from "../view.ts";
import { chinaClock } from "./clock.ts";

const rem = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
const ink = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const SIX_HOURS = 6 * 3600;

/** Hazards found and closed, hour by hour, over a day. */
@customElement("sg-day-chart")
export class DayChart extends View {
  @property({ attribute: false }) hours: Hours | null = null;
  @query(".wall-chart") private readonly box!: HTMLElement;
  private plot: uPlot | null = null;
  private drawn = "";
  private readonly fit = new ResizeObserver(() => this.resize());

  protected override firstUpdated(): void {
    this.fit.observe(this.box);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.fit.disconnect();
    this.plot?.destroy();
    this.plot = null;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.draw();
  }

  private data(): uPlot.AlignedData {
    const { starts = [], opened = [], closed = [] } = this.hours ?? {};
    return [starts.map((at) => at / 1000), [...opened], [...closed]];
  }

  private draw(): void {
    const data = this.data();
    const wanted = JSON.stringify(data);
    if (wanted === this.drawn || data[0].length === 0 || !this.box) return;
    this.drawn = wanted;
    if (this.plot) this.plot.setData(data);
    else this.plot = new uPlot(this.options(), data, this.box);
  }

  private resize(): void {
    if (!this.plot) return;
    // Sizes follow the page's text, so another screen needs another plot.
    this.plot.destroy();
    this.plot = new uPlot(this.options(), this.data(), this.box);
  }

  private options(): uPlot.Options {
    const unit = rem();
    const font = `500 ${unit * 0.8125}px "Barlow Condensed"`;
    const axis: uPlot.Axis = {
      stroke: ink("--t3"),
      font,
      ticks: { show: false },
      gap: unit * 0.25,
    };
    const orange = ink("--orange-fill");
    return {
      width: this.box.clientWidth,
      height: this.box.clientHeight,
      padding: [unit * 0.5, unit * 1.25, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false }, y: { range: (_, __, max) => [0, Math.max(4, max * 1.1)] } },
      axes: [
        {
          ...axis,
          size: unit * 1.5,
          grid: { show: false },
          splits: (_, __, min, max) => sixes(min, max),
          values: (_, at) => at.map((seconds) => chinaClock(new Date(seconds * 1000), false)),
        },
        {
          ...axis,
          size: unit * 2,
          space: unit * 2.5,
          incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
          grid: { stroke: ink("--line"), width: 1 },
        },
      ],
      series: [
        {},
        {
          stroke: orange,
          width: unit / 8,
          fill: `color-mix(in srgb, ${orange} 14%, transparent)`,
          points: { show: false },
        },
        { stroke: ink("--accent"), width: unit / 8, dash: [unit / 3, unit / 4], points: { show: false } },
      ],
    };
  }

  protected override render(): TemplateResult {
    const sum = (numbers: readonly number[] = []): number => numbers.reduce((a, b) => a + b, 0);
    const [opened, closed] = [sum(this.hours?.opened), sum(this.hours?.closed)];
    return html`<section class="wall-block" aria-labelledby="wall-chart">
      <header class="wall-head"><h2 id="wall-chart">${t("wall.chart")}</h2>
        <span class="wall-key meta"><i class="key-opened"></i>${t("wall.opened")} <b class="num">${opened}</b>
          <i class="key-closed"></i>${t("wall.closed")} <b class="num">${closed}</b></span></header>
      <div class="wall-chart" role="img" aria-label=${t("wall.chart_words", { opened, closed })}></div></section>`;
  }
}

/** Full six hours of China's clock within a span of seconds. */
export function sixes(min: number, max: number): number[] {
  const first = Math.ceil((min + 8 * 3600) / SIX_HOURS) * SIX_HOURS - 8 * 3600;
  const found: number[] = [];
  for (let at = first; at <= max; at += SIX_HOURS) found.push(at);
  return found;
}
