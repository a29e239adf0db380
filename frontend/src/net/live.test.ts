import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type WebSocket as ServerSocket, WebSocketServer } from "ws";
import { snapshot } from "../state/samples.ts";
import { Store } from "../state/store.ts";
import { ApiError } from "./api.ts";
import { Live, type LiveOptions } from "./live.ts";
import type { Op, Snapshot } from "./wire.ts";

const RED: Op = { o: "remove", e: "point", id: 1, v: 5 };
const beat = (i: number, token?: string): object => ({
  t: "beat",
  i,
  now: "2026-11-21T12:00:00Z",
  ...(token && { token }),
});

let server: WebSocketServer;
let url: string;
const running: Live[] = [];

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(server, "listening");
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.spyOn(console, "warn").mockReturnValue();
});
afterEach(async () => {
  for (const live of running.splice(0)) live.stop();
  for (const client of server.clients) client.terminate();
  server.close();
  await once(server, "close");
  vi.restoreAllMocks();
});

/** The next connection and what it said first. */
async function connection(): Promise<{ socket: ServerSocket; first: unknown; say(message: object): void }> {
  const [socket] = (await once(server, "connection")) as [ServerSocket];
  const [data] = (await once(socket, "message")) as [Buffer];
  return { socket, first: JSON.parse(String(data)), say: (message) => socket.send(JSON.stringify(message)) };
}

function start(
  options: Partial<LiveOptions> = {},
  snapshots: Snapshot[] = [snapshot()],
): { live: Live; store: Store; loads: () => number } {
  const store = new Store();
  let loads = 0;
  const live = new Live({
    loadSnapshot: async () => {
      loads += 1;
      const next = snapshots[Math.min(loads, snapshots.length) - 1];
      if (!next) throw new Error("no snapshot");
      return next;
    },
    sink: store,
    socketUrl: url,
    firstWait: 10,
    maxWait: 40,
    ...options,
  });
  running.push(live);
  live.start();
  return { live, store, loads: () => loads };
}

describe("Live", () => {
  it("loads the snapshot, says since its token, applies what comes", async () => {
    const { live, store } = start();
    expect(live.status.freshness).toBe("connecting");
    const { first, say } = await connection();
    expect(first).toEqual({ t: "since", token: "t0" });
    say({ t: "hello", i: 0, recovered: true, now: new Date().toISOString() });
    say({ t: "ops", i: 1, ops: [RED] });
    await vi.waitFor(() => expect(store.get("point", 1)).toBeUndefined());
    expect(live.status.freshness).toBe("live");
  });

  it("goes on from the token of the last beat, without another snapshot", async () => {
    const { store, loads } = start();
    const one = await connection();
    one.say({ t: "hello", i: 0, recovered: true, now: new Date().toISOString() });
    one.say(beat(1, "t1"));
    one.say(beat(2)); // most beats carry none
    await vi.waitFor(() => expect(running[0]?.status.age).not.toBeNull());
    one.socket.send(JSON.stringify(beat(3)), () => one.socket.terminate());
    const two = await connection();
    expect(two.first).toEqual({ t: "since", token: "t1" });
    two.say({ t: "hello", i: 0, recovered: true, now: new Date().toISOString() });
    two.say({ t: "ops", i: 1, ops: [RED] });
    await vi.waitFor(() => expect(store.get("point", 1)).toBeUndefined());
    expect(loads()).toBe(1);
  });

  it("loads a new snapshot after a reset", async () => {
    const { live, loads } = start({}, [snapshot(), snapshot({ token: "t9" })]);
    const one = await connection();
    one.say({ t: "reset", i: 0, reason: "too_old", within: 0.02 });
    const two = await connection();
    expect(two.first).toEqual({ t: "since", token: "t9" });
    expect(loads()).toBe(2);
    expect(live.status.lastReset).toBe("too_old");
  });

  it("shows a bulk change as one reload, however the end of the connection comes", async () => {
    const { store, loads } = start({}, [snapshot(), snapshot({ token: "t9" })]);
    const resets: boolean[] = [];
    const one = await connection();
    store.subscribe((change) => resets.push(change.reset));
    one.say({ t: "hello", i: 0, recovered: true, now: new Date().toISOString() });
    one.say({ t: "reset", i: 1, reason: "bulk", within: 0.02 });
    one.socket.close(4001);
    const two = await connection();
    two.say({ t: "hello", i: 0, recovered: true, now: new Date().toISOString() });
    two.say({ t: "ops", i: 1, ops: [RED] });
    await vi.waitFor(() => expect(store.get("point", 1)).toBeUndefined());
    expect([loads(), resets]).toEqual([2, [true, false]]);
  });

  it("loads a new snapshot when the server closes with 4001 and the word got lost", async () => {
    const { loads } = start({}, [snapshot(), snapshot({ token: "t9" })]);
    (await connection()).socket.close(4001);
    expect((await connection()).first).toEqual({ t: "since", token: "t9" });
    expect(loads()).toBe(2);
  });

  it("asks again from the last token when a message is missing", async () => {
    const { store, loads } = start();
    const one = await connection();
    one.say({ t: "hello", i: 0, recovered: true, now: new Date().toISOString() });
    one.say({ t: "ops", i: 2, ops: [RED] });
    const two = await connection();
    expect(two.first).toEqual({ t: "since", token: "t0" });
    expect(store.get("point", 1)).toBeDefined();
    expect(loads()).toBe(1);
  });

  it("ends for good when access ended", async () => {
    const ended = vi.fn();
    const { live } = start({ onEnded: ended });
    (await connection()).socket.close(4003);
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce());
    expect(live.status.freshness).toBe("ended");
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(server.clients.size).toBe(0);
  });

  it("ends when the session is over at the next snapshot", async () => {
    const ended = vi.fn();
    const body = { code: "NOT_LOGGED_IN", message: { zh: "", en: "" }, params: {}, kept: false };
    start({ onEnded: ended, loadSnapshot: () => Promise.reject(new ApiError(401, body)) });
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce());
  });

  it("keeps trying while the server is away, and says offline", async () => {
    let down = true;
    const { live } = start({
      loadSnapshot: () => (down ? Promise.reject(new Error("away")) : Promise.resolve(snapshot())),
    });
    await vi.waitFor(() => expect(live.status.freshness).toBe("offline"));
    down = false;
    expect((await connection()).first).toEqual({ t: "since", token: "t0" });
  });

  it("tells each change of freshness", async () => {
    const seen: string[] = [];
    start({ onStatus: ({ freshness }) => seen.push(freshness) });
    const { say } = await connection();
    say({ t: "hello", i: 0, recovered: true, now: new Date().toISOString() });
    await vi.waitFor(() => expect(seen).toContain("live"));
  });
});
