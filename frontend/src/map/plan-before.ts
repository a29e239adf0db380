/** The cells as they were, on the left of a divider, over the cells as they are drawn. */
import type { Map as LeafletMap } from "leaflet";
import L from "leaflet";
import { Painted } from "./painted.ts";
import { paintCells, type Ready, ready } from "./plan-paint.ts";
import type { PlanCell } from "./plan-types.ts";

const NONE: ReadonlySet<number> = new Set();

export class BeforeSheet {
  readonly #sheet: Painted;
  #share = 0.5;

  /** `below`: the canvas that this one lies under. */
  constructor(
    private readonly map: LeafletMap,
    cells: Iterable<PlanCell>,
    below: HTMLElement,
  ) {
    const drawn: Ready[] = [...cells].map(ready);
    this.#sheet = new Painted(map, (sheet) => {
      paintCells(sheet, drawn, NONE);
      this.#clip();
    });
    below.before(this.#sheet.element);
    map.on("move resize", this.#clip);
    this.#sheet.soon();
  }

  /** Put the divider at a share of the window's width. */
  divide(share: number): void {
    this.#share = share;
    this.#clip();
  }

  readonly #clip = (): void => {
    const { element } = this.#sheet;
    const left = this.map.layerPointToContainerPoint(L.DomUtil.getPosition(element)).x;
    const wide = Math.round(this.map.getSize().x * this.#share - left);
    element.style.clipPath = `inset(0 calc(100% - ${wide}px) 0 0)`;
  };

  destroy(): void {
    this.map.off("move resize", this.#clip);
    this.#sheet.destroy();
  }
}
