import { html, type TemplateResult } from "lit";

export interface Chip {
  value: string;
  label: string | TemplateResult;
}

/** One of a few, with a thumb. */
export function chips(
  name: string,
  legend: string,
  all: readonly Chip[],
  value: string,
  choose: (value: string) => void,
): TemplateResult {
  return html`<fieldset class="field-chips"><legend>${legend}</legend>${all.map(
    (
      one,
    ) => html`<label class="field-chip"><input class="visually-hidden" type="radio" name=${name} value=${one.value}
      .checked=${one.value === value} @change=${() => choose(one.value)} /><span>${one.label}</span></label>`,
  )}</fieldset>`;
}
