import { t } from "../i18n/index.ts";
import { codes, term } from "../i18n/terms.ts";
import type { Measure } from "./details.ts";
import { type FormField, fieldsFrom, type Values } from "./form/spec.ts";
import { localInput } from "./format.ts";

const categories = (): FormField["choices"] =>
  codes("hazard_category").map((code) => ({ value: code, label: term("hazard_category", code) }));

function common(): FormField[] {
  const choices = categories();
  const category: FormField = {
    name: "category",
    label: t("report.category"),
    control: "choice",
    required: true,
  };
  return [
    choices?.length ? { ...category, choices } : { ...category, control: "text" },
    { name: "title", label: t("report.heading"), control: "text", required: true },
    { name: "text", label: t("report.text"), control: "longtext", required: true },
  ];
}

const place = (): FormField => ({
  name: "place",
  label: t("hazard.place"),
  control: "place",
  required: true,
});
const foundAt = (): FormField => ({
  name: "found_at",
  label: t("report.found_at"),
  control: "datetime",
  required: true,
});

/** Fields of a report. At a known point or unit no place is asked for. */
export function reportFields(needsPlace: boolean, needsPhoto: boolean): FormField[] {
  const claimed: FormField = {
    name: "claimed",
    label: t("report.class"),
    control: "choice",
    required: true,
    choices: ["general", "major"].map((value) => ({ value, label: term("hazard_class", value) })),
  };
  const photos: FormField = {
    name: "photos",
    label: t("report.photos"),
    control: "photos",
    required: needsPhoto,
  };
  return [...(needsPlace ? [place()] : []), claimed, photos, ...common(), foundAt()];
}

/** Fields of what an enterprise found itself: with the five of the law, and no claim of class. */
export function selfRecordFields(): FormField[] {
  const photos: FormField = { name: "photos", label: t("report.photos"), control: "photos", required: false };
  return [...common(), photos, ...fieldsFrom([{ field: "five", type: "five" }]), foundAt()];
}

export function reportInitial(now: Date): Values {
  return { found_at: localInput(now) };
}

/** Which control measure failed, at a point that has some. */
export function measureField(measures: readonly Measure[]): FormField[] {
  if (measures.length === 0) return [];
  const choices = measures.map((one) => ({
    value: one.id,
    label: `${term("measure_kind", one.kind)} ${one.text}`,
  }));
  // A list, however short: the texts are sentences.
  return [{ name: "measure", label: term("field", "measure"), control: "select", required: false, choices }];
}
