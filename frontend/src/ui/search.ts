import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { t } from "../i18n/index.ts";
import { term } from "../i18n/terms.ts";
import type { SearchResult } from "../net/wire.ts";
import { hazardMark, icon, shape } from "./icons.ts";
import { View } from "./view.ts";

export type Finder = (q: string, signal: AbortSignal) => Promise<SearchResult[]>;

function resultMark(result: SearchResult): TemplateResult {
  if (result.e === "person") return icon("user", "1.125rem");
  if (result.e === "place") return icon("pin", "1.125rem");
  if (result.e === "hazard") return hazardMark(result.level === 1);
  return shape(result.level);
}

/** Search box with a list of results: `/` focuses, arrows move, Enter opens, Escape leaves. */
@customElement("sg-search")
export class SearchBox extends View {
  @property({ attribute: false }) find: Finder = () => Promise.resolve([]);
  @state() private text = "";
  @state() private results: SearchResult[] = [];
  @state() private at = -1;
  @state() private phase: "idle" | "busy" | "done" | "failed" = "idle";
  @state() private open = false;
  @query("input") private readonly box!: HTMLInputElement;
  private timer = 0;
  private running: AbortController | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this.shortcut);
  }

  override disconnectedCallback(): void {
    window.removeEventListener("keydown", this.shortcut);
    window.clearTimeout(this.timer);
    this.running?.abort();
    super.disconnectedCallback();
  }

  private readonly shortcut = (event: KeyboardEvent): void => {
    const target = event.target as HTMLElement;
    const typing = target.closest("input, textarea, select, [contenteditable]") !== null;
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.focusBox();
  };

  focusBox(): void {
    this.box.focus();
    this.box.select();
  }

  protected override render(): TemplateResult {
    const listed = this.open && this.text.trim() !== "";
    return html`<div class="search" @focusout=${this.onFocusOut}>
      ${icon("search", "1.125rem", "search-icon")}
      <input id="search-box" class="input" type="search" autocomplete="off" spellcheck="false" role="combobox"
        aria-label=${t("search.label")} aria-expanded=${listed} aria-controls="search-list" aria-autocomplete="list"
        aria-activedescendant=${listed && this.at >= 0 ? `search-${this.at}` : nothing} placeholder=${t("search.hint")}
        .value=${this.text} @input=${this.onInput} @keydown=${this.onKey} @focus=${() => {
          this.open = true;
        }} />
      <kbd aria-hidden="true">/</kbd>
      ${listed ? this.list() : html`<div id="search-list" hidden></div>`}
      <p class="visually-hidden" role="status">${this.spoken()}</p>
    </div>`;
  }

  private list(): TemplateResult {
    return html`<div class="search-pop">
      ${this.note()}
      <ul id="search-list" class="scroll" role="listbox" aria-label=${t("search.label")} ?hidden=${this.results.length === 0}>
        ${this.results.map((result, i) => this.row(result, i))}
      </ul>
    </div>`;
  }

  private row(result: SearchResult, i: number): TemplateResult {
    return html`<li id="search-${i}" role="option" aria-selected=${i === this.at}
      @mousedown=${(event: Event) => event.preventDefault()} @click=${() => this.choose(result)}>
      ${resultMark(result)}
      <span class="search-text"><b>${result.title}</b><span class="meta">${result.sub} ${result.state ? term("hazard_state", result.state) : nothing}</span></span>
      <span class="chip">${term("entity", result.e)}</span>
    </li>`;
  }

  private note(): TemplateResult | typeof nothing {
    const words = this.spoken();
    return words && this.results.length === 0 ? html`<p class="search-note">${words}</p>` : nothing;
  }

  private spoken(): string {
    if (!this.open || this.text.trim() === "" || this.phase === "idle") return "";
    if (this.phase === "busy") return t("search.busy");
    if (this.phase === "failed") return t("search.failed");
    return this.results.length
      ? t("search.count", { n: this.results.length })
      : t("search.none", { q: this.text.trim() });
  }

  private readonly onInput = (): void => {
    this.text = this.box.value;
    this.open = true;
    this.at = -1;
    window.clearTimeout(this.timer);
    this.running?.abort();
    if (this.text.trim() === "") {
      this.results = [];
      this.phase = "idle";
      return;
    }
    this.phase = "busy";
    this.timer = window.setTimeout(() => void this.run(this.text.trim()), 180);
  };

  private async run(q: string): Promise<void> {
    const running = new AbortController();
    this.running = running;
    try {
      const results = await this.find(q, running.signal);
      if (running.signal.aborted) return;
      this.results = results;
      this.at = results.length ? 0 : -1;
      this.phase = "done";
    } catch (failure) {
      if (running.signal.aborted) return;
      console.warn("search failed", failure);
      this.results = [];
      this.phase = "failed";
    }
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      const chosen = this.results[this.at];
      if (chosen) this.choose(chosen);
    } else if (event.key === "Escape") {
      this.open = false;
      this.box.blur();
    }
  };

  private move(step: number): void {
    const n = this.results.length;
    if (n === 0) return;
    this.open = true;
    this.at = (this.at + step + n) % n;
    void this.updateComplete.then(() =>
      this.querySelector(`#search-${this.at}`)?.scrollIntoView({ block: "nearest" }),
    );
  }

  private choose(result: SearchResult): void {
    this.open = false;
    this.box.blur();
    this.tell("found", result);
  }

  private readonly onFocusOut = (event: FocusEvent): void => {
    if (!this.contains(event.relatedTarget as Node | null)) this.open = false;
  };
}
