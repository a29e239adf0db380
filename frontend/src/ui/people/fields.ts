import { t } from "../../i18n/index.ts";
import { codes, term } from "../../i18n/terms.ts";
import type { FormField } from "../form/spec.ts";

const NOT_ASSIGNED = new Set(["PUB", "KIOSK"]);
const OF_UNIT = new Set(["ENT_W", "ENT_S", "ENT_H"]);

export function ofUnit(role: unknown): boolean {
  return OF_UNIT.has(String(role));
}

export function personFields(): FormField[] {
  return [
    { name: "name", label: t("people.name"), control: "text", required: true },
    { name: "username", label: t("people.username"), control: "text", required: true },
    { name: "phone", label: t("people.phone"), control: "tel", required: false },
  ];
}

/** Fields of a new duty: a role of an enterprise is at a unit, every other at a cell. */
export function dutyFields(role: unknown): FormField[] {
  const roles = codes("role").filter((code) => !NOT_ASSIGNED.has(code));
  const place: FormField = ofUnit(role)
    ? { name: "unit", label: t("people.unit"), control: "unit", required: true }
    : { name: "cell", label: t("people.where"), control: "cell", required: true };
  const industry: FormField = {
    name: "industry",
    label: t("facts.industry"),
    control: "choice",
    required: false,
    choices: codes("industry").map((value) => ({ value, label: `${value} ${term("industry", value)}` })),
  };
  return [
    {
      name: "role",
      label: t("people.role"),
      control: "choice",
      required: true,
      choices: roles.map((value) => ({ value, label: term("role", value) })),
    },
    place,
    ...(role === "DEP" ? [industry] : []),
    { name: "starts_at", label: t("people.from"), control: "datetime", required: false },
    { name: "ends_at", label: t("people.to"), control: "datetime", required: false },
  ];
}
