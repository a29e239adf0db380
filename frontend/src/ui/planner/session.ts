/** One plan in work: its ground, its history, and every step sent as it is done, one after another. */

import { type Cell, Ground } from "../../boundary/ground.ts";
import { areaOf, type Place, type Shape, shapeOf } from "../../boundary/shapes.ts";
import { lang, t } from "../../i18n/index.ts";
import { type Api, ApiError, newKey } from "../../net/api.ts";
import { shortTime } from "../format.ts";
import { Kept, type Waiting } from "./kept.ts";
import { Points } from "./points.ts";
import { Turns } from "./turns.ts";
import type { Edit, GroundCell, GroundOut, Plan, PlanImport, Problems, Stepped } from "./types.ts";

export interface Said {
  tone: "bad" | "warn" | "ok";
  text: string;
  /** beside which place it is said; null: above the map only */
  at: Place | null;
}
/** What of the plan is new: its cells, or only what is told about it. */
export type News = { cells: readonly Cell[]; gone: readonly number[]; all?: boolean };

const NONE: News = { cells: [], gone: [] };
/** After a step the problems are asked for once the planner pauses. */
const PAUSE_MS = 700;

/** The step itself was not judged: whoever logs in again and comes back here has it sent again. */
function loggedOut({ status, code }: ApiError): boolean {
  return status === 401 || code === "CSRF_FAILED";
}

function fresh(path: string, body: Record<string, unknown> = {}): Waiting {
  return { key: newKey(), path, body, v: null };
}

/** What of a plan another screen can change. */
function told({ v, base, base_moved, status, approval, can, name, note }: Plan): string {
  return JSON.stringify([v, base, base_moved, status, approval, can, name, note]);
}

export function cellOf(row: GroundCell): Cell {
  const { id, code, name, parent, exclave, mine, changed } = row;
  const shape = shapeOf(row.shape as { type: string; coordinates?: unknown });
  return { id, code, name, parent, parentName: row.parent_name, exclave, mine, changed, shape };
}

export class Session {
  ground = new Ground();
  problems: Problems | null = null;
  said: Said | null = null;
  /** steps on their way to the server */
  sending = 0;
  savedAt: Date | null = null;
  readonly points: Points;
  readonly #turns = new Turns(() => this.changed(NONE));
  readonly #kept: Kept;
  #pause = 0;
  #ended = false;

  private constructor(
    readonly api: Api,
    public plan: Plan,
    person: string,
    private readonly changed: (news: News) => void,
  ) {
    this.points = new Points(api);
    this.#kept = new Kept(`safegrid-steps:${person}:${plan.id}`);
  }

  /** Read a plan and its ground, and send what a browser that died had still to send. Raises ApiError. */
  static async open(api: Api, person: string, id: number, changed: (news: News) => void): Promise<Session> {
    const [plan, ground] = await Promise.all([
      api.get<Plan>(`/plans/${id}`),
      api.get<GroundOut>(`/plans/${id}/ground`),
    ]);
    const session = new Session(api, plan, person, changed);
    for (const row of ground.cells) session.ground.put(cellOf(row));
    void session.#ask();
    void session.#sendKept();
    return session;
  }

  end(): void {
    this.#ended = true;
    window.clearTimeout(this.#pause);
  }

  /** Whether the plan is still to take force. */
  get open(): boolean {
    return this.plan.status === "draft" || this.plan.status === "scheduled";
  }

  /** Whether what was done here waits for the network. */
  get cut(): boolean {
    return this.#turns.cut;
  }

  get path(): string {
    return `/plans/${this.plan.id}`;
  }

  may(what: Plan["can"][number]): boolean {
    return this.plan.can.includes(what);
  }

  area(id: number): number {
    const cell = this.ground.get(id);
    return cell ? areaOf(cell.shape) : 0;
  }

  say(said: Said | null): void {
    this.said = said;
    this.changed(NONE);
  }

  /** Do a step. `preview`: shapes that are shown until the server has answered. Whether it was taken. */
  edit(
    edit: Edit,
    at: Place | null = null,
    preview: ReadonlyMap<number, Shape> = new Map(),
  ): Promise<boolean> {
    const before = [...preview.keys()].map((id) => this.ground.get(id)).filter((cell) => cell !== undefined);
    this.#show(before.map((cell) => ({ ...cell, shape: preview.get(cell.id) ?? cell.shape })));
    return this.#step(fresh("/edits", { edit }), at, before);
  }

  /** Do a step that was written in a form. Raises ApiError: the form says it and keeps what was typed. */
  async send(edit: Edit, key: string): Promise<void> {
    this.sending += 1;
    this.said = null;
    try {
      this.#take("/edits", await this.act<Stepped>("/edits", { edit }, key));
    } catch (failure) {
      if (failure instanceof ApiError && failure.code === "PLAN_CHANGED") await this.#refused(failure, null);
      throw failure;
    } finally {
      this.sending -= 1;
      this.changed(NONE);
    }
  }

  undo(): Promise<boolean> {
    return this.plan.can_undo ? this.#step(fresh("/undo"), null, []) : Promise.resolve(false);
  }

  redo(): Promise<boolean> {
    return this.plan.can_redo ? this.#step(fresh("/redo"), null, []) : Promise.resolve(false);
  }

  /** Anything else that is done to the plan with the version that was seen; the answer is for the caller. */
  act<T>(path: string, body: Record<string, unknown> = {}, key = newKey()): Promise<T> {
    return this.#turns.take(() => this.#post<T>(path, body, key));
  }

  #post<T>(path: string, body: Record<string, unknown>, key: string): Promise<T> {
    return this.api.post<T>(`${this.path}${path}`, { v: this.plan.v, ...body }, { key });
  }

