/** The one HTTP client: CSRF header, an Idempotency-Key per action, errors as objects with a code and words. */
import { MESSAGES } from "./messages.ts";
import type { ErrorBody, Lang, Me, Op, SearchResult, Snapshot } from "./wire.ts";

const TIMEOUT_MS = 20_000;

export class ApiError extends Error {
  constructor(
    /** 0: no answer came */
    readonly status: number,
    readonly body: ErrorBody,
  ) {
    super(body.code);
  }

  get code(): string {
    return this.body.code;
  }

  text(lang: Lang): string {
    return this.body.message[lang];
  }
}

export interface ActionResult {
  id: number;
  version: number;
  ops: Op[];
}

export interface CallOptions {
  signal?: AbortSignal;
  /** Keep one key for one intention, over all retries; `newKey()` makes one. Without it each call is its own. */
  key?: string;
  headers?: Record<string, string>;
}

export function newKey(): string {
  return crypto.randomUUID();
}

export class Api {
  /** Told of the ops that an own action answers with, so that they show at once. */
  onOps: (ops: Op[]) => void = () => {};
  /** Told when the session has ended. */
  onUnauthorised: () => void = () => {};

  constructor(
    private readonly base = "/api",
    private readonly fetcher: typeof fetch = (...args) => fetch(...args),
  ) {}

  me(): Promise<Me> {
    return this.get("/me");
  }

  login(username: string, password: string): Promise<Me> {
    return this.post("/login", { username, password });
  }

  logout(): Promise<unknown> {
    return this.post("/logout");
  }

  snapshot(signal?: AbortSignal): Promise<Snapshot> {
    return this.get("/snapshot", signal ? { signal } : {});
  }

  async search(q: string, signal?: AbortSignal): Promise<SearchResult[]> {
    const path = `/search?q=${encodeURIComponent(q)}`;
    return (await this.get<{ results: SearchResult[] }>(path, signal ? { signal } : {})).results;
  }

  get<T>(path: string, options: CallOptions = {}): Promise<T> {
    return this.#call<T>("GET", path, undefined, options);
  }

  /** Read again what was read before; no body: it is still what `etag` stood for. */
  async getIfNew<T>(path: string, etag: string): Promise<{ body: T | null; headers: Headers }> {
    const known = etag ? { "If-None-Match": etag } : {};
    const response = await this.#send("GET", path, undefined, { headers: known });
    const body = response.status === 304 ? null : await this.#read<T>(response, path);
    return { body, headers: response.headers };
  }

  /** Anything that changes something. Ops in the answer go to `onOps`. */
  async post<T = ActionResult>(path: string, body: unknown = {}, options: CallOptions = {}): Promise<T> {
    const answer = await this.#call<T>("POST", path, body, options);
    const ops = (answer as { ops?: Op[] } | undefined)?.ops;
    if (ops?.length) this.onOps(ops);
    return answer;
  }

  upload(file: Blob, name: string, options: CallOptions = {}): Promise<{ id: string; url: string }> {
    return this.send("/uploads", new File([file], name, { type: file.type }), {}, options);
  }

  /** A file with what is to be said of it. */
  send<T>(path: string, file: File, about: Record<string, string>, options: CallOptions = {}): Promise<T> {
    const form = new FormData();
    for (const [name, value] of Object.entries(about)) form.append(name, value);
    form.append("file", file, file.name);
    return this.#call<T>("POST", path, form, options);
  }

  async #call<T>(method: string, path: string, body: unknown, options: CallOptions): Promise<T> {
    return this.#read<T>(await this.#send(method, path, body, options), path);
  }

  async #read<T>(response: Response, path: string): Promise<T> {
    if (response.status === 204) return undefined as T;
    const data = await readJson(response);
    if (response.ok && data !== null) return data as T;
    const error = new ApiError(response.status, errorBody(data));
    if (response.status === 401 && path !== "/login") this.onUnauthorised();
    throw error;
  }

  async #send(method: string, path: string, body: unknown, options: CallOptions): Promise<Response> {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const request: RequestInit = {
      method,
      headers: { ...headers(method, body, options.key), ...options.headers },
      credentials: "same-origin",
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    };
    if (body !== undefined) request.body = isRaw(body) ? body : JSON.stringify(body);
    try {
      return await this.fetcher(this.base + path, request);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw new ApiError(0, localError(timeout.aborted ? "TIMEOUT" : "NETWORK"));
    }
  }
}

function headers(method: string, body: unknown, key: string | undefined): Record<string, string> {
  const fields: Record<string, string> = { Accept: "application/json" };
  if (method === "GET") return fields;
  fields["X-CSRFToken"] = cookie("csrftoken");
  fields["Idempotency-Key"] = key ?? newKey();
  if (!isRaw(body)) fields["Content-Type"] = "application/json";
  else if (body instanceof Blob) fields["Content-Type"] = "application/octet-stream";
  return fields;
}

/** Sent as it is. */
function isRaw(body: unknown): body is FormData | Blob {
  return body instanceof FormData || body instanceof Blob;
}

export function cookie(name: string, all: string = document.cookie): string {
  const found = all.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null; // a proxy's HTML page; the caller turns it into BAD_ANSWER
  }
}

function errorBody(data: unknown): ErrorBody {
  const body = data as Partial<ErrorBody> | null;
  if (!body?.code || !body.message) return localError("BAD_ANSWER");
  return { params: {}, kept: false, ...body, code: body.code, message: body.message };
}

function localError(code: keyof typeof MESSAGES): ErrorBody {
  return { code, message: MESSAGES[code], params: {}, kept: true };
}
