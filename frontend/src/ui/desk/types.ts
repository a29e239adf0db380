/** What the duty desk reads of the server: names for the generated shapes of the API. */
import type { components } from "../../generated/api.ts";
import type { AlarmDrawn } from "../../net/wire.ts";
import type { FieldSpec } from "../details.ts";

type Schemas = components["schemas"];

export type Call = Schemas["CallOut"];
export type Reading = Schemas["ReadingOut"];
export type AlarmClock = Schemas["ClockOut"];
export type AroundAnswer = Schemas["AroundOut"];
export type Notice = Schemas["NoticeOut"];
export type Shift = Schemas["ShiftOut"];
export type HandoverEntry = Schemas["HandoverOut"];

export interface AlarmCommand {
  name: string;
  required: FieldSpec[];
}

/** The card: the alarm as screens hold it, and what only its card tells. */
export type AlarmDetail = AlarmDrawn &
  Omit<Schemas["AlarmOut"], keyof AlarmDrawn | "commands"> & { commands: AlarmCommand[] };
