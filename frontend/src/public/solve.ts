/** Answers a challenge with nothing but script: no WebAssembly, no foreign service. */
import { type Challenge, type DeriveKeyFunction, type Solution, solveChallenge } from "altcha-lib";
import { sha256 } from "./sha256.ts";

export const deriveKey: DeriveKeyFunction = async (parameters, salt, password) => {
  const first = new Uint8Array(salt.length + password.length);
  first.set(salt);
  first.set(password, salt.length);
  let derivedKey = sha256(first);
  for (let i = 1; i < parameters.cost; i += 1) derivedKey = sha256(derivedKey);
  return { parameters: {}, derivedKey };
};

export function solve(challenge: Challenge): Promise<Solution | null> {
  return solveChallenge({ challenge, deriveKey, timeout: 120_000 });
}
