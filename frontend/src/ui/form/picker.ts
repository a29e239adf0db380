import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/index.ts";
import type { SearchResult } from "../../net/wire.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";
import type { Services } from "./services.ts";

export interface Picked {
  id: number;
  name: string;
}

/** Choose people, a unit or a cell by typing a part of the name. */
@customElement("sg-picker")
export class Picker extends View {
  @property() what: "person" | "unit" | "cell" = "person";
  @property({ type: Boolean }) many = false;
  @property({ attribute: false }) chosen: readonly Picked[] = [];
  @property({ attribute: false }) services: Services | null = null;
  @property() inputId = "";
  @property() hint = "";
  @property({ type: Boolean }) invalid = false;
  @state() private results: SearchResult[] = [];
  @state() private at = -1;
  @state() private note = "";
  private timer = 0;
  private running: AbortController | null = null;

  override disconnectedCallback(): void {
    window.clearTimeout(this.timer);
    this.running?.abort();
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    const full = !this.many && this.chosen.length > 0;
    return html`<div class="picker" @focusout=${this.onFocusOut}>
      ${
        this.chosen.length
          ? html`<ul class="picked">${this.chosen.map((one) => this.chip(one))}</ul>`
          : nothing
      }
      ${full ? nothing : this.box()}
    </div>`;
  }

  private chip(one: Picked): TemplateResult {
    return html`<li class="chip">${one.name}
      <button type="button" aria-label=${`${t("act.remove")} ${one.name}`} @click=${() => this.set(this.chosen.filter((c) => c.id !== one.id))}>
        ${icon("close", "0.875rem")}</button></li>`;
  }

  private box(): TemplateResult {
    const list = `${this.inputId}-list`;
    return html`<input class="input" id=${this.inputId} role="combobox" autocomplete="off" aria-autocomplete="list"
        aria-expanded=${this.results.length > 0} aria-controls=${list} aria-invalid=${this.invalid}
        aria-activedescendant=${this.at >= 0 ? `${list}-${this.at}` : nothing}
        placeholder=${this.hint || t(this.what === "person" ? "form.search_person" : this.what === "unit" ? "form.search_unit" : "people.cell_hint")}
        @input=${this.onInput} @keydown=${this.onKey} />
      <ul id=${list} class="picker-list" role="listbox" aria-label=${t("search.label")} ?hidden=${this.results.length === 0}>
        ${this.results.map(
          (result, i) => html`<li id="${list}-${i}" role="option" aria-selected=${i === this.at}
            @mousedown=${(e: Event) => e.preventDefault()} @click=${() => this.add(result)}>
            <b>${result.title}</b> <span class="meta">${result.sub}</span></li>`,
        )}
      </ul>
      <p class="meta" role="status">${this.note}</p>`;
  }

  private readonly onInput = (event: Event): void => {
    const q = (event.target as HTMLInputElement).value.trim();
    window.clearTimeout(this.timer);
    this.running?.abort();
    this.results = [];
    this.note = "";
    if (q) this.timer = window.setTimeout(() => void this.search(q), 200);
  };

  private async search(q: string): Promise<void> {
    const running = new AbortController();
    this.running = running;
    try {
      const found = (await this.services?.find(q, running.signal)) ?? [];
      if (running.signal.aborted) return;
      const taken = new Set(this.chosen.map((one) => one.id));
      this.results = found.filter((result) => result.e === this.what && !taken.has(result.id));
      this.at = this.results.length ? 0 : -1;
      this.note = this.results.length ? "" : t("search.none", { q });
    } catch (failure) {
      if (running.signal.aborted) return;
      console.warn("search failed", failure);
      this.note = t("search.failed");
    }
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const n = this.results.length;
    if (event.isComposing || n === 0) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.at = (this.at + (event.key === "ArrowDown" ? 1 : -1) + n) % n;
    } else if (event.key === "Enter") {
      event.preventDefault();
      const result = this.results[this.at];
      if (result) this.add(result);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      this.results = [];
    }
  };

  private add(result: SearchResult): void {
    this.results = [];
    const input = this.querySelector("input");
    if (input) input.value = "";
    this.set([...this.chosen, { id: result.id, name: result.title }]);
  }

  private set(chosen: readonly Picked[]): void {
    this.chosen = chosen;
    this.tell("picked", chosen);
  }

  private readonly onFocusOut = (event: FocusEvent): void => {
    if (!this.contains(event.relatedTarget as Node | null)) this.results = [];
  };
}
