import type { Drafts } from "../../keep/drafts.ts";
import type { Photos } from "../../keep/photos.ts";
import type { Item, New, Queue } from "../../keep/queue.ts";
import type { HazardDetail } from "../../ui/details.ts";
import type { Services } from "../../ui/form/services.ts";
import type { Fix, Pack, Stamp } from "../wire.ts";

/** What deals with records: there without a pack too. */
export interface Hands {
  items: readonly Item[];
  fix: Fix | null;
  photos: Photos;
  queue: Queue;
  drafts: Drafts;
  services: Services;
  /** a hazard as it is now; null: nobody can say */
  read(id: number): Promise<HazardDetail | null>;
  /** keep a record and send it when there is a network; false: there was no room, and it was said so */
  add(record: New): Promise<boolean>;
  /** other records in the place of one that was refused; false as with `add` */
  replace(id: string, made: readonly New[]): Promise<boolean>;
}

/** What every part of the field page works with. */
export interface FieldContext extends Hands {
  pack: Pack;
  /** what a record from the field carries */
  stamp(): Stamp;
  /** back to the round */
  back(): void;
}
