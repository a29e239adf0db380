/** What the duty desk reads of the server. */
import type { AlarmDrawn, Text } from "../../net/wire.ts";
import type { FieldSpec } from "../details.ts";

interface Ref {
  id: number;
  name: string;
}

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
  device: Ref;
  parameter: string;
  value: number | null;
  unit: string;
  threshold: number | null;
  at: string | null;
}

export interface Step {
  n: number;
  command: string;
  what: Text;
  actor: string;
  at: string;
  /** fields of the command, by their names */
  note: Record<string, unknown>;
  from: string;
  to: string;
}

export interface AlarmClock {
  code: string;
  what: Text;
  due: string;
  done: string | null;
}

export interface Nearest {
  person: Ref;
  role: Text;
  metres: number;
  phone_masked: string;
  reveal: string;
}

export interface Evacuated {
  radius: number;
  basis: string;
  by: string;
  at: string;
}

export interface AlarmCommand {
  name: string;
  required: FieldSpec[];
}

export interface AlarmDetail extends AlarmDrawn {
  text: string;
  confidence: string;
  path: { id: number; name: string; level: number }[];
  unit_ref: Ref | null;
  point_ref: Ref | null;
  raised_by: string;
  dispatched: Ref | null;
  reading: Reading | null;
  call: Call[];
  nearest: Nearest | null;
  steps: Step[];
  clocks: AlarmClock[];
  evacuation: Evacuated | null;
  hazard: Ref | null;
  accident: { deaths: number; injuries: number; at: string; text: string } | null;
  notified: number;
  photos: { id: string; url: string }[];
  commands: AlarmCommand[];
}
