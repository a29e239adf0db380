import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Api, ApiError, cookie } from "./api.ts";

const json = (status: number, body: unknown): Response => Response.json(body, { status });

function apiThat(...answers: (Response | Error)[]): {
  api: Api;
  calls: { url: string; init: RequestInit }[];
} {
  const calls: { url: string; init: RequestInit }[] = [];
  const fetcher = async (url: unknown, init: unknown): Promise<Response> => {
    calls.push({ url: String(url), init: init as RequestInit });
    const answer = answers.shift();
    if (!answer || answer instanceof Error) throw answer ?? new TypeError("no answer left");
    return answer;
  };
  return { api: new Api("/api", fetcher as typeof fetch), calls };
}

beforeEach(() => {
  vi.stubGlobal("document", { cookie: "a=b; csrftoken=T%3D1" });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe("Api", () => {
  it("sends the CSRF token and an Idempotency-Key with every action", async () => {
    const { api, calls } = apiThat(
      json(200, { id: 1, version: 1, ops: [] }),
      json(200, { id: 1, version: 1, ops: [] }),
    );
    await api.post("/hazards", { title: "x" });
    await api.post("/hazards", { title: "x" });
    const headers = calls.map(({ init }) => init.headers as Record<string, string>);
    expect(headers[0]).toMatchObject({ "X-CSRFToken": "T=1", "Content-Type": "application/json" });
    expect(headers[0]?.["Idempotency-Key"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers[0]?.["Idempotency-Key"]).not.toBe(headers[1]?.["Idempotency-Key"]);
  });

  it("keeps the key of one intention over retries", async () => {
    const { api, calls } = apiThat(new TypeError("down"), json(200, { id: 1 }));
    await expect(api.post("/hazards", {}, { key: "k" })).rejects.toMatchObject({
      code: "NETWORK",
      status: 0,
    });
    await api.post("/hazards", {}, { key: "k" });
    expect(calls.map(({ init }) => (init.headers as Record<string, string>)["Idempotency-Key"])).toEqual([
      "k",
      "k",
    ]);
  });

  it("passes on the ops of an own action at once", async () => {
    const ops = [{ o: "remove", e: "point", id: 1, v: 2 }];
    const { api } = apiThat(json(200, { id: 1, version: 2, ops }));
    const seen = vi.fn();
    api.onOps = seen;
    await api.post("/hazards/1/verify", { version: 1 });
    expect(seen).toHaveBeenCalledWith(ops);
  });

  it("turns a refusal into an error with its code and words", async () => {
    const message = { zh: "别人刚改过", en: "Somebody just changed it" };
    const { api } = apiThat(json(409, { code: "STALE_VERSION", message, params: { now: 4 }, kept: true }));
    const error = (await api.post("/hazards/1/verify").catch((e: unknown) => e)) as ApiError;
    expect(error).toBeInstanceOf(ApiError);
    expect([error.code, error.text("zh"), error.body.params.now]).toEqual(["STALE_VERSION", "别人刚改过", 4]);
  });

  it("says so when the answer is not ours, e.g. a proxy's page", async () => {
    const { api } = apiThat(new Response("<h1>Bad gateway</h1>", { status: 502 }));
    await expect(api.get("/me")).rejects.toMatchObject({ code: "BAD_ANSWER", status: 502 });
  });

  it("tells when the session has ended, but not at a wrong password", async () => {
    const refusal = { code: "NOT_LOGGED_IN", message: { zh: "", en: "" } };
    const { api } = apiThat(json(401, refusal), json(401, refusal));
    const ended = vi.fn();
    api.onUnauthorised = ended;
    await expect(api.login("a", "b")).rejects.toThrow();
    expect(ended).not.toHaveBeenCalled();
    await expect(api.me()).rejects.toThrow();
    expect(ended).toHaveBeenCalledOnce();
  });

  it("reads one cookie among many", () => {
    expect(cookie("csrftoken", "xcsrftoken=no; csrftoken=yes")).toBe("yes");
    expect(cookie("missing", "a=b")).toBe("");
  });
});
