/** What the desk lends to the tool in hand. */
import type { Shape } from "../../boundary/shapes.ts";
import type { Session } from "./session.ts";
import type { Stage } from "./stage.ts";
import { LineTool } from "./tools/line.ts";
import { PathTool } from "./tools/path.ts";
import { ShapeTool } from "./tools/shape.ts";
import type { Bench, Tool, ToolName } from "./tools/tool.ts";

export interface Lender {
  readonly session: Session | null;
  readonly stage: Stage | null;
  readonly selected: readonly number[];
  select(cells: readonly number[]): void;
  take(name: ToolName): void;
  redraw(): void;
  live(change: ReadonlyMap<number, Shape> | null): void;
}

export function benchOf(desk: Lender): Bench {
  return {
    get ground() {
      if (!desk.session) throw new Error("no plan is open");
      return desk.session.ground;
    },
    get selected() {
      return desk.selected;
    },
    get mayEdit() {
      return desk.session?.may("edit") === true;
    },
    select: (cells) => desk.select(cells),
    reach: (pixels) => desk.stage?.map.reach(pixels) ?? 0,
    edit: (edit, at, preview) => desk.session?.edit(edit, at, preview) ?? Promise.resolve(false),
    say: (text, at) => desk.session?.say({ tone: "bad", text, at }),
    live: (change) => desk.live(change),
    redraw: () => desk.redraw(),
    done: () => desk.take("shape"),
  };
}

export function toolOf(name: ToolName, bench: Bench): Tool {
  if (name === "split" || name === "transfer") return new LineTool(bench, name);
  return name === "shape" ? new ShapeTool(bench) : new PathTool(bench, name);
}
