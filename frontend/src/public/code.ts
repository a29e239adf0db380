/** The tracking code as people type it, read the way the server reads it (`domain/public_reports.py`). */

const LENGTH = 16;
/** Crockford's letters: none is taken for another or for a digit. */
const CODE = new RegExp(`^[0-9A-HJKMNP-TV-Z]{${LENGTH}}$`);

/** Any case, with or without dashes, O for 0. Null if it cannot be a code. */
export function readCode(text: string): string | null {
  const code = text
    .replace(/[\s\-‐-―－]/g, "")
    .toUpperCase()
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
  return CODE.test(code) ? code : null;
}
