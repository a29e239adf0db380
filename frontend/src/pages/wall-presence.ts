import { type Api, ApiError } from "../net/api.ts";
import type { WallFreshness } from "../ui/wall/fresh.ts";

const EVERY_MS = 10_000;

/** Tells the desk that this wall is there. A sign of life that is lost is not repeated: the next one comes soon. */
export class Presence {
  constructor(
    private readonly api: Api,
    private readonly state: () => { gl: boolean; freshness: WallFreshness },
  ) {}

  start(): void {
    void this.say();
    window.setInterval(() => void this.say(), EVERY_MS);
  }

  private async say(): Promise<void> {
    const { gl, freshness } = this.state();
    const ratio = window.devicePixelRatio;
    const screen = {
      w: Math.round(window.innerWidth * ratio),
      h: Math.round(window.innerHeight * ratio),
      gl,
    };
    try {
      await this.api.post("/wall/presence", { screen, freshness });
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      console.warn("the desk was not told that this wall is there", failure.code);
    }
  }
}
