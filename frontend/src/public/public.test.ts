import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCode } from "./code.ts";
import { common } from "./common.ts";
import { randomUuid } from "./send.ts";
import { MOST_BYTES, sha256 } from "./sha256.ts";
import { deriveKey, solve } from "./solve.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const real = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

describe("the digest", () => {
  it("is that of everybody else", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: MOST_BYTES }), (bytes) => {
        expect(hex(sha256(bytes))).toBe(real(bytes));
      }),
    );
  });

  it("takes no more than fits into a block", () => {
    expect(() => sha256(new Uint8Array(MOST_BYTES + 1))).toThrow(RangeError);
  });
});

describe("the proof of work", () => {
  it("finds the number that the server thought of", async () => {
    const parameters = {
      algorithm: "SHA-256",
      cost: 10,
      keyLength: 32,
      nonce: "000102030405060708090a0b0c0d0e0f",
      salt: "101112131415161718191a1b1c1d1e1f",
      keyPrefix: "",
    };
    const password = new Uint8Array(20);
    password.set(Buffer.from(parameters.nonce, "hex"));
    new DataView(password.buffer).setUint32(16, 321);
    const salt = new Uint8Array(Buffer.from(parameters.salt, "hex"));
    const { derivedKey } = await deriveKey(parameters, salt, password);
    parameters.keyPrefix = hex(derivedKey).slice(0, 32);
    const solution = await solve({ parameters, signature: "x" });
    expect(solution).toMatchObject({ counter: 321, derivedKey: hex(derivedKey) });
  });
});

describe("a key", () => {
  it("is a random UUID", () => {
    const keys = new Set(Array.from({ length: 200 }, randomUuid));
    expect(keys.size).toBe(200);
    for (const key of keys) {
      expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });
});

describe("a tracking code", () => {
  it("is read as people type it", () => {
    for (const typed of ["0123-4567-89AB-CDEF", "o l23 4567 89ab cdef", "O123－456789ABCDEF"])
      expect(readCode(typed)).toBe("0123456789ABCDEF");
  });

  it("is nothing else", () => {
    for (const typed of [
      "",
      "   ",
      "不知道",
      "0123-4567-89AB-CDE",
      "0123-4567-89AB-CDEU",
      "0123456789ABCDEF0",
    ])
      expect(readCode(typed)).toBeNull();
  });
});

describe("what is published", () => {
  it("says once what is said of all of it, and nothing that is not", () => {
    expect(common([{ text: "一" }, { text: "一" }])).toBe("一");
    expect(common([{ text: "一" }, { text: "二" }])).toBe("");
    expect(common([{ text: "一" }])).toBe("");
    expect(common([])).toBe("");
  });
});