  /** The same step is sent with the same version each time: the server must know it again by its key. */
  #insist(step: Waiting): Promise<Stepped> {
    return this.#turns.insist(() => {
      const sent = { ...step, v: step.v ?? this.plan.v };
      this.#kept.put(sent);
      return this.#post<Stepped>(step.path, { ...step.body, v: sent.v }, step.key);
    });
  }

  async #sendKept(): Promise<void> {
    const steps = this.#kept.all();
    const sent = await Promise.all(steps.map((step) => this.#step(step, null, [])));
    const n = sent.filter((taken) => taken).length;
    if (n > 0) this.say({ tone: "ok", text: t("planner.resumed", { n }), at: null });
  }

  /** A file of boundaries: looked at (`dry`), or taken in as one step. Raises ApiError. */
  bring(file: File, about: Record<string, string>, key: string): Promise<PlanImport> {
    return this.#turns.take(async () => {
      const form = { v: String(this.plan.v), ...about };
      const answer = await this.api.send<PlanImport>(`${this.path}/import`, file, form, { key });
      if (answer.stepped) this.#take("/edits", answer.stepped);
      return answer;
    });
  }

  /** Cells that the plan changes, as they are in force. Raises ApiError. */
  async before(): Promise<Cell[]> {
    const ground = await this.api.get<GroundOut>(`${this.path}/before`);
    return ground.cells.map(cellOf);
  }

  /** Look whether the plan was changed elsewhere, e.g. on another machine, and take it over. */
  async refresh(): Promise<void> {
    await this.#turns.take(() => this.#takeOver(null));
  }

  /** Read everything anew: the base of the plan is another one. */
  async reload(): Promise<void> {
    await this.#turns.take(async () => this.#readAll(await this.api.get<Plan>(this.path)));
    void this.#ask();
  }

  async #step(step: Waiting, at: Place | null, before: readonly Cell[]): Promise<boolean> {
    this.#kept.put(step);
    const alone = this.sending === 0;
    let answered = true;
    this.sending += 1;
    this.said = null;
    this.changed(NONE);
    try {
      this.#take(step.path, await this.#insist(step));
      return true;
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      answered = !loggedOut(failure);
      this.#show(before);
      await this.#refused(failure, at);
      // What was shown before this step may have been a step that was refused too.
      if (!alone) await this.reload();
      return false;
    } finally {
      if (answered) this.#kept.drop(step.key);
      this.sending -= 1;
      this.changed(NONE);
    }
  }

  #take(path: string, stepped: Stepped): void {
    const cells = stepped.cells.map(cellOf);
    for (const id of stepped.gone) this.ground.remove(id);
    for (const cell of cells) this.ground.put(cell);
    const { v, assigned, can_undo, can_redo, entry } = stepped;
    // A new step takes the place of all that was undone.
    const kept = this.plan.history.filter((old) => !(path === "/edits" && old.undone) && old.n !== entry?.n);
    const history = (entry ? [...kept, entry] : kept).sort((a, b) => a.n - b.n);
    this.plan = { ...this.plan, v, assigned, can_undo, can_redo, history };
    this.savedAt = new Date();
    this.changed({ cells, gone: stepped.gone });
    window.clearTimeout(this.#pause);
    this.#pause = window.setTimeout(() => void this.#ask(), PAUSE_MS);
  }

  async #refused(failure: ApiError, at: Place | null): Promise<void> {
    if (failure.code === "PLAN_CHANGED") await this.#turns.take(() => this.#takeOver(failure));
    else this.said = { tone: "bad", text: failure.text(lang()), at };
  }

  /** In its turn only: takes over what others did, or did elsewhere. */
  async #takeOver(failure: ApiError | null): Promise<void> {
    const seen = this.plan;
    const plan = await this.api.get<Plan>(this.path);
    if (told(plan) === told(seen)) return;
    if (plan.base !== seen.base) await this.#readAll(plan);
    else if (plan.v !== seen.v) await this.#readSince(plan, seen.v);
    else this.plan = plan;
    if (plan.v !== seen.v) {
      const by = { who: plan.changed_by.name, at: shortTime(plan.changed_at) };
      this.said = {
        tone: "warn",
        text: t(failure ? "planner.conflict" : "planner.taken_over", by),
        at: null,
      };
    }
    this.changed(NONE);
    void this.#ask();
  }

  async #readSince(plan: Plan, seen: number): Promise<void> {
    const ground = await this.api.get<GroundOut>(`${this.path}/ground?since=${seen}`);
    const cells = ground.cells.map(cellOf);
    for (const id of ground.gone) this.ground.remove(id);
    for (const cell of cells) this.ground.put(cell);
    this.plan = plan;
    this.changed({ cells, gone: ground.gone });
  }

  async #readAll(plan: Plan): Promise<void> {
    const { cells } = await this.api.get<GroundOut>(`${this.path}/ground`);
    this.plan = plan;
    this.ground = new Ground();
    for (const row of cells) this.ground.put(cellOf(row));
    this.changed({ cells: [...this.ground.all()], gone: [], all: true });
  }

  /** Shapes as they will probably be, or back again. */
  #show(cells: readonly Cell[]): void {
    for (const cell of cells) this.ground.put(cell);
    if (cells.length > 0) this.changed({ cells, gone: [] });
  }

  async #ask(): Promise<void> {
    if (this.#ended || !this.open) return;
    try {
      const problems = await this.api.get<Problems>(`${this.path}/problems`);
      if (problems.v >= this.plan.v) this.problems = problems;
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      // The list keeps what it had; the next step asks again.
      console.warn("problems of the plan", failure.code);
    }
    this.changed(NONE);
  }
}
