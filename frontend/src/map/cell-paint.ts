/** Colours of cells by feature-state: risk from the counts, tints of ownership by territory. */
import type { Map as GlMap, VectorTileSource } from "maplibre-gl";
import type { Store } from "../state/store.ts";
import type { FeatureStates } from "./feature-states.ts";
import { TINTS } from "./palette.ts";
import { tintsOf } from "./tints.ts";
import type { CellLevel } from "./types.ts";

const CELL = { source: "cells", sourceLayer: "cell" };

export class CellPaint {
  #ownership = false;
  #level: CellLevel = 3;
  readonly #tinted = new Set<CellLevel>();

  constructor(
    private readonly gl: () => GlMap | null,
    private readonly states: FeatureStates,
    private readonly store: Store,
  ) {}

  paintAll(): void {
    for (const [id, { level }] of this.store.cells()) this.states.set({ ...CELL, id }, { c: level });
  }

  paint(recoloured: ReadonlySet<number>): void {
    for (const id of recoloured) {
      const cell = this.store.cell(id);
      if (cell) this.states.set({ ...CELL, id }, { c: cell.level });
    }
  }

  /** The tree may be another one. */
  reset(): void {
    this.states.clear(CELL.source);
    this.#tinted.clear();
    this.paintAll();
    this.showOwnership(this.#ownership);
  }

  setTiles(url: string): void {
    this.gl()?.getSource<VectorTileSource>(CELL.source)?.setTiles([url]);
  }

  setOwnershipLevel(level: CellLevel): void {
    this.#level = level;
  }

  showOwnership(on: boolean): void {
    this.#ownership = on;
    if (on) this.#tint(this.#level);
    const gl = this.gl();
    for (const level of [2, 3, 4]) {
      const layer = `own-${level}`;
      const shown = on && level === this.#level;
      if (gl?.getLayer(layer)) gl.setLayoutProperty(layer, "visibility", shown ? "visible" : "none");
    }
  }

  #tint(level: CellLevel): void {
    if (this.#tinted.has(level)) return;
    this.#tinted.add(level);
    const cells = [...this.store.tree.all()].filter((cell) => cell.level === level);
    for (const [id, t] of tintsOf(cells, TINTS.length)) this.states.set({ ...CELL, id }, { t });
  }
}
