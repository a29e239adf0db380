/** Signs that cover each other, moved apart on the screen so that each can be read and pressed. */

export interface Spot {
  x: number;
  y: number;
}

/** More is never needed for a day's stops; a crowd stays a little crowded. */
const ROUNDS = 200;
/** Turns that never repeat: signs on one spot each get a direction of their own. */
const TURN = Math.PI * (3 - Math.sqrt(5));

/**
 * Where signs stand when no two centres may be nearer than `gap` pixels. Who has room stays where it is; the others
 * give way by equal parts. The same spots always give the same answer.
 */
export function apart(spots: readonly Spot[], gap: number): Spot[] {
  const moved = spots.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < ROUNDS; round++) {
    if (!pushed(moved, gap)) break;
  }
  return moved;
}

function pushed(spots: Spot[], gap: number): boolean {
  let any = false;
  for (const [i, one] of spots.entries()) {
    for (const other of spots.slice(i + 1)) {
      const away = Math.hypot(other.x - one.x, other.y - one.y);
      if (away >= gap - 0.5) continue;
      const [dx, dy] =
        away < 0.01 ? [Math.cos(i * TURN), Math.sin(i * TURN)] : [other.x - one.x, other.y - one.y];
      const step = (gap - away) / 2 / Math.hypot(dx, dy);
      one.x -= dx * step;
      one.y -= dy * step;
      other.x += dx * step;
      other.y += dy * step;
      any = true;
    }
  }
  return any;
}
