/** The worker that answers a challenge: the page stays quick meanwhile. */
import type { Challenge } from "altcha-lib";
import { solve } from "./solve.ts";

self.onmessage = async ({ data }: MessageEvent<Challenge>): Promise<void> => {
  self.postMessage(await solve(data));
};
