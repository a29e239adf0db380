import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { components } from "../../generated/api.ts";
import { lang, t } from "../../i18n/index.ts";
import { ApiError } from "../../net/api.ts";
import type { Send } from "../form/form.ts";
import "../form/form.ts";
import type { FormField } from "../form/spec.ts";
import { dateTime } from "../format.ts";
import { View } from "../view.ts";
import type { PeopleContext } from "./types.ts";

type Keeper = components["schemas"]["KeeperOut"];

/** The one person who may see who sent a public report: named by the security administrator. */
@customElement("sg-keeper")
export class KeeperPart extends View {
  @property({ attribute: false }) context!: PeopleContext;
  @state() private now: Keeper | null = null;
  @state() private trouble = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.now = await this.context.api.get<Keeper>("/public-reports/keeper");
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.trouble = failure.text(lang());
    }
  }

  protected override render(): TemplateResult {
    if (this.trouble)
      return html`<p class="notice notice-bad" role="alert"><span></span><span>${this.trouble}</span></p>`;
    return html`<section class="card"><h2>${t("keeper.title")}</h2><p class="meta">${t("keeper.note")}</p>
      ${this.now ? this.body(this.now) : nothing}</section>`;
  }

  private body({ keeper, named_by, since, candidates }: Keeper): TemplateResult {
    const choices = candidates.map(({ id, name }) => ({ value: id, label: name }));
    const fields: FormField[] = [
      { name: "person", label: t("keeper.person"), control: "select", required: true, choices },
    ];
    return html`<p role="status"><b>${
      keeper ? t("keeper.now", { name: keeper.name, by: named_by, at: dateTime(since) }) : t("keeper.none")
    }</b></p>
      <sg-form id="keeper" .fields=${fields} .services=${this.context.services} .send=${this.send} label=${t("keeper.person")}></sg-form>`;
  }

  private readonly send: Send = async (body, key) => {
    const person = Number(body["person"]);
    this.now = await this.context.api.post<Keeper>("/public-reports/keeper", { person }, { key });
  };
}
