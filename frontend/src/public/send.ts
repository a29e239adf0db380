/** Sends a report, and then its photos one by one: a line that breaks loses at most the photo that was on its way. */
import { ApiError } from "../net/api.ts";
import { MESSAGES } from "../net/messages.ts";
import type { ErrorBody } from "../net/wire.ts";
import type { PhotoReceived } from "./wire.ts";

const TIMEOUT_MS = 2 * 60_000;

/** A random UUID. `crypto.randomUUID` is only there over HTTPS. */
export function randomUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Slow lines get minutes. The name makes it one photo, however often it is sent. Throws ApiError. */
export async function sendPhoto(name: string, photo: Blob, code: string): Promise<PhotoReceived> {
  const form = new FormData();
  form.append("code", code);
  form.append("file", photo, "photo.jpg");
  let response: Response;
  let body: unknown;
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    response = await fetch(`/api/public/photos/${name}`, { method: "POST", body: form, signal });
    body = await response.json().catch(() => null); // a proxy's own page
  } catch {
    throw new ApiError(0, local("NETWORK"));
  }
  if (response.ok && body) return body as PhotoReceived;
  throw new ApiError(response.status, isError(body) ? body : local("BAD_ANSWER"));
}

function isError(body: unknown): body is ErrorBody {
  const found = body as Partial<ErrorBody> | null;
  return Boolean(found?.code && found.message);
}

function local(code: keyof typeof MESSAGES): ErrorBody {
  return { code, message: MESSAGES[code], params: {}, kept: true };
}
