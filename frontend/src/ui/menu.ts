import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { lang, setLang, t } from "../i18n/index.ts";
import { term } from "../i18n/terms.ts";
import type { DutyHeld, Me } from "../net/wire.ts";
import { icon } from "./icons.ts";
import { View } from "./view.ts";

export function dutyText(duty: DutyHeld): string {
  const place = duty.cell?.name ?? duty.unit?.name ?? "";
  const industry = duty.industry ? term("industry", duty.industry) : "";
  return [place, industry, term("role", duty.role)].filter(Boolean).join(" · ");
}

/** Those who draw the plans of the cells, and those who approve them. */
function drawsPlans(me: Me): boolean {
  return me.verbs.some((verb) => verb === "draw_plan" || verb === "approve_plan");
}

/** Those who walk ground: their phone has a page of its own. */
function walks(me: Me): boolean {
  return me.duties.some(({ role, cell }) => (role === "INS" || role === "OFF") && (cell?.level ?? 0) >= 3);
}

/** The people of an enterprise, who keep its books and report what they find. */
function belongsToUnit(me: Me): boolean {
  return me.duties.some((duty) => duty.unit !== null);
}

/** Button that switches between Chinese and English. */
export function languageSwitch(): TemplateResult {
  return html`<button class="btn btn-icon lang-switch" type="button" aria-label=${t("menu.language_label")}
    @click=${() => setLang(lang() === "zh" ? "en" : "zh")}>${lang() === "zh" ? "EN" : "中"}</button>`;
}

/** Who is logged in, with which duties; log out, change the password, go to the people page. */
@customElement("sg-user-menu")
export class UserMenu extends View {
  @property({ attribute: false }) me: Me | null = null;
  @property({ type: Boolean }) people = false;
  @state() private open = false;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("pointerdown", this.outside);
  }

  override disconnectedCallback(): void {
    document.removeEventListener("pointerdown", this.outside);
    super.disconnectedCallback();
  }

  private readonly outside = (event: Event): void => {
    if (this.open && !this.contains(event.target as Node)) this.open = false;
  };

  protected override render(): TemplateResult {
    const me = this.me;
    return html`<div class="menu" @keydown=${this.onKey} @focusout=${this.onFocusOut}>
      <button class="btn menu-button" type="button" aria-expanded=${this.open} aria-controls="user-menu"
        aria-label=${`${t("menu.user")} ${me?.name ?? ""}`} @click=${() => {
          this.open = !this.open;
        }}>
        ${icon("user", "1.125rem")}<span class="menu-name">${me?.name ?? ""}</span>
      </button>
      <div id="user-menu" class="menu-pop" ?hidden=${!this.open}>${me ? this.content(me) : nothing}</div>
    </div>`;
  }

  private content(me: Me): TemplateResult {
    return html`<div class="menu-who"><p><b>${me.name}</b></p>
        ${me.kind === "kiosk" ? html`<p class="meta">${t("menu.kiosk")}</p>` : this.duties(me)}</div>
      ${
        walks(me)
          ? html`<a class="menu-item" href="/field">${icon("pin", "1.125rem")}${t("field.title")}</a>`
          : nothing
      }
      ${
        belongsToUnit(me)
          ? html`<a class="menu-item" href="/enterprise">${icon("shield", "1.125rem")}${t("app.enterprise")}</a>`
          : nothing
      }
      ${
        drawsPlans(me)
          ? html`<a class="menu-item" href="/planner">${icon("polygon", "1.125rem")}${t("app.planner")}</a>`
          : nothing
      }
      ${
        this.people
          ? html`<a class="menu-item" href="/people">${icon("people", "1.125rem")}${t("app.people")}</a>`
          : nothing
      }
      ${
        me.kind === "person"
          ? html`<button class="menu-item" type="button" @click=${() => this.pick("password")}>
              ${icon("key", "1.125rem")}${t("menu.password")}</button>
            <button class="menu-item" type="button" @click=${() => this.pick("logout")}>
              ${icon("out", "1.125rem")}${t("menu.logout")}</button>`
          : nothing
      }`;
  }

  private duties(me: Me): TemplateResult {
    if (me.duties.length === 0) return html`<p class="meta">${t("menu.no_duty")}</p>`;
    return html`<ul class="meta">${me.duties.map((duty) => html`<li>${dutyText(duty)}</li>`)}</ul>`;
  }

  private pick(what: "password" | "logout"): void {
    this.open = false;
    this.tell(what, null);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !this.open) return;
    event.stopPropagation();
    this.open = false;
    this.querySelector<HTMLElement>(".menu-button")?.focus();
  };

  private readonly onFocusOut = (event: FocusEvent): void => {
    const next = event.relatedTarget as Node | null;
    if (next && !this.contains(next)) this.open = false;
  };
}
