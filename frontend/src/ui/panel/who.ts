import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { lang, t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import { ApiError } from "../../net/api.ts";
import { icon } from "../icons.ts";
import { View } from "../view.ts";

export interface Contact {
  key: string;
  name: string;
  role: string;
  place: string;
  phoneMasked: string;
  since?: string;
  /** POST path that gives the whole number and logs the look; "" if there is none */
  reveal: string;
}

const FIRST = 4;

export type Reveal = (path: string) => Promise<string>;

/** Who answers here, with the phone masked until somebody asks for it. */
@customElement("sg-who")
export class Who extends View {
  @property({ attribute: false }) contacts: readonly Contact[] = [];
  @property({ attribute: false }) reveal: Reveal | null = null;
  @property() empty = "";
  @state() private all = false;
  @state() private numbers: ReadonlyMap<string, string> = new Map();
  @state() private refusals: ReadonlyMap<string, string> = new Map();

  protected override render(): TemplateResult {
    if (this.contacts.length === 0) return html`<p class="meta">${this.empty || t("who.none")}</p>`;
    // The nearest come first; those further up are for the rare case.
    const shown = this.all ? this.contacts : this.contacts.slice(0, FIRST);
    const canReveal = this.reveal !== null && this.contacts.some((contact) => contact.phoneMasked);
    return html`<ul class="rows who">${shown.map((contact) => this.row(contact))}</ul>
      ${
        shown.length < this.contacts.length
          ? html`<button class="btn btn-plain btn-small" type="button" @click=${() => {
              this.all = true;
            }}>${t("who.all", { n: this.contacts.length })}</button>`
          : nothing
      }
      ${canReveal ? html`<p class="meta quiet">${t("who.logged")}</p>` : nothing}`;
  }

  private row(contact: Contact): TemplateResult {
    const refusal = this.refusals.get(contact.key);
    return html`<li class="who-row">
      <span class="avatar" aria-hidden="true">${contact.name.slice(0, 1)}</span>
      <span class="row-text"><b>${contact.name}</b>
        <span class="meta">${[contact.role && term("role", contact.role), contact.place].filter(Boolean).join(" · ")}</span>
        ${refusal ? html`<span class="field-error" role="alert">${refusal}</span>` : nothing}</span>
      ${this.phone(contact)}
    </li>`;
  }

  private phone(contact: Contact): TemplateResult | typeof nothing {
    const known = this.numbers.get(contact.key);
    if (known) return html`<a class="phone num" href="tel:${known}">${icon("phone", "1rem")}${known}</a>`;
    if (!contact.phoneMasked) return nothing;
    if (!this.reveal || !contact.reveal) return html`<span class="num quiet">${contact.phoneMasked}</span>`;
    return html`<button class="btn btn-small phone-masked" type="button" aria-label=${t("who.reveal_of", { name: contact.name })}
      title=${t("who.reveal")} @click=${() => void this.show(contact)}><span class="num">${contact.phoneMasked}</span></button>`;
  }

  private async show(contact: Contact): Promise<void> {
    if (!this.reveal) return;
    try {
      const phone = await this.reveal(contact.reveal);
      this.numbers = new Map(this.numbers).set(contact.key, phone || t("who.no_phone"));
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.refusals = new Map(this.refusals).set(contact.key, failure.text(lang()));
    }
  }
}
