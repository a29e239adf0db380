/**
 * Snapshot, then the socket from its token on; after a break, on from the token of the last beat.
 *
 * The server answers `recovered` with all that was missed, or `reset`: then a new snapshot, never a partial recovery.
 */
import { ApiError } from "./api.ts";
import { BROWSER_CLOCKS, type Clocks, type Freshness, FreshnessClock, LATE_MS } from "./clock.ts";
import type { Op, ResetReason, ServerMessage, Snapshot, Told } from "./wire.ts";

export interface Sink {
  load(snapshot: Snapshot): void;
  apply(ops: readonly (Op | Told)[]): void;
}

export interface LiveStatus {
  freshness: Freshness;
  /** ms since the last message; null before the first */
  age: number | null;
  serverNow: Date;
  /** why the last snapshot had to be loaded anew */
  lastReset: ResetReason | null;
}

export interface LiveOptions {
  loadSnapshot(signal: AbortSignal): Promise<Snapshot>;
  sink: Sink;
  socketUrl?: string;
  onStatus?(status: LiveStatus): void;
  /** access ended (log-out elsewhere, deactivated, revoked) or the session ran out: go to the log-in page */
  onEnded?(): void;
  clocks?: Clocks;
  socket?: (url: string) => WebSocket;
  random?: () => number;
  /** first wait before another try, doubled up to `maxWait` */
  firstWait?: number;
  maxWait?: number;
}

const CLOSE_RESET = 4001;
const CLOSE_ENDED = 4003;
/** Beats come every 2 s; a socket silent for so long is dead even if it looks open. */
const DEAD_MS = 12_000;
const TICK_MS = 1_000;

export class Live {
  readonly #options: Required<Omit<LiveOptions, "onStatus" | "onEnded">> &
    Pick<LiveOptions, "onStatus" | "onEnded">;
  readonly #clock: FreshnessClock;
  #socket: WebSocket | null = null;
  #token: string | null = null;
  #expected = 0;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | null = null;
  #ticker: ReturnType<typeof setInterval> | null = null;
  #loading: AbortController | null = null;
  #ended = false;
  #lastReset: ResetReason | null = null;
  #lateTicks = 0;
  readonly #wake = (): void => this.#tryNow();

