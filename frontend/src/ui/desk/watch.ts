import { t } from "../../i18n/index.ts";
import type { AlarmDrawn } from "../../net/wire.ts";
import { Bell } from "./bell.ts";
import { type Queue, queueOf } from "./queue-model.ts";
import { WindowTitle } from "./window-title.ts";

/** Keeps the queue, and the sound and the title that go with it. */
export class Watch {
  queue: Queue = { ringing: [], handling: [], over: [] };
  readonly bell: Bell;
  private readonly title = new WindowTitle(() => `${t("app.desk")} · ${t("app.name")}`);

  constructor(changed: () => void) {
    this.bell = new Bell(changed);
    this.title.usually();
    window.addEventListener("pointerdown", this.unlock);
    window.addEventListener("keydown", this.unlock);
  }

  /** The first touch of anything but the bell itself, which says on its own what is wanted. */
  private readonly unlock = (event: Event): void => {
    if (event.target instanceof Element && event.target.closest(".bell")) return;
    window.removeEventListener("pointerdown", this.unlock);
    window.removeEventListener("keydown", this.unlock);
    this.bell.unlock();
  };

  /** The alarms as they are now; whether something began to ring. */
  take(alarms: Iterable<AlarmDrawn>): boolean {
    const before = new Set(this.queue.ringing.map(({ id }) => id));
    this.queue = queueOf(alarms);
    const { ringing } = this.queue;
    this.bell.ring(ringing.length > 0);
    this.title.ring(ringing.length ? t("desk.title_ring", { n: ringing.length }) : "");
    return ringing.some(({ id }) => !before.has(id));
  }
}
