import { t } from "../../i18n/index.ts";
import { number } from "../format.ts";

/** An area in the unit that reads well. */
export function areaWords(squareMetres: number): string {
  return squareMetres >= 100_000
    ? t("planner.km2", { n: number(squareMetres / 1e6, 3) })
    : t("planner.m2", { n: number(squareMetres) });
}
