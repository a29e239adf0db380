/** What the camera wrote into a JPEG (time, place), carried over to the smaller picture as evidence. */

const SOI = 0xffd8;
const APP1 = 0xffe1;
const EXIF = 0x45786966;
const ORIENTATION = 0x0112;
const UPRIGHT = 1;

/** The camera's notes in a JPEG, marker and length included; null if there are none. */
export function notesOf(jpeg: ArrayBuffer): Uint8Array<ArrayBuffer> | null {
  const view = new DataView(jpeg);
  if (view.byteLength < 4 || view.getUint16(0) !== SOI) return null;
  for (let at = 2; at + 10 < view.byteLength; ) {
    const marker = view.getUint16(at);
    if (marker >> 8 !== 0xff || marker === 0xffda) return null;
    const length = view.getUint16(at + 2);
    const end = at + 2 + length;
    if (length < 2 || end > view.byteLength) return null;
    if (marker === APP1 && view.getUint32(at + 4) === EXIF) return new Uint8Array(jpeg.slice(at, end));
    at = end;
  }
  return null;
}

/** A picture with notes; the picture has been turned upright already, so the notes must not ask for it again. */
export function withNotes(jpeg: ArrayBuffer, notes: Uint8Array<ArrayBuffer>): Blob {
  const [head, rest] = [jpeg.slice(0, 2), jpeg.slice(2)];
  return new Blob([head, upright(notes), rest], { type: "image/jpeg" });
}

function upright(notes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const copy = notes.slice();
  const view = new DataView(copy.buffer, 10); // marker, length, "Exif\0\0"
  if (view.byteLength < 8) return copy;
  const little = view.getUint16(0) === 0x4949;
  const first = view.getUint32(4, little);
  if (first + 2 > view.byteLength) return copy;
  const count = view.getUint16(first, little);
  for (let i = 0; i < count; i += 1) {
    const entry = first + 2 + 12 * i;
    if (entry + 12 > view.byteLength) break;
    if (view.getUint16(entry, little) === ORIENTATION) view.setUint16(entry + 8, UPRIGHT, little);
  }
  return copy;
}
