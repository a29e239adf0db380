/** Sends a report with its photos: slow lines get minutes, and the share that has left is told. */
import { ApiError } from "../net/api.ts";
import { MESSAGES } from "../net/messages.ts";
import type { ErrorBody } from "../net/wire.ts";
import type { Received } from "./wire.ts";

const TIMEOUT_MS = 5 * 60_000;

/** A random UUID. `crypto.randomUUID` is only there over HTTPS. */
export function randomUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** One key for one intention: sent again with it, the same report answers with the same code. Throws ApiError. */
export function sendReport(form: FormData, key: string, left: (share: number) => void): Promise<Received> {
  const request = new XMLHttpRequest();
  request.open("POST", "/api/public/reports");
  request.setRequestHeader("Idempotency-Key", key);
  request.setRequestHeader("Accept", "application/json");
  request.timeout = TIMEOUT_MS;
  request.upload.onprogress = ({ loaded, total }) => left(total ? loaded / total : 0);
  return new Promise((done, fail) => {
    const lost = (code: "NETWORK" | "TIMEOUT") => () => fail(new ApiError(0, local(code)));
    request.onerror = lost("NETWORK");
    request.ontimeout = lost("TIMEOUT");
    request.onload = () => {
      const body = read(request.responseText);
      if (request.status === 200 && body) done(body as Received);
      else fail(new ApiError(request.status, isError(body) ? body : local("BAD_ANSWER")));
    };
    request.send(form);
  });
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy's own page
  }
}

function isError(body: unknown): body is ErrorBody {
  const found = body as Partial<ErrorBody> | null;
  return Boolean(found?.code && found.message);
}

function local(code: keyof typeof MESSAGES): ErrorBody {
  return { code, message: MESSAGES[code], params: {}, kept: true };
}
