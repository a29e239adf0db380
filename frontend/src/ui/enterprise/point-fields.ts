import { t } from "../../i18n/index.ts";
import { codes, term } from "../../i18n/terms.ts";
import type { Choice, FormField, Values } from "../form/spec.ts";
import type { OwnMeasure, OwnPoint } from "./types.ts";

const choices = (group: string): Choice[] =>
  codes(group).map((value) => ({ value, label: term(group, value) }));

const place = (): FormField => ({
  name: "place",
  label: t("hazard.place"),
  control: "place",
  required: true,
  hint: t("ent.place_hint"),
});

/** What is said of a point, without its measures; its place too, but for a line or an area. */
export function knownPointFields(point: OwnPoint): FormField[] {
  const [name, ...rest] = pointFields(true);
  return name && point.shape === "point" ? [name, place(), ...rest] : pointFields(true);
}

/** What is said of a point, without its place and measures. */
export function pointFields(known: boolean): FormField[] {
  const levels = codes("control_level").map((code) => ({
    value: Number(code),
    label: term("control_level", code),
  }));
  const phone: FormField = {
    name: "manager_phone",
    label: t("ent.manager_phone"),
    control: "tel",
    required: false,
  };
  return [
    { name: "name", label: t("ent.point_name"), control: "text", required: true },
    {
      name: "category",
      label: t("ent.point_category"),
      control: "select",
      required: true,
      choices: choices("point_category"),
    },
    {
      name: "control_level",
      label: t("ent.control_level"),
      control: "choice",
      required: true,
      choices: levels,
    },
    { name: "manager", label: t("ent.manager"), control: "text", required: false },
    known ? { ...phone, hint: t("ent.phone_keep") } : phone,
    {
      name: "accident",
      label: t("ent.accident"),
      control: "select",
      required: false,
      choices: choices("accident"),
    },
    { name: "consequence", label: t("ent.consequence"), control: "longtext", required: false },
    { name: "emergency", label: t("ent.emergency"), control: "longtext", required: false },
  ];
}

export function newPointFields(): FormField[] {
  const [name, ...rest] = pointFields(false);
  return name ? [name, place(), ...rest] : [];
}

export function pointInitial(point: OwnPoint): Values {
  const { name, category, control_level, manager, consequence, emergency, accident_types } = point;
  return {
    name,
    category,
    control_level,
    manager,
    consequence,
    emergency,
    accident: accident_types[0] ?? "",
    place: { lon: point.lon, lat: point.lat },
  };
}

/** As the server takes it. `others`: accident types beside the first, which the form leaves alone. */
export function pointBody(
  said: Values,
  measures: readonly Omit<OwnMeasure, "id">[],
  others: readonly string[] = [],
): Values {
  const { accident, place: _, ...rest } = said;
  const first = typeof accident === "string" && accident ? [accident] : [];
  return { ...rest, accident_types: [...new Set([...first, ...others])], measures };
}
