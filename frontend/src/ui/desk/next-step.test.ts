// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import type { AlarmState } from "../../net/wire.ts";
import { isOnePress, nextOf, STEP_WORDS, stationOf } from "./next-step.ts";
import type { AlarmCommand } from "./types.ts";

const command = (name: string, ...required: AlarmCommand["required"]): AlarmCommand =>
  ({ name, required, evidence_only: false }) as unknown as AlarmCommand;
const names = (commands: readonly AlarmCommand[]): string[] => commands.map(({ name }) => name);

describe("the next step", () => {
  it("is one, but for the judgement, where a person decides", () => {
    expect(names(nextOf("raised", [command("acknowledge")]).main)).toEqual(["acknowledge"]);
    const judge = nextOf("acknowledged", [
      command("judge_false"),
      command("judge_hazard"),
      command("judge_accident"),
      command("evacuate"),
    ]);
    expect(names(judge.main)).toEqual(["judge_accident", "judge_hazard", "judge_false"]);
    expect(names(judge.others)).toEqual(["evacuate"]);
    const scene = nextOf("on_scene", [command("dispatch"), command("resolve"), command("notify")]);
    expect(names(scene.main)).toEqual(["resolve"]);
    expect(names(scene.others)).toEqual(["dispatch", "notify"]);
  });

  it("is to lift the evacuation while that keeps the alarm from being resolved", () => {
    const next = nextOf("on_scene", [command("notify"), command("lift_evacuation")]);
    expect(names(next.main)).toEqual(["lift_evacuation"]);
  });

  it("is none for those who may not, and when all is done", () => {
    expect(nextOf("raised", []).main).toEqual([]);
    expect(nextOf("reviewed", []).main).toEqual([]);
  });

  it("takes one press when nothing must be written", () => {
    expect(isOnePress(command("arrive", { field: "note", type: "text", optional: true } as never))).toBe(
      true,
    );
    expect(isOnePress(command("resolve", { field: "report", type: "text" } as never))).toBe(false);
  });

  it("has words for every command that the desk may be offered", () => {
    for (const { act, why } of Object.values(STEP_WORDS)) expect([act, why].every(Boolean)).toBe(true);
    expect(Object.keys(STEP_WORDS)).toHaveLength(12);
  });
});

describe("the way", () => {
  it("counts the stations behind", () => {
    const states: AlarmState[] = ["raised", "acknowledged", "hazard", "accident", "dispatched", "on_scene"];
    expect(states.map(stationOf)).toEqual([0, 1, 2, 2, 3, 4]);
    expect([stationOf("resolved"), stationOf("reviewed"), stationOf("false")]).toEqual([5, 7, -1]);
  });
});
