import type { ReactiveController, ReactiveControllerHost } from "lit";
import { lang } from "../../i18n/index.ts";
import { type Api, ApiError } from "../../net/api.ts";

/** Reads one list of the server and keeps what was read; `trouble` says in words why it could not. */
export class ListData<T> implements ReactiveController {
  value: T | null = null;
  trouble = "";

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly api: () => Api,
    private readonly path: () => string,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    // After the first properties are set: the API is one of them.
    void Promise.resolve().then(() => this.load());
  }

  async load(): Promise<void> {
    try {
      this.value = await this.api().get<T>(this.path());
      this.trouble = "";
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.trouble = failure.text(lang());
    }
    this.host.requestUpdate();
  }
}
