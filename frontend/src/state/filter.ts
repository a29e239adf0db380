/** What a person wants to see, as the short names of an address; the server knows what they mean (`filter_text.py`). */
export const FILTER_NAMES = [
  ...["lv", "bs", "in", "dm", "ut", "dp", "af", "dc", "gr", "ky", "ul"],
  ...["hs", "hc", "hr", "ov", "ls", "fr", "to", "cl", "sv", "bb", "pg", "bf"],
] as const;
export type FilterName =
  | "lv"
  | "bs"
  | "in"
  | "dm"
  | "ut"
  | "dp"
  | "af"
  | "dc"
  | "gr"
  | "ky"
  | "ul"
  | "hs"
  | "hc"
  | "hr"
  | "ov"
  | "ls"
  | "fr"
  | "to"
  | "cl"
  | "sv"
  | "bb"
  | "pg"
  | "bf";
export const AREA_NAMES: readonly FilterName[] = ["bb", "pg", "bf"];
const ONE: ReadonlySet<string> = new Set([
  "ky",
  "hc",
  "ov",
  "ls",
  "ul",
  "sv",
  "fr",
  "to",
  "cl",
  "bb",
  "pg",
  "bf",
]);

/** Name → values, in the order of `FILTER_NAMES`; names without values are absent. */
export type Filter = ReadonlyMap<FilterName, readonly string[]>;
export const NO_FILTER: Filter = new Map();

export function readFilter(search: string): Filter {
  const params = new URLSearchParams(search);
  const found = new Map<FilterName, readonly string[]>();
  for (const name of FILTER_NAMES as readonly FilterName[]) {
    const text = params.get(name);
    if (text) found.set(name, ONE.has(name) ? [text] : text.split(","));
  }
  return found;
}

/** As a query for the server: `hc=major&ov=1`. */
export function filterQuery(filter: Filter): string {
  return [...filter]
    .map(([name, values]) => `${name}=${encodeURIComponent(values.join(",")).replaceAll("%2C", ",")}`)
    .join("&");
}

/** The address with this filter; other parameters stay. */
export function writeFilter(filter: Filter, search: string): string {
  const params = new URLSearchParams(search);
  for (const name of FILTER_NAMES) params.delete(name);
  for (const [name, values] of filter) params.set(name, values.join(","));
  const text = params.toString().replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%3B", ";");
  return text ? `?${text}` : "";
}

export function withValues(filter: Filter, name: FilterName, values: readonly string[]): Filter {
  const next = new Map(filter);
  next.set(name, values);
  const ordered = (FILTER_NAMES as readonly FilterName[]).flatMap(
    (key): [FilterName, readonly string[]][] => {
      const kept = next.get(key);
      return kept?.length && kept[0] !== "" ? [[key, kept]] : [];
    },
  );
  return new Map(ordered);
}

/** One more value, or one less if it is on; a name that takes one value changes it. */
export function toggled(filter: Filter, name: FilterName, value: string): Filter {
  const now = filter.get(name) ?? [];
  if (now.includes(value))
    return withValues(
      filter,
      name,
      now.filter((each) => each !== value),
    );
  return withValues(filter, name, ONE.has(name) ? [value] : [...now, value].sort());
}

/** At most one drawn area at a time. */
export function withArea(filter: Filter, name: FilterName | null, value: string): Filter {
  let next = filter;
  for (const each of AREA_NAMES) next = withValues(next, each, []);
  return name ? withValues(next, name, [value]) : next;
}

/** Conditions that are on, counted as chips show them. */
export function countActive(filter: Filter): number {
  let n = 0;
  for (const values of filter.values()) n += values.length;
  return n;
}
