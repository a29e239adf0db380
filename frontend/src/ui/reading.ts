import type { ReactiveController, ReactiveControllerHost } from "lit";
import { lang } from "../i18n/index.ts";
import { ApiError } from "../net/api.ts";

/** Reads something of the server and keeps what was read; `trouble` says in words why it could not. */
export class Reading<T> implements ReactiveController {
  value: T | null = null;
  trouble = "";
  private asked = 0;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly read: () => Promise<T>,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    // After the first properties are set: the API is one of them.
    void Promise.resolve().then(() => this.load());
  }

  /** Read anew. What was read stays until then, and when it fails; of several at once the last asked for counts. */
  async load(): Promise<void> {
    this.asked += 1;
    const mine = this.asked;
    let trouble = "";
    try {
      const value = await this.read();
      if (mine === this.asked) this.value = value;
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      trouble = failure.text(lang());
    }
    if (mine !== this.asked) return;
    this.trouble = trouble;
    this.host.requestUpdate();
  }
}
