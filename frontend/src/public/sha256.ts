/**
 * SHA-256 of a short message, in step: a page that is not served over HTTPS has no `crypto.subtle`, and asking it for
 * hundreds of thousands of digests takes ten times as long.
 */

/** one block less its padding */
export const MOST_BYTES = 55;

const K = new Uint32Array(64);
const START = new Uint32Array(8);

/** The constants of FIPS 180-4: fractions of the square and cube roots of the first primes. */
function prepare(): void {
  const fraction = (root: number): number => ((root - Math.floor(root)) * 2 ** 32) >>> 0;
  for (let n = 2, found = 0; found < 64; n += 1) {
    let prime = true;
    for (let by = 2; by * by <= n; by += 1) if (n % by === 0) prime = false;
    if (!prime) continue;
    if (found < 8) START[found] = fraction(Math.sqrt(n));
    K[found] = fraction(Math.cbrt(n));
    found += 1;
  }
}
prepare();

const words = new Uint32Array(64);
const turn = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

/** Throws RangeError for more than 55 bytes. */
export function sha256(message: Uint8Array): Uint8Array<ArrayBuffer> {
  if (message.length > MOST_BYTES) throw new RangeError(`at most ${MOST_BYTES} bytes`);
  const block = new Uint8Array(64);
  block.set(message);
  block[message.length] = 0x80;
  const view = new DataView(block.buffer);
  view.setUint32(60, message.length * 8);
  for (let i = 0; i < 16; i += 1) words[i] = view.getUint32(i * 4);
  const digest = new Uint8Array(32);
  const out = new DataView(digest.buffer);
  compress().forEach((word, i) => {
    out.setUint32(i * 4, word);
  });
  return digest;
}

function compress(): Uint32Array {
  for (let i = 16; i < 64; i += 1) {
    const [x, y] = [words[i - 15] as number, words[i - 2] as number];
    const first = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const second = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    words[i] = ((words[i - 16] as number) + first + (words[i - 7] as number) + second) | 0;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = START;
  for (let i = 0; i < 64; i += 1) {
    const one = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const next = (h + one + ((e & f) ^ (~e & g)) + (K[i] as number) + (words[i] as number)) | 0;
    const two = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const most = (a & b) ^ (a & c) ^ (b & c);
    // One by one: a swap by destructuring is slower.
    h = g;
    g = f;
    f = e;
    e = (d + next) | 0;
    d = c;
    c = b;
    b = a;
    a = (next + two + most) | 0;
  }
  return Uint32Array.from([a, b, c, d, e, f, g, h], (word, i) => word + (START[i] as number));
}
