import type { ReactiveController } from "lit";
import { Reading } from "../reading.ts";
import type { View } from "../view.ts";
import type { EnterpriseContext } from "./types.ts";

/** Asks anew what a part of the page shows whenever the page has heard news; what somebody is typing is left alone. */
export class Renewal implements ReactiveController {
  private seen: number | null = null;

  constructor(
    host: View,
    private readonly context: () => EnterpriseContext,
    private readonly renew: () => void,
  ) {
    host.addController(this);
  }

  hostUpdate(): void {
    const { news } = this.context();
    const before = this.seen;
    this.seen = news;
    if (before !== null && before !== news) this.renew();
  }

  hostDisconnected(): void {
    this.seen = null;
  }
}

/** What a part of the page shows of the server, read again with the page's news. */
export function renewed<T>(
  host: View & { context: EnterpriseContext },
  read: (context: EnterpriseContext) => Promise<T>,
): Reading<T> {
  const reading = new Reading(host, () => read(host.context));
  new Renewal(
    host,
    () => host.context,
    () => void reading.load(),
  );
  return reading;
}
