/** Lists, marks and counts under a filter. */
import type { Api } from "./api.ts";
import type { Level } from "./wire.ts";

export type ListEntity = "hazards" | "units" | "points";
export const LIST_ENTITIES: readonly ListEntity[] = ["hazards", "units", "points"];

interface Row {
  id: number;
  lon: number | null;
  lat: number | null;
  /** county, township, community */
  place: string[];
}
export interface PointRow extends Row {
  name: string;
  live: Level;
  base: Level;
  provisional: boolean;
  category: string;
  manager: string;
  unit: number | null;
  unit_name: string;
  open: number;
  overdue: number;
}
export interface UnitRow extends Row {
  name: string;
  live: Level;
  base: Level;
  type: string;
  industry: string;
  affiliation: string;
  grade: number;
  key: boolean;
  stopped: boolean;
  listing: number;
  listing_overdue: boolean;
  open: number;
  overdue: number;
}
export interface HazardRow extends Row {
  number: string;
  title: string;
  category: string;
  major: boolean;
  state: string;
  overdue: number;
  deadline: string | null;
  listing: number;
  suspended: boolean;
  source: string;
  reported_at: string;
  unit: number | null;
  unit_name: string;
  affiliation: string;
}
export interface RowOf {
  points: PointRow;
  units: UnitRow;
  hazards: HazardRow;
}
export type AnyRow = PointRow | UnitRow | HazardRow;

export interface Sort {
  key: string;
  down: boolean;
}
export const URGENT: Sort = { key: "", down: false };

export interface ListPage {
  total: number | null;
  rows: AnyRow[];
}
export interface Options {
  departments: { id: number; name: string; kind: string }[];
  may_export: boolean;
}
/** id, longitude, latitude, live, base, firm, version */
export type PointMarkRow = [number, number, number, Level, Level, Level, number];
/** id, longitude, latitude, live, supervision, stopped, version, name */
export type UnitMarkRow = [number, number, number, Level, Level, boolean, number, string];

export class Lists {
  constructor(private readonly api: Api) {}

  page(
    entity: ListEntity,
    filter: string,
    sort: Sort,
    offset: number,
    limit: number,
    options: { count: boolean; signal?: AbortSignal },
  ): Promise<ListPage> {
    const query = [filter, sortQuery(sort), `offset=${offset}&limit=${limit}&count=${options.count}`];
    return this.#get(`/list/${entity}`, query, options.signal);
  }

  async position(entity: ListEntity, filter: string, sort: Sort, id: number): Promise<number | null> {
    const path = `/list/${entity}/${id}/position`;
    return (await this.#get<{ at: number | null }>(path, [filter, sortQuery(sort)])).at;
  }

  legend(filter: string, signal?: AbortSignal): Promise<{ counts: Record<string, number>; hazards: number }> {
    return this.#get("/list/legend", [filter], signal);
  }

  marks<R>(entity: ListEntity, filter: string, signal?: AbortSignal): Promise<{ marks: R[]; cut: boolean }> {
    return this.#get(`/list/${entity}/marks`, [filter], signal);
  }

  options(): Promise<Options> {
    return this.#get("/list/options", []);
  }

  #get<T>(path: string, query: readonly string[], signal?: AbortSignal): Promise<T> {
    const text = query.filter(Boolean).join("&");
    return this.api.get(text ? `${path}?${text}` : path, signal ? { signal } : {});
  }
}

export function sortQuery({ key, down }: Sort): string {
  return `sort=${key}&dir=${down ? "down" : "up"}`;
}
