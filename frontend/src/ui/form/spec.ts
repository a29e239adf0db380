import { codes, hasTerm, term } from "../../i18n/terms.ts";
import { fromChina } from "../../state/china.ts";
import type { FieldSpec } from "../details.ts";

export type Control =
  | "text"
  | "longtext"
  | "date"
  | "datetime"
  | "choice"
  | "select"
  | "person"
  | "people"
  | "unit"
  | "cell"
  | "cells"
  | "photos"
  | "bool"
  | "number"
  | "shape"
  | "place"
  | "password"
  | "tel";

export interface Choice {
  value: string | number;
  label: string;
}

export interface FormField {
  name: string;
  label: string;
  control: Control;
  required: boolean;
  choices?: Choice[];
  hint?: string;
  /** how few characters, photos or people are too few */
  least?: number;
  /** how many characters there is room for */
  most?: number;
}

export type Values = Record<string, unknown>;

const CONTROLS: Record<string, Control> = {
  when: "datetime",
  flag: "bool",
  whole: "number",
  money: "number",
  level: "choice",
  class: "choice",
};
const PLAIN = new Set<string>([
  ...["text", "longtext", "date", "datetime", "choice", "person", "people", "unit", "cell"],
  ...["photos", "bool", "number", "shape", "place"],
]);
// Names whose text is more than a line; the server only says that they are text.
const LONG =
  /text|reason|opinion|demands|measures|report$|report_|reply|basis|evidence|scope|result|done|contingency|responsible$/;
const FIVE: readonly [string, string][] = [
  ["responsible", "text"],
  ["measures", "text"],
  ["time_limit", "when"],
  ["funds", "money"],
  ["contingency", "text"],
];

// Whose words the values of a kind have in the catalogue.
const GROUPS: Record<string, string> = { level: "cell_level", class: "hazard_class" };

function controlOf(spec: FieldSpec): Control {
  const type: string = spec.type;
  if (type === "text") return LONG.test(spec.field) ? "longtext" : "text";
  const mapped = CONTROLS[type];
  if (mapped) return mapped;
  return PLAIN.has(type) ? (type as Control) : "text";
}

function choicesOf(spec: FieldSpec): Choice[] | undefined {
  const type: string = spec.type;
  if (spec.choices) return spec.choices.map((choice) => choiceOf(GROUPS[type] ?? spec.field, choice));
  if (type === "level") return [1, 2, 3, 4].map((n) => ({ value: n, label: term("cell_level", n) }));
  if (type === "class")
    return ["general", "major"].map((c) => ({ value: c, label: term("hazard_class", c) }));
  return hasTerm(spec.field, codes(spec.field)[0] ?? "") && type === "choice"
    ? codes(spec.field).map((c) => ({ value: c, label: term(spec.field, c) }))
    : undefined;
}

function choiceOf(group: string, value: string | number): Choice {
  return { value, label: term(group, value) };
}

/** Build the fields of a form from what the server says a command takes. "five" becomes the five of the law. */
export function fieldsFrom(specs: readonly FieldSpec[]): FormField[] {
  return specs.flatMap((spec) =>
    spec.type === "five"
      ? FIVE.map(([field, type]) => fieldFrom({ ...spec, field, type: type as FieldSpec["type"] }))
      : [fieldFrom(spec)],
  );
}

function fieldFrom(spec: FieldSpec): FormField {
  const choices = choicesOf(spec);
  const field: FormField = {
    name: spec.field,
    label: term("field", spec.field),
    control: controlOf(spec),
    required: !spec.optional,
  };
  return choices ? { ...field, control: "choice", choices } : field;
}

export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (typeof value === "string") return value.trim() === "";
  return Array.isArray(value) && value.length === 0;
}

/** Required fields that are still empty. A yes-no question is answered as soon as the form is open. */
export function missing(fields: readonly FormField[], values: Values): FormField[] {
  return fields.filter(
    (field) => field.required && field.control !== "bool" && tooFew(field, values[field.name]),
  );
}

/** Picked from what is there, not written. */
export function isChosen({ control }: FormField): boolean {
  return ["choice", "select", "person", "people", "unit", "cell", "cells"].includes(control);
}

function tooFew(field: FormField, value: unknown): boolean {
  if (isEmpty(value)) return true;
  return field.least !== undefined && (value as string | unknown[]).length < field.least;
}

function plain(field: FormField, value: unknown): unknown {
  switch (field.control) {
    case "number":
      return Number(value);
    case "datetime":
      return fromChina(String(value)).toISOString();
    case "person":
    case "unit":
    case "cell":
      return (value as { id: number }).id;
    case "people":
    case "cells":
      return (value as { id: number }[]).map((person) => person.id);
    case "photos":
      return (value as { id: string }[]).map((photo) => photo.id);
    default:
      return typeof value === "string" ? value.trim() : value;
  }
}

/** What is sent: typed values, empty ones left out. */
export function payload(fields: readonly FormField[], values: Values): Values {
  const sent: Values = {};
  for (const field of fields) {
    const value = values[field.name];
    if (field.control === "bool") sent[field.name] = value === true;
    else if (!isEmpty(value)) sent[field.name] = plain(field, value);
  }
  return sent;
}

/** A ring of points around a place, as GeoJSON in degrees; good to a metre for some kilometres. */
export function circle(
  lon: number,
  lat: number,
  metres: number,
  corners = 32,
): { type: "Polygon"; coordinates: number[][][] } {
  const north = metres / 111_320;
  const east = north / Math.cos((lat * Math.PI) / 180);
  const ring = Array.from({ length: corners }, (_, i) => {
    const angle = (2 * Math.PI * i) / corners;
    return [round(lon + east * Math.cos(angle)), round(lat + north * Math.sin(angle))];
  });
  return { type: "Polygon", coordinates: [[...ring, ring[0] as number[]]] };
}

function round(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}
