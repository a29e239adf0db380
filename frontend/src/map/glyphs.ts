/** Marks of the further layers: a pin with a sign in it, a family of its own that no risk shape belongs to. */
import type { Draw } from "./icons.ts";
import { INK } from "./palette.ts";

/** Outline of the pin on a 24 grid; its tip, at (12, 23), stands on the place. */
export const PIN = "M12 23C9.4 18.8 3.6 15.6 3.6 9.6a8.4 8.4 0 0 1 16.8 0C20.4 15.6 14.6 18.8 12 23Z";
/** Where the sign is drawn within the pin, and how large a part of the 24 grid it takes. */
export const SIGN = { x: 12, y: 9.6, scale: 0.46 };

/** Signs as strokes on a 24 grid around (12, 12). */
export const GLYPHS: Readonly<Record<string, string>> = {
  pin: "M12 5v14M5 12h14",
  flask: "M9 3h6M10 3v6L4.5 19.5h15L14 9V3M7.5 15h9",
  burst: "M12 2v6M12 16v6M2 12h6M16 12h6M5 5l4 4M15 15l4 4M19 5l-4 4M9 15l-4 4",
  shield: "M12 3l8 3v6c0 4.5-3.4 7.6-8 9-4.6-1.4-8-4.5-8-9V6ZM8.5 12l2.5 2.5 4.5-5",
  cross: "M12 4v16M4 12h16",
  camera: "M3 7h12v10H3ZM15 10.5l6-3v9l-6-3",
  crane: "M6 21V4M6 5h15M6 9l6-4M18 5v6M3 21h7",
  pipe: "M2 9h7v6H2M22 9h-7v6h7M9 10.5h6M9 13.5h6",
  zone: "M4 7l8-4 8 4v10l-8 4-8-4Z",
  seat: "M12 4a3.6 3.6 0 1 0 0 7.2A3.6 3.6 0 0 0 12 4M5 21c.7-4.6 3.6-6.6 7-6.6M15 17h7",
  rounds: "M12 4a8 8 0 1 0 8 8M12 7.5V12l3.2 2M20 4v5h-5",
  lost: "M8.5 8.5a3.6 3.6 0 1 1 5.4 3.2c-1.3.8-1.9 1.4-1.9 3.3M12 19.5v.4",
  school: "M2 9l10-5 10 5-10 5ZM6 11.5V17c3.5 2.6 8.5 2.6 12 0v-5.5",
  hospital: "M8 4v16M16 4v16M8 12h8",
  crowd:
    "M8 6.2a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2M16.5 7.5a2.2 2.2 0 1 0 0 4.4M2.5 19c.5-3.4 2.6-5 5.5-5s5 1.6 5.5 5M16.5 14c2.6 0 4.4 1.5 5 4.5",
  team: "M4 14h16M6 14a6 6 0 0 1 12 0M12 4v4M4 18h16",
  store: "M3 9l9-5 9 5v11H3ZM8 20v-7h8v7",
  hydrant: "M8 21V10a4 4 0 0 1 8 0v11M6 21h12M5 13h14M12 6V3",
};

const paths = new Map<string, Path2D>();

function path(text: string): Path2D {
  const known = paths.get(text) ?? new Path2D(text);
  paths.set(text, known);
  return known;
}

export function glyphOf(name: string): string {
  return GLYPHS[name] ?? (GLYPHS.pin as string);
}

/** The pin around (0, 0), its tip at the place below: draw it with the icon's foot on the place. */
export function pinDraw(icon: string, colour: string): Draw {
  return (pen) => {
    pen.save();
    pen.translate(-12, -12);
    pen.lineJoin = "round";
    pen.lineCap = "round";
    pen.strokeStyle = INK.halo;
    pen.lineWidth = 3;
    pen.stroke(path(PIN));
    pen.fillStyle = colour;
    pen.fill(path(PIN));
    pen.translate(SIGN.x, SIGN.y);
    pen.scale(SIGN.scale, SIGN.scale);
    pen.translate(-12, -12);
    pen.strokeStyle = "#ffffff";
    pen.lineWidth = 2.6;
    pen.stroke(path(glyphOf(icon)));
    pen.restore();
  };
}
