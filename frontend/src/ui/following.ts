import type { ReactiveController } from "lit";
import type { Store, StoreChange } from "../state/store.ts";
import type { View } from "./view.ts";

/** Tells a component of every change of the store for as long as it stands in the page. */
export class Following implements ReactiveController {
  private stop: (() => void) | null = null;

  /** `store` is asked before the component first renders, when its properties are there. */
  constructor(
    host: View,
    private readonly store: () => Store,
    private readonly onChange: (change: StoreChange) => void,
  ) {
    host.addController(this);
  }

  hostUpdate(): void {
    this.stop ??= this.store().subscribe(this.onChange);
  }

  hostDisconnected(): void {
    this.stop?.();
    this.stop = null;
  }
}
