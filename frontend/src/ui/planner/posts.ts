/** Who holds the posts of a community today. */
import type { components } from "../../generated/api.ts";
import type { Api } from "../../net/api.ts";
import type { Assigned } from "./types.ts";

type CellOut = components["schemas"]["CellOut"];

/** Raises ApiError. */
export async function readPosts(api: Api, cell: number): Promise<Assigned> {
  const { people } = await api.get<CellOut>(`/cells/${cell}`);
  const held = (role: string): Assigned["leaders"] =>
    people.filter((duty) => duty.cell?.id === cell && duty.role === role).map((duty) => duty.person);
  return { cell, leaders: held("LEAD"), officers: held("OFF"), inspectors: held("INS") };
}
