/** The sound of a ringing alarm: two tones every two seconds, made by the browser itself. */

/** `locked`: the browser lets a page sound only after somebody has touched it. */
export type BellState = "locked" | "on" | "muted";

const EVERY_MS = 2_000;
const KEY = "safegrid.desk.muted";
const TONES = [
  { hertz: 880, at: 0 },
  { hertz: 660, at: 0.22 },
  { hertz: 880, at: 0.44 },
] as const;
const TONE_SECONDS = 0.18;
const LOUDNESS = 0.35;

export class Bell {
  state: BellState;
  private context: AudioContext | null = null;
  private timer = 0;
  private ringing = false;

  constructor(
    private readonly changed: () => void,
    private readonly make: () => AudioContext = () => new AudioContext(),
    private readonly storage: Pick<Storage, "getItem" | "setItem"> = sessionStorage,
  ) {
    this.state = this.storage.getItem(KEY) ? "muted" : "locked";
  }

  /** Somebody touched the page: the browser allows sound from now on. */
  unlock(): void {
    if (this.context) return;
    this.context = this.make();
    void this.context.resume();
    if (this.state === "locked") this.set("on");
  }

  /** Press of the button: on is muted, muted or locked is on. */
  toggle(): void {
    const muted = this.state === "on";
    this.unlock();
    this.set(muted ? "muted" : "on");
    if (!muted) this.sound();
  }

  /** Ring as long as something rings. */
  ring(on: boolean): void {
    if (on === this.ringing) return;
    this.ringing = on;
    this.play();
  }

  stop(): void {
    this.ring(false);
    void this.context?.close();
    this.context = null;
  }

  private set(state: BellState): void {
    if (state === this.state) return;
    this.state = state;
    this.storage.setItem(KEY, state === "muted" ? "1" : "");
    this.play();
    this.changed();
  }

  private play(): void {
    window.clearInterval(this.timer);
    this.timer = 0;
    if (!this.ringing || this.state !== "on") return;
    this.sound();
    this.timer = window.setInterval(() => this.sound(), EVERY_MS);
  }

  private sound(): void {
    const { context } = this;
    if (!context) return;
    for (const { hertz, at } of TONES) {
      const start = context.currentTime + at;
      const tone = context.createOscillator();
      const gain = context.createGain();
      tone.type = "triangle";
      tone.frequency.value = hertz;
      // A tone that starts and ends at once clicks.
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
      gain.gain.linearRampToValueAtTime(0, start + TONE_SECONDS);
      tone.connect(gain).connect(context.destination);
      tone.start(start);
      tone.stop(start + TONE_SECONDS + 0.02);
    }
  }
}
