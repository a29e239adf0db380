import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { components } from "../../generated/api.ts";
import { t } from "../../i18n/index.ts";
import type { Send } from "../form/form.ts";
import "../form/form.ts";
import type { FormField } from "../form/spec.ts";
import { dateTime } from "../format.ts";
import { Reading } from "../reading.ts";
import { readingFrame } from "../reading-frame.ts";
import { View } from "../view.ts";
import type { PeopleContext } from "./types.ts";

type Keeper = components["schemas"]["KeeperOut"];

/** The one person who may see who sent a public report: named by the security administrator. */
@customElement("sg-keeper")
export class KeeperPart extends View {
  @property({ attribute: false }) context!: PeopleContext;
  private readonly data = new Reading(this, () => this.context.api.get<Keeper>("/public-reports/keeper"));

  protected override render(): TemplateResult {
    return html`<section class="card"><h2>${t("keeper.title")}</h2><p class="meta">${t("keeper.note")}</p>
      ${readingFrame(this.data, (now) => this.body(now))}</section>`;
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
    await this.context.api.post<Keeper>("/public-reports/keeper", { person }, { key });
    await this.data.load();
  };
}
