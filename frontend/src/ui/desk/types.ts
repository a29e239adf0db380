/** What the duty desk reads of the server. */
import type { AlarmDrawn, Text } from "../../net/wire.ts";
import type { CommandSpec } from "../details.ts";

export interface Call {
  order: number;
  role: Text;
  name: string;
  person: number | null;
  phone_masked: string;
  /** POST path that gives the whole number and logs the look; "" if there is none */
  reveal: string;
}

export interface Reading {
  parameter: string;
  value: number;
  unit: string;
  threshold: number | null;
  at: string;
}

export interface Step {
  n: number;
  command: string;
  actor: string;
  at: string;
  note: string | Text;
  from: string;
  to: string;
}

export interface AlarmClock {
  code: string;
  due: string;
  done: string | null;
}

export interface Nearest {
  person: number;
  name: string;
  role: Text;
  metres: number;
  phone_masked: string;
  reveal: string;
}

export interface Evacuated {
  radius: number;
  basis: string;
  at: string;
}

export interface AlarmDetail extends AlarmDrawn {
  text: string;
  confidence: string;
  reading: Reading | null;
  call: Call[];
  nearest: Nearest | null;
  steps: Step[];
  clocks: AlarmClock[];
  evacuation: Evacuated | null;
  commands: CommandSpec[];
}
