import type { Place, Services } from "../../ui/form/services.ts";
import type { Photos } from "../photos.ts";
import type { Item, New, Queue } from "../queue.ts";
import type { Fix, Pack, Stamp } from "../wire.ts";

/** What every part of the field page works with. */
export interface FieldContext {
  pack: Pack;
  items: readonly Item[];
  fix: Fix | null;
  photos: Photos;
  queue: Queue;
  services: Services;
  /** keep a record and send it when there is a network; resolves once it is safe on the phone */
  add(record: New): Promise<void>;
  /** what a record from the field carries */
  stamp(): Stamp;
  /** back to the round */
  back(): void;
}
export type { Place };
