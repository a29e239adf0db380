/** Steps on their way to the server, kept in this browser until it has answered: a browser that dies loses none of them. */

export interface Waiting {
  /** of the request, so that a step whose answer was lost is not done twice */
  key: string;
  path: string;
  body: Record<string, unknown>;
  /** version of the plan with which it was sent first; null: not sent yet */
  v: number | null;
}

export class Kept {
  constructor(
    /** person and plan: a computer may be shared */
    private readonly name: string,
    private readonly storage: Storage = window.localStorage,
  ) {}

  all(): Waiting[] {
    const text = this.storage.getItem(this.name);
    return text ? (JSON.parse(text) as Waiting[]) : [];
  }

  /** Add a step, or what is known of it now. */
  put(step: Waiting): void {
    const steps = this.all();
    const at = steps.findIndex(({ key }) => key === step.key);
    if (at < 0) steps.push(step);
    else steps[at] = step;
    this.#write(steps);
  }

  /** The server has answered, one way or the other. */
  drop(key: string): void {
    this.#write(this.all().filter((step) => step.key !== key));
  }

  #write(steps: readonly Waiting[]): void {
    try {
      if (steps.length > 0) this.storage.setItem(this.name, JSON.stringify(steps));
      else this.storage.removeItem(this.name);
    } catch (full) {
      // The step is still in memory and on its way; only a browser that dies now would lose it.
      console.warn("steps could not be kept", full);
    }
  }
}
