import type { ResponsibleOut } from "../details.ts";
import type { PanelContext } from "./context.ts";
import type { Contact, Reveal } from "./who.ts";

export function contactsOf(people: readonly ResponsibleOut[]): Contact[] {
  return people.map((held) => ({
    key: `person:${held.person.id}:${held.duty}`,
    name: held.person.name,
    role: held.role,
    place: held.cell?.name ?? held.unit?.name ?? "",
    phoneMasked: held.phone_masked,
    since: held.since,
    reveal: `/people/${held.person.id}/phone`,
  }));
}

/** Asking for a whole number is a logged act; screens without the right get no button. */
export function revealOf(context: PanelContext): Reveal | null {
  if (!context.me.verbs.includes("reveal_phone") || context.me.mask.includes("phones")) return null;
  return async (path) => (await context.api.post<{ phone: string }>(path)).phone;
}
