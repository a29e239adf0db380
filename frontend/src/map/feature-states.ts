/** Feature-states with a memory: a lost WebGL context wipes those of MapLibre. */
import type { Map as GlMap } from "maplibre-gl";

export interface FeatureKey {
  source: string;
  sourceLayer: string;
  id: number;
}
export type State = Record<string, number | boolean>;
type Target = Pick<GlMap, "setFeatureState" | "removeFeatureState">;

export class FeatureStates {
  readonly #kept = new Map<string, { key: FeatureKey; state: State }>();

  constructor(private readonly gl: () => Target | null) {}

  get size(): number {
    return this.#kept.size;
  }

  /** Merge into the state of a feature, also of one that no tile has shown yet. */
  set(key: FeatureKey, state: State): void {
    const name = nameOf(key);
    this.#kept.set(name, { key, state: { ...this.#kept.get(name)?.state, ...state } });
    this.gl()?.setFeatureState(key, state);
  }

  remove(key: FeatureKey): void {
    if (this.#kept.delete(nameOf(key))) this.gl()?.removeFeatureState(key);
  }

  /** Drop all of a source, e.g. when other ground is shown. */
  clear(source: string): void {
    for (const { key } of [...this.#kept.values()]) if (key.source === source) this.remove(key);
  }

  /** Say everything again, after the context or the style came back. */
  reapply(): void {
    const gl = this.gl();
    if (gl) for (const { key, state } of this.#kept.values()) gl.setFeatureState(key, state);
  }
}

function nameOf(key: FeatureKey): string {
  return `${key.source}/${key.sourceLayer}/${key.id}`;
}
