/** The grid cells that a viewer knows: those in sight and the cells above them. */
import type { TreeRow } from "../net/wire.ts";

export interface CellNode {
  id: number;
  code: string;
  name: string;
  level: number;
  parent: number | null;
  lon: number | null;
  lat: number | null;
}

export class CellTree {
  readonly #nodes = new Map<number, CellNode>();
  readonly #children = new Map<number, number[]>();

  constructor(rows: readonly TreeRow[]) {
    for (const [id, code, name, level, parent, lon, lat] of rows) {
      this.#nodes.set(id, { id, code, name, level, parent, lon, lat });
    }
    for (const node of this.#nodes.values()) {
      if (node.parent === null || !this.#nodes.has(node.parent)) continue;
      const siblings = this.#children.get(node.parent);
      if (siblings) siblings.push(node.id);
      else this.#children.set(node.parent, [node.id]);
    }
  }

  get size(): number {
    return this.#nodes.size;
  }

  get(id: number): CellNode | undefined {
    return this.#nodes.get(id);
  }

  all(): Iterable<CellNode> {
    return this.#nodes.values();
  }

  children(id: number): readonly number[] {
    return this.#children.get(id) ?? [];
  }

  /** Cells above, nearest first. */
  ancestors(id: number): number[] {
    const above: number[] = [];
    let at = this.#nodes.get(id)?.parent ?? null;
    while (at !== null && this.#nodes.has(at) && !above.includes(at)) {
      above.push(at);
      at = this.#nodes.get(at)?.parent ?? null;
    }
    return above;
  }

  /** From the top down to the cell itself. */
  path(id: number): CellNode[] {
    return [id, ...this.ancestors(id)]
      .reverse()
      .map((each) => this.#nodes.get(each))
      .filter((node) => node !== undefined);
  }

  /** Communities under a cell; a community gives itself. */
  communities(id: number): number[] {
    const node = this.#nodes.get(id);
    if (!node || node.level === 4) return node ? [id] : [];
    return this.children(id).flatMap((child) => this.communities(child));
  }
}