  constructor(options: LiveOptions) {
    this.#options = {
      socketUrl: defaultSocketUrl(),
      clocks: BROWSER_CLOCKS,
      socket: (url) => new WebSocket(url),
      random: Math.random,
      firstWait: 500,
      maxWait: 20_000,
      ...options,
    };
    this.#clock = new FreshnessClock(this.#options.clocks);
  }

  start(): void {
    this.#ticker ??= setInterval(() => this.#tick(), TICK_MS);
    globalThis.addEventListener?.("online", this.#wake);
    globalThis.addEventListener?.("visibilitychange", this.#wake);
    void this.#connect();
  }

  stop(): void {
    this.#ended = true;
    globalThis.removeEventListener?.("online", this.#wake);
    globalThis.removeEventListener?.("visibilitychange", this.#wake);
    if (this.#ticker) clearInterval(this.#ticker);
    this.#cancelRetry();
    this.#loading?.abort();
    this.#drop();
  }

  get status(): LiveStatus {
    return {
      freshness: this.#freshness(),
      age: this.#clock.age(),
      serverNow: this.#clock.serverNow(),
      lastReset: this.#lastReset,
    };
  }

  #freshness(): Freshness {
    if (this.#ended) return "ended";
    if (this.#clock.age() === null) return this.#failures === 0 ? "connecting" : "offline";
    return this.#clock.freshness(this.#socket !== null && this.#failures === 0);
  }

  async #connect(): Promise<void> {
    if (this.#ended || this.#socket || this.#loading) return;
    if (this.#token === null && !(await this.#load())) return;
    if (!this.#ended && !this.#socket) this.#open();
  }

  /** Load a snapshot; false if it failed and another try was planned, or access ended. */
  async #load(): Promise<boolean> {
    const loading = new AbortController();
    this.#loading = loading;
    try {
      const snapshot = await this.#options.loadSnapshot(loading.signal);
      if (this.#ended) return false;
      this.#token = snapshot.token;
      this.#options.sink.load(snapshot);
      return true;
    } catch (error) {
      if (error instanceof ApiError && (error.status === 401 || error.status === 403)) this.#end();
      else this.#retryLater(error);
      return false;
    } finally {
      this.#loading = null;
    }
  }

  #open(): void {
    const socket = this.#options.socket(this.#options.socketUrl);
    this.#socket = socket;
    this.#expected = 0;
    socket.onopen = () => socket.send(JSON.stringify({ t: "since", token: this.#token }));
    socket.onmessage = (event) => {
      if (socket === this.#socket) this.#message(String(event.data));
    };
    socket.onclose = (event) => {
      if (socket === this.#socket) this.#closed(event.code);
    };
  }

  #message(text: string): void {
    const message = JSON.parse(text) as ServerMessage;
    if (message.i !== this.#expected) {
      // A message was lost on the way: what is on the screen may miss it, so ask again from the last token.
      this.#drop();
      this.#retryLater(`message ${message.i} instead of ${this.#expected}`);
      return;
    }
    this.#expected += 1;
    if (message.t === "hello") this.#clock.connected(message.now);
    else this.#clock.heard(message.t === "beat" ? message.now : undefined);
    if (message.t === "ops") this.#options.sink.apply(message.ops);
    else if (message.t === "beat") this.#token = message.token ?? this.#token;
    else if (message.t === "hello") this.#failures = 0;
    else if (message.t === "reset") this.#reset(message.reason, message.within);
    this.#report();
  }

  #reset(reason: ResetReason, within: number): void {
    this.#lastReset = reason;
    this.#token = null;
    this.#drop();
    // Spread out: a reset of all viewers at once must not become a storm of snapshots.
    this.#plan(this.#options.random() * within * 1000);
  }

  #closed(code: number): void {
    this.#socket = null;
    if (code === CLOSE_ENDED) return this.#end();
    if (code === CLOSE_RESET) this.#token = null;
    this.#retryLater(`socket closed with ${code}`);
  }

  #end(): void {
    this.stop();
    this.#report();
    this.#options.onEnded?.();
  }

  #retryLater(why: unknown): void {
    console.warn("live: trying again", why);
    this.#failures += 1;
    const full = Math.min(this.#options.maxWait, this.#options.firstWait * 2 ** (this.#failures - 1));
    this.#plan(full * (0.5 + this.#options.random() / 2));
    this.#report();
  }

  #plan(wait: number): void {
    this.#cancelRetry();
    if (this.#ended) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      void this.#connect();
    }, wait);
  }

  #cancelRetry(): void {
    if (this.#retry) clearTimeout(this.#retry);
    this.#retry = null;
  }

  #tryNow(): void {
    if (this.#ended || this.#socket || globalThis.document?.visibilityState === "hidden") return;
    this.#cancelRetry();
    void this.#connect();
  }

  #tick(): void {
    const slept = this.#clock.tick();
    const age = this.#clock.age() ?? 0;
    this.#lateTicks = age > LATE_MS ? this.#lateTicks + 1 : 0;
    // Beats that keep coming late: a new line finds out whether the line or the server's clock is to blame.
    const silent = age > DEAD_MS || this.#lateTicks > DEAD_MS / TICK_MS;
    if (this.#socket && this.#expected > 0 && (slept || silent)) {
      this.#lateTicks = 0;
      this.#drop();
      this.#retryLater(slept ? "the machine slept" : "silent socket");
    }
    this.#report();
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #report(): void {
    this.#options.onStatus?.(this.status);
  }
}

function defaultSocketUrl(): string {
  const { protocol, host } = globalThis.location ?? { protocol: "http:", host: "localhost" };
  return `${protocol === "https:" ? "wss:" : "ws:"}//${host}/ws/live`;
}
