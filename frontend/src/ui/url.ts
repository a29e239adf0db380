import type { Selectable, Selection, View } from "../map/types.ts";

export interface Link {
  selection: Selection | null;
  view: View | null;
}

const ENTITIES: readonly string[] = ["cell", "unit", "point", "hazard", "alarm", "feature"];

export function readSelection(text: string | null): Selection | null {
  const match = /^([a-z]+):(\d+)(?:@([\w-]{1,32}))?$/.exec(text ?? "");
  if (!match || !ENTITIES.includes(match[1] as string)) return null;
  const [, entity, id, layer] = match;
  // A feature is found by its layer too, and nothing else has one.
  if ((entity === "feature") !== (layer !== undefined)) return null;
  return { entity: entity as Selectable, id: Number(id), ...(layer ? { layer } : {}) };
}

function readView(params: URLSearchParams): View | null {
  const zoom = Number(params.get("z") ?? Number.NaN);
  const [lat, lon] = (params.get("at") ?? "").split(",").map(Number);
  if (![zoom, lat, lon].every((n) => Number.isFinite(n))) return null;
  return { zoom, lat: lat as number, lon: lon as number };
}

/** What an address points to: `?sel=point:123&z=14&at=34.02,113.85`. */
export function readLink(search: string): Link {
  const params = new URLSearchParams(search);
  return { selection: readSelection(params.get("sel")), view: readView(params) };
}

/** The address of what is on the screen; other parameters stay. */
export function writeLink(link: Link, search: string): string {
  const params = new URLSearchParams(search);
  for (const name of ["sel", "z", "at"]) params.delete(name);
  if (link.selection) {
    const { entity, id, layer } = link.selection;
    params.set("sel", `${entity}:${id}${layer ? `@${layer}` : ""}`);
  }
  if (link.view) {
    params.set("z", String(Math.round(link.view.zoom * 100) / 100));
    params.set("at", `${link.view.lat.toFixed(5)},${link.view.lon.toFixed(5)}`);
  }
  const text = params.toString().replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%40", "@");
  return text ? `?${text}` : "";
}
