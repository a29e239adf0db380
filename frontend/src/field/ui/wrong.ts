import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import { codes, term } from "../../i18n/terms.ts";
import type { Photos } from "../../keep/photos.ts";
import { type Allowed, choicesOf, FIVE, type Finding, type Next } from "../inspecting.ts";
import { chips } from "./chips.ts";
import "./photos.ts";

const DAYS = [3, 7, 15, 30];

export interface WrongItem {
  id: string;
  found: Finding;
  allowed: Allowed;
  most_days: number;
  photos: Photos;
  change: (fields: Partial<Finding>) => void;
}

/** What is wrong with a failed item, and what becomes of it. */
export function wrongView(item: WrongItem): TemplateResult {
  const { id, found, change, photos } = item;
  return html`<div class="field-failed">
    <sg-field-photos .store=${photos} .ids=${found.photos} @photos=${(e: CustomEvent<string[]>) => change({ photos: e.detail })}></sg-field-photos>
    <label class="field-label">${t("field.fail_text")}<textarea class="input" rows="2" name="text" .value=${found.text} @input=${(
      e: Event,
    ) => change({ text: (e.target as HTMLTextAreaElement).value })}></textarea></label>
    ${chips(
      `klass-${id}`,
      t("field.fail_class"),
      ["general", "major"].map((value) => ({ value, label: term("hazard_class", value) })),
      found.klass,
      (value) => change(classed(item, value as Finding["klass"])),
    )}
    <label class="field-label">${t("field.fail_category")}<select class="input" @change=${(e: Event) => change({ category: (e.target as HTMLSelectElement).value })}>${codes(
      "hazard_category",
    ).map(
      (one) =>
        html`<option value=${one} ?selected=${one === found.category}>${term("hazard_category", one)}</option>`,
    )}</select></label>
    ${furtherView(item)}</div>`;
}

/** What the other class does not allow is not kept. */
function classed({ found, allowed }: WrongItem, klass: Finding["klass"]): Partial<Finding> {
  const next = choicesOf(allowed, klass).includes(found.next) ? found.next : "report";
  return { klass, next };
}

function furtherView(item: WrongItem): TemplateResult | typeof nothing {
  const { id, found, allowed, change } = item;
  const choices = choicesOf(allowed, found.klass);
  if (choices.length === 1) return nothing;
  return html`${chips(
    `next-${id}`,
    t("field.then"),
    choices.map((value) => ({ value, label: nextWords(value, found, allowed) })),
    found.next,
    (value) => change({ next: value as Next }),
  )}
    ${found.next === "order" ? orderView(item) : nothing}
    ${found.next === "fixed" ? fixedView(item) : nothing}`;
}

function nextWords(next: Next, { klass }: Finding, { order, fix }: Allowed): string {
  if (next === "report") return t("field.then_report");
  if (next === "fixed") return t(fix === "yes" ? "field.then_fixed" : "field.then_fixed_propose");
  return t(order === "yes" && klass === "general" ? "field.then_order" : "field.then_order_propose");
}

function orderView({ id, found, most_days, change }: WrongItem): TemplateResult {
  const days = [...new Set([...DAYS, found.days])].filter((n) => n <= most_days).sort((a, b) => a - b);
  const said = FIVE.filter((name) => found.five[name].trim()).length;
  return html`${chips(
    `days-${id}`,
    t("field.days"),
    days.map((n) => ({ value: String(n), label: t("field.days_n", { n }) })),
    String(found.days),
    (value) => change({ days: Number(value) }),
  )}
    <details class="field-how" ?open=${said > 0}><summary>${t("field.five", { n: said })}</summary>${FIVE.map(
      (name) =>
        html`<label class="field-label">${term("field", name)}<textarea class="input" rows="1" name=${name} .value=${found.five[name]} @change=${(
          e: Event,
        ) =>
          change({
            five: { ...found.five, [name]: (e.target as HTMLTextAreaElement).value },
          })}></textarea></label>`,
    )}</details>`;
}

function fixedView({ found, allowed, photos, change }: WrongItem): TemplateResult {
  return html`<div class="field-after"><p class="field-label">${t("field.after")}</p>
    <sg-field-photos .store=${photos} .ids=${found.fixed} label=${t("field.after_add")} @photos=${(e: CustomEvent<string[]>) => change({ fixed: e.detail })}></sg-field-photos>
    <p class="meta">${t(allowed.fix === "yes" ? "field.after_closes" : "field.after_proposes")}</p></div>`;
}
