/** The window's title tells of ringing alarms, so that a tab in the background is noticed. */

const FLASH_MS = 1_000;

export class WindowTitle {
  private timer = 0;
  private shown = false;
  private words = "";

  constructor(private readonly usual: () => string) {}

  /** `words` while something rings, else "". */
  ring(words: string): void {
    if (words === this.words) return;
    this.words = words;
    window.clearInterval(this.timer);
    this.shown = false;
    this.write();
    if (words) this.timer = window.setInterval(() => this.write(), FLASH_MS);
  }

  /** The title without any alarm. */
  usually(): void {
    document.title = this.usual();
  }

  private write(): void {
    this.shown = !this.shown && this.words !== "";
    document.title = this.shown ? this.words : this.usual();
  }
}
