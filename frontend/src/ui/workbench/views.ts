import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { lang, t } from "../../i18n/index.ts";
import { type Api, ApiError } from "../../net/api.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";

interface SavedView {
  id: number;
  name: string;
  shared: boolean;
  state: string;
  mine: boolean;
  owner: { id: number; name: string } | null;
}

/** Views that are kept by name: open one, keep what is on the screen, share it with colleagues. */
@customElement("sg-views")
export class Views extends View {
  @property({ attribute: false }) api!: Api;
  /** the query of what is on the screen */
  @property({ attribute: false }) current: () => string = () => "";
  @state() private open = false;
  @state() private views: SavedView[] | null = null;
  @state() private mayShare = false;
  @state() private trouble = "";
  @query("input[name=view-name]") private readonly box!: HTMLInputElement;
  @query("input[name=view-shared]") private readonly share!: HTMLInputElement | null;

  private readonly outside = (event: Event): void => {
    if (this.open && !this.contains(event.target as Node)) this.open = false;
  };

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("pointerdown", this.outside);
  }

  override disconnectedCallback(): void {
    document.removeEventListener("pointerdown", this.outside);
    super.disconnectedCallback();
  }

  private async load(): Promise<void> {
    await this.try(async () => {
      const found = await this.api.get<{ views: SavedView[]; may_share: boolean }>("/views");
      this.views = found.views;
      this.mayShare = found.may_share;
    });
  }

  private async try(act: () => Promise<void>): Promise<void> {
    this.trouble = "";
    try {
      await act();
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.trouble = failure.text(lang());
    }
  }

  private readonly toggle = (): void => {
    this.open = !this.open;
    if (this.open) void this.load();
  };

  private readonly save = (event: Event): void => {
    event.preventDefault();
    const name = this.box.value.trim();
    if (!name) return;
    void this.try(async () => {
      await this.api.post("/views", { name, state: this.current(), shared: this.share?.checked ?? false });
      this.box.value = "";
      await this.load();
    });
  };

  private act(view: SavedView, path: string, body: unknown = {}): void {
    void this.try(async () => {
      await this.api.post(`/views/${view.id}${path}`, body);
      await this.load();
    });
  }

  protected override render(): TemplateResult {
    return html`<div class="menu work-menu" @keydown=${this.onKey}>
      <button class="btn work-views" type="button" aria-expanded=${this.open} aria-controls="work-views" aria-label=${t("view.title")} @click=${this.toggle}>${icon("star", "1.125rem")}<span>${t("view.title")}</span></button>
      <div id="work-views" class="menu-pop work-pop" ?hidden=${!this.open}>${this.open ? this.content() : nothing}</div></div>`;
  }

  private content(): TemplateResult {
    return html`${this.views?.length === 0 ? html`<p class="meta work-pop-head">${t("view.none")}</p>` : nothing}
      <ul>${(this.views ?? []).map((view) => this.row(view))}</ul>
      ${this.trouble ? html`<p class="notice notice-bad" role="alert">${this.trouble}</p>` : nothing}
      <form class="view-form" @submit=${this.save}>
        <label class="meta" for="view-name">${t("view.keep")}</label>
        <div class="view-line"><input id="view-name" name="view-name" class="input" type="text" maxlength="60" autocomplete="off" placeholder=${t("view.name")} required />
          <button class="btn btn-main" type="submit">${t("view.save")}</button></div>
        ${this.mayShare ? html`<label class="check"><input type="checkbox" name="view-shared" /><span>${t("view.share")}</span></label>` : nothing}
      </form>`;
  }

  private row(view: SavedView): TemplateResult {
    const say = (key: "view.update" | "view.delete" | "view.unshare" | "view.share_it"): string =>
      t(key, { name: view.name });
    return html`<li class="view-row"><button class="menu-item" type="button" data-view=${view.id} @click=${() => {
      this.open = false;
      this.tell("view", view.state);
    }}><span class="view-name">${view.name}</span>${view.shared ? html`<span class="chip">${view.owner?.name ?? t("view.shared")}</span>` : nothing}</button>
      ${
        view.mine
          ? html`${this.mayShare || view.shared ? html`<button class="btn btn-icon" type="button" aria-pressed=${view.shared} aria-label=${say(view.shared ? "view.unshare" : "view.share_it")} title=${say(view.shared ? "view.unshare" : "view.share_it")} @click=${() => this.act(view, "", { shared: !view.shared })}>${icon("people", "1.125rem")}</button>` : nothing}
            <button class="btn btn-icon" type="button" aria-label=${say("view.update")} title=${say("view.update")} @click=${() => this.act(view, "", { state: this.current() })}>${icon("check", "1.125rem")}</button>
            <button class="btn btn-icon" type="button" aria-label=${say("view.delete")} title=${say("view.delete")} @click=${() => this.act(view, "/delete")}>${icon("close", "1.125rem")}</button>`
          : nothing
      }</li>`;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !this.open) return;
    event.stopPropagation();
    this.open = false;
    this.querySelector<HTMLElement>(".work-views")?.focus();
  };
}
