import { html, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import "./start.ts";
import "../style/login.css";
import { lang, say, t, type Words } from "../i18n/index.ts";
import { Api, ApiError } from "../net/api.ts";
import { sign } from "../ui/brand.ts";
import { icon } from "../ui/icons.ts";
import { languageSwitch } from "../ui/menu.ts";
import { scene } from "../ui/scene.ts";
import { View } from "../ui/view.ts";
import { safeNext } from "./next.ts";
import { entitle, pageConfig } from "./start.ts";

interface Account {
  username: string;
  password: string;
  what: Words | string;
}

interface LoginConfig {
  city?: string;
  demo?: boolean;
  accounts?: Account[];
}

/** Log in. What went wrong is said in words, with the time if the account is locked; what was typed stays. */
@customElement("sg-login-page")
export class LoginPage extends View {
  private readonly config = pageConfig<LoginConfig>();
  private readonly api = new Api();
  @state() private busy = false;
  @state() private shown = false;
  @state() private failure: ApiError | null = null;
  @query("#username") private readonly username!: HTMLInputElement;
  @query("#password") private readonly password!: HTMLInputElement;
  private readonly params = new URLSearchParams(location.search);

  protected override firstUpdated(): void {
    this.username.focus();
    entitle("login.title");
  }

  protected override render(): TemplateResult {
    return html`<main class="login">
      <section class="login-scene" aria-hidden="true">${scene()}</section>
      <section class="login-side">
        <div class="login-lang">${languageSwitch()}</div>
        <div class="login-card">
          <div class="login-brand">${sign("2.5rem")}<div><h1>${t("app.name")}</h1><p class="meta">${this.config.city ?? ""}</p></div></div>
          <p class="login-lead">${t("login.lead")}</p>
          ${this.notice()}
          ${this.form()} ${this.config.demo ? this.demo() : nothing}
        </div>
      </section>
    </main>`;
  }

  private notice(): TemplateResult | typeof nothing {
    const kiosk = this.params.get("kiosk") === "ended";
    if (this.failure || !(kiosk || this.params.has("ended"))) return nothing;
    return html`<p class="notice" role="status">
      ${icon("info", "1.125rem")}<span>${t(kiosk ? "login.kiosk_ended" : "login.ended")}</span>
    </p>`;
  }

  private form(): TemplateResult {
    const wrong = this.failure !== null && this.failure.status !== 0;
    return html`<form class="login-form" novalidate @submit=${this.onSubmit}>
      <div class="field"><label for="username">${t("login.username")}</label>
        <input class="input" id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required
          aria-invalid=${wrong} aria-describedby=${wrong ? "login-error" : nothing} /></div>
      <div class="field"><label for="password">${t("login.password")}</label>
        <input class="input" id="password" name="password" type=${this.shown ? "text" : "password"} autocomplete="current-password" required
          aria-invalid=${wrong} aria-describedby=${wrong ? "login-error" : nothing} /></div>
      <label class="check"><input type="checkbox" .checked=${this.shown} @change=${() => {
        this.shown = !this.shown;
      }} /><span>${t("login.show")}</span></label>
      ${
        this.failure
          ? html`<p id="login-error" class="notice notice-bad" role="alert">${icon(this.failure.code.includes("LOCK") ? "lock" : "warn", "1.125rem")}<span>${this.failure.text(lang())}</span></p>`
          : nothing
      }
      <button class="btn btn-main btn-wide" type="submit" ?disabled=${this.busy}>${
        this.busy ? html`${icon("wait", "1.125rem", "spin")}${t("login.busy")}` : t("login.submit")
      }</button>
      <p class="meta quiet">${t("login.help")}</p>
    </form>`;
  }

  private demo(): TemplateResult | typeof nothing {
    const accounts = this.config.accounts ?? [];
    if (accounts.length === 0) return nothing;
    return html`<section role="group" class="login-demo" aria-labelledby="demo-title">
      <header class="block-head"><h2 id="demo-title">${t("login.demo")}</h2></header>
      <ul>${accounts.map(
        (account) => html`<li><button type="button" @click=${() => this.use(account)}>
          <b>${account.username}</b><span class="meta">${say(account.what)}</span></button></li>`,
      )}</ul>
      <p class="meta quiet">${t("login.demo_note")}</p>
    </section>`;
  }

  private use(account: Account): void {
    this.username.value = account.username;
    this.password.value = account.password;
    this.failure = null;
    this.querySelector<HTMLButtonElement>("button[type=submit]")?.focus();
  }

  private readonly onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const username = this.username.value.trim();
    if (this.busy) return;
    if (!username || !this.password.value) {
      (username ? this.password : this.username).focus();
      return;
    }
    this.busy = true;
    this.failure = null;
    try {
      await this.api.login(username, this.password.value);
      location.assign(safeNext(this.params.get("next")));
    } catch (failure) {
      this.busy = false;
      if (!(failure instanceof ApiError)) throw failure;
      this.failure = failure;
      this.password.select();
    }
  };
}
