import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { TEXTS, t } from "../i18n/index.ts";
import { type Api, ApiError } from "../net/api.ts";
import "./dialog.ts";
import type { Send } from "./form/form.ts";
import "./form/form.ts";
import type { FormField } from "./form/spec.ts";
import { icon } from "./icons.ts";
import { View } from "./view.ts";

const LEAST = 10;

function fields(): FormField[] {
  const secret = (name: string, label: string, least?: number): FormField => ({
    name,
    label,
    control: "password",
    required: true,
    ...(least ? { least } : {}),
  });
  return [
    secret("old", t("password.old")),
    secret("new", t("password.new"), LEAST),
    secret("again", t("password.again"), LEAST),
  ];
}

/** Change one's password; after a reset it must be done before anything else. */
@customElement("sg-password")
export class Password extends View {
  @property({ attribute: false }) api!: Api;
  @property({ type: Boolean }) must = false;
  @state() private done = false;

  protected override render(): TemplateResult {
    const content = this.done
      ? html`<p class="notice notice-ok" role="status">${icon("check", "1.125rem")}<span>${t("password.done")}</span></p>`
      : html`${this.must ? html`<p class="notice">${icon("key", "1.125rem")}<span>${t("password.must")}</span></p>` : nothing}
          <sg-form id="password" .fields=${fields()} .send=${this.send} label=${t("password.title")}></sg-form>`;
    return html`<sg-dialog heading=${t("password.title")} ?must=${this.must && !this.done} .content=${content}></sg-dialog>`;
  }

  private readonly send: Send = async (body, key) => {
    if (body["new"] !== body["again"]) {
      throw new ApiError(422, {
        code: "PASSWORDS_DIFFER",
        message: TEXTS["password.differ"],
        params: {},
        kept: true,
      });
    }
    await this.api.post("/password", { old: body["old"], new: body["new"] }, { key });
    this.done = true;
    this.tell("password-changed", null);
  };
}
