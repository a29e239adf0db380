/** What to do next with an alarm, of what the server offers. Pure. */
import type { TextKey } from "../../i18n/index.ts";
import type { AlarmState } from "../../net/wire.ts";
import type { AlarmCommand } from "./types.ts";

/** The step that carries an alarm on; several where a person must decide. */
const FORWARD: Record<AlarmState, readonly string[]> = {
  raised: ["acknowledge"],
  acknowledged: ["judge_accident", "judge_hazard", "judge_false"],
  hazard: ["dispatch"],
  accident: ["dispatch"],
  dispatched: ["arrive"],
  on_scene: ["resolve", "lift_evacuation"],
  resolved: ["review"],
  false: [],
  reviewed: [],
};

interface Words {
  /** on the button */
  act: TextKey;
  /** what it does, in a line */
  why: TextKey;
}

export const STEP_WORDS: Record<string, Words> = {
  acknowledge: { act: "step.acknowledge", why: "step.acknowledge_why" },
  judge_accident: { act: "step.judge_accident", why: "step.judge_accident_why" },
  judge_hazard: { act: "step.judge_hazard", why: "step.judge_hazard_why" },
  judge_false: { act: "step.judge_false", why: "step.judge_false_why" },
  dispatch: { act: "step.dispatch", why: "step.dispatch_why" },
  arrive: { act: "step.arrive", why: "step.arrive_why" },
  resolve: { act: "step.resolve", why: "step.resolve_why" },
  review: { act: "step.review", why: "step.review_why" },
  evacuate: { act: "step.evacuate", why: "step.evacuate_why" },
  lift_evacuation: { act: "step.lift_evacuation", why: "step.lift_evacuation_why" },
  notify: { act: "step.notify", why: "step.notify_why" },
  report_up: { act: "step.report_up", why: "step.report_up_why" },
};

export interface Next {
  /** one: the big button; several: a decision */
  main: AlarmCommand[];
  others: AlarmCommand[];
}

export function nextOf(state: AlarmState, commands: readonly AlarmCommand[]): Next {
  const forward = FORWARD[state];
  const offered = forward
    .map((name) => commands.find((command) => command.name === name))
    .filter((command) => command !== undefined);
  const main = state === "acknowledged" ? offered : offered.slice(0, 1);
  return { main, others: commands.filter((command) => !main.includes(command)) };
}

/** Nothing must be written for it: one press does it. */
export function isOnePress(command: AlarmCommand): boolean {
  return command.required.every((field) => field.optional);
}

const WAY: readonly (readonly AlarmState[])[] = [
  ["raised"],
  ["acknowledged"],
  ["hazard", "accident"],
  ["dispatched"],
  ["on_scene"],
  ["resolved"],
  ["reviewed"],
];
export const WAY_WORDS: readonly TextKey[] = [
  "way.raised",
  "way.acknowledged",
  "way.judged",
  "way.dispatched",
  "way.on_scene",
  "way.resolved",
  "way.reviewed",
];

/** How many of the seven stations are behind, 0-7; -1 for a false alarm, which left the way. */
export function stationOf(state: AlarmState): number {
  return state === "reviewed" ? WAY.length : WAY.findIndex((station) => station.includes(state));
}
