/** The photos of a report that is in, one after the other, until all have arrived. */
import { lang } from "../i18n/index.ts";
import { ApiError } from "../net/api.ts";
import type { Draft } from "./draft.ts";
import { sendPhoto } from "./send.ts";

const AGAIN_MS = 15_000;

export class PhotoSender {
  /** why it does not go on for the moment */
  trouble = "";
  /** what the server said of photos that it did not take */
  refused: readonly string[] = [];
  #busy = false;
  #timer = 0;

  constructor(
    private readonly draft: Draft,
    private readonly changed: () => void,
  ) {
    window.addEventListener("online", this.go);
  }

  destroy(): void {
    window.removeEventListener("online", this.go);
    window.clearTimeout(this.#timer);
  }

  get left(): number {
    return this.draft.shots.filter(({ sent }) => !sent).length;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Go on where it stopped; nothing to do is fine. */
  readonly go = async (): Promise<void> => {
    const code = this.draft.said.received?.code;
    if (this.#busy || !code) return;
    window.clearTimeout(this.#timer);
    this.#busy = true;
    this.trouble = "";
    this.changed();
    try {
      for (const { id, blob } of this.draft.shots.filter(({ sent }) => !sent)) {
        await this.#one(id, blob, code);
        this.changed();
      }
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.trouble = failure.text(lang());
      this.#timer = window.setTimeout(this.go, AGAIN_MS);
    } finally {
      this.#busy = false;
      this.changed();
    }
  };

  async #one(id: string, blob: Blob, code: string): Promise<void> {
    try {
      await sendPhoto(id, blob, code);
    } catch (failure) {
      if (!(failure instanceof ApiError) || maySucceedLater(failure)) throw failure;
      this.refused = [...this.refused, failure.text(lang())];
    }
    await this.draft.settle(id);
  }
}

/** No answer, a server that is not well, or too many at once: not a word about what was sent. */
export function maySucceedLater({ status }: ApiError): boolean {
  return status === 0 || status >= 500 || status === 429;
}
