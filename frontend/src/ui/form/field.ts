import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../i18n/index.ts";
import "./photos.ts";
import "./picker.ts";
import "./place.ts";
import type { Photo } from "./photos.ts";
import type { Picked } from "./picker.ts";
import type { Place, Services } from "./services.ts";
import type { FormField } from "./spec.ts";

export interface FieldContext {
  id: string;
  value: unknown;
  /** words, or "" */
  error: string;
  services: Services | null;
  set(value: unknown): void;
}

type Typed = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function typed(context: FieldContext): (event: Event) => void {
  return (event) => context.set((event.target as Typed).value);
}

function described(context: FieldContext): string | typeof nothing {
  return context.error ? `${context.id}-error` : nothing;
}

const INPUTS: Record<string, string> = {
  text: "text",
  date: "date",
  datetime: "datetime-local",
  number: "number",
  password: "password",
  tel: "tel",
};

function input(field: FormField, context: FieldContext): TemplateResult {
  const type = INPUTS[field.control] ?? "text";
  return html`<input class="input ${type === "number" ? "num" : ""}" id=${context.id} name=${field.name} type=${type}
    maxlength=${field.most ?? nothing} step=${type === "number" ? "any" : nothing} min=${type === "number" ? "0" : nothing}
    autocomplete=${type === "password" ? "new-password" : "off"} aria-required=${field.required}
    aria-invalid=${context.error !== ""} aria-describedby=${described(context)}
    .value=${String(context.value ?? "")} @input=${typed(context)} />`;
}

function area(field: FormField, context: FieldContext): TemplateResult {
  return html`<textarea class="input" id=${context.id} name=${field.name} rows="3" maxlength=${field.most ?? nothing} aria-required=${field.required}
    aria-invalid=${context.error !== ""} aria-describedby=${described(context)}
    .value=${String(context.value ?? "")} @input=${typed(context)}></textarea>`;
}

/** Up to four choices are all visible; more go into a list. */
function choice(field: FormField, context: FieldContext): TemplateResult {
  const choices = field.choices ?? [];
  if (choices.length <= 4 && field.control === "choice") return radios(field, context);
  return html`<select class="input" id=${context.id} name=${field.name} aria-required=${field.required}
    aria-invalid=${context.error !== ""} aria-describedby=${described(context)}
    @change=${(event: Event) => {
      const i = (event.target as HTMLSelectElement).selectedIndex - 1;
      context.set(choices[i]?.value ?? "");
    }}>
    <option value="" ?selected=${context.value === undefined || context.value === ""}>${t("form.choose")}</option>
    ${choices.map((one) => html`<option value=${one.value} ?selected=${one.value === context.value}>${one.label}</option>`)}
  </select>`;
}

function radios(field: FormField, context: FieldContext): TemplateResult {
  return html`<div class="segments" role="radiogroup" aria-invalid=${context.error !== ""} aria-labelledby="${context.id}-label" aria-describedby=${described(context)}>
    ${(field.choices ?? []).map(
      (
        one,
        i,
      ) => html`<label class="segment"><input type="radio" id=${i === 0 ? context.id : nothing} name=${`${context.id}-radio`}
        value=${one.value} .checked=${one.value === context.value} @change=${() => context.set(one.value)} /><span>${one.label}</span></label>`,
    )}
  </div>`;
}

function check(field: FormField, context: FieldContext): TemplateResult {
  return html`<label class="check"><input type="checkbox" id=${context.id} name=${field.name} .checked=${context.value === true}
    @change=${(event: Event) => context.set((event.target as HTMLInputElement).checked)} /><span>${field.label}</span></label>`;
}

/** What is picked where several may be. */
const MANY: Record<string, string> = { people: "person", cells: "cell" };

function picker(field: FormField, context: FieldContext): TemplateResult {
  const many = field.control === "people" || field.control === "cells";
  const chosen = many
    ? ((context.value as Picked[] | undefined) ?? [])
    : context.value
      ? [context.value as Picked]
      : [];
  return html`<sg-picker what=${MANY[field.control] ?? field.control} ?many=${many} .chosen=${chosen} .services=${context.services}
    inputId=${context.id} ?invalid=${context.error !== ""}
    @picked=${(event: CustomEvent<Picked[]>) => context.set(many ? event.detail : event.detail[0])}></sg-picker>`;
}

function photos(context: FieldContext): TemplateResult {
  return html`<sg-photos .photos=${(context.value as Photo[] | undefined) ?? []} .services=${context.services}
    inputId=${context.id} ?invalid=${context.error !== ""}
    @photos=${(event: CustomEvent<Photo[]>) => context.set(event.detail)}></sg-photos>`;
}

function place(field: FormField, context: FieldContext): TemplateResult {
  const isArea = field.control === "shape";
  const at = isArea ? undefined : (context.value as Place | undefined);
  return html`<sg-place ?area=${isArea} .place=${at ?? null} .services=${context.services} inputId=${context.id}
    @placed=${(event: CustomEvent<unknown>) => context.set(event.detail)}></sg-place>`;
}

function control(field: FormField, context: FieldContext): TemplateResult {
  switch (field.control) {
    case "longtext":
      return area(field, context);
    case "choice":
    case "select":
      return choice(field, context);
    case "bool":
      return check(field, context);
    case "person":
    case "people":
    case "unit":
    case "cell":
    case "cells":
      return picker(field, context);
    case "photos":
      return photos(context);
    case "place":
    case "shape":
      return place(field, context);
    default:
      return input(field, context);
  }
}

/** One labelled field with its error. */
function isFull({ most }: FormField, value: unknown): boolean {
  return most !== undefined && String(value ?? "").length >= most;
}

export function fieldView(field: FormField, context: FieldContext): TemplateResult {
  return html`<div class="field" data-field=${field.name}>
    ${
      field.control === "bool"
        ? nothing
        : html`<label id="${context.id}-label" for=${context.id}>${field.label}
          ${field.required ? nothing : html`<span class="meta quiet">${t("form.optional")}</span>`}</label>`
    }
    ${control(field, context)}
    ${isFull(field, context.value) ? html`<p class="meta" role="status">${t("form.most", { n: field.most ?? 0 })}</p>` : nothing}
    ${field.hint ? html`<p class="meta">${field.hint}</p>` : nothing}
    ${context.error ? html`<p class="field-error" id="${context.id}-error">${context.error}</p>` : nothing}
  </div>`;
}
