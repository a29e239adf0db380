import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { lang, t } from "../../i18n/index.ts";
import { ApiError } from "../../net/api.ts";
import type { Send } from "../form/form.ts";
import type { Picked } from "../form/picker.ts";
import "../form/form.ts";
import { icon } from "../icons.ts";
import { dutyText } from "../menu.ts";
import { View } from "../view.ts";
import { personFields } from "./fields.ts";
import "./once.ts";
import "./person.ts";
import { may, type NewPassword, type PeopleContext, type PeoplePage, type Person } from "./types.ts";

/** People found by name and by cell; the chosen one beside the list. */
@customElement("sg-people-list")
export class PeopleList extends View {
  @property({ attribute: false }) context!: PeopleContext;
  /** a cell to start with, e.g. from the vacancies */
  @property({ attribute: false }) cell: Picked | null = null;
  @state() private people: Person[] | null = null;
  @state() private chosen: number | null = null;
  @state() private making = false;
  @state() private made: { name: string; password: string } | null = null;
  @state() private trouble = "";
  @state() private next: number | null = null;
  @state() private q = "";
  private timer = 0;
  /** number of the newest question: the answer to an older one may come later, and is dropped */
  private asked = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(after: number | null = null): Promise<void> {
    this.asked += 1;
    const mine = this.asked;
    const params = new URLSearchParams();
    if (this.q) params.set("q", this.q);
    if (this.cell) params.set("cell", String(this.cell.id));
    if (after !== null) params.set("after", String(after));
    try {
      const page = await this.context.api.get<PeoplePage>(`/people?${params}`);
      if (mine !== this.asked) return;
      this.people = after === null ? page.people : [...(this.people ?? []), ...page.people];
      this.next = page.next;
      this.trouble = "";
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      if (mine !== this.asked) return;
      this.trouble = failure.text(lang());
    }
  }

  protected override render(): TemplateResult {
    const person = this.people?.find((one) => one.id === this.chosen);
    return html`<div class="two" @people-changed=${() => void this.load()}>
      <section class="card" aria-label=${t("people.tab_people")}>${this.filters()} ${this.list()}</section>
      <section class="card card-main" aria-live="polite">
        ${
          this.made
            ? html`<sg-once words=${`${this.made.name}：${t("people.once")}`} secret=${this.made.password} @noted=${() => {
                this.made = null;
              }}></sg-once>`
            : nothing
        }
        ${
          this.making
            ? this.newPerson()
            : person
              ? html`<sg-person .person=${person} .context=${this.context}></sg-person>`
              : this.made
                ? nothing
                : html`<p class="empty">${icon("people", "2rem")}<span>${t("people.pick")}</span></p>`
        }
      </section>
    </div>`;
  }

  private filters(): TemplateResult {
    return html`<div class="filters">
      <label class="visually-hidden" for="people-q">${t("people.search")}</label>
      <input class="input" id="people-q" type="search" .value=${this.q} placeholder=${t("people.search")} @input=${this.onInput} />
      <label class="visually-hidden" for="people-cell">${t("people.cell")}</label>
      <sg-picker what="cell" inputId="people-cell" hint=${t("people.cell")} .chosen=${this.cell ? [this.cell] : []} .services=${this.context.services}
        @picked=${(event: CustomEvent<Picked[]>) => {
          this.cell = event.detail[0] ?? null;
          void this.load();
        }}></sg-picker>
      ${
        may(this.context.me, "manage_users")
          ? html`<button class="btn btn-main" type="button" @click=${() => {
              this.making = true;
            }}>${icon("plus", "1.125rem")}${t("people.new")}</button>`
          : nothing
      }
    </div>`;
  }

  private readonly onInput = (event: Event): void => {
    this.q = (event.target as HTMLInputElement).value.trim();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.load(), 220);
  };

  private list(): TemplateResult {
    if (this.trouble)
      return html`<p class="notice notice-bad" role="alert">${icon("warn", "1.125rem")}<span>${this.trouble}</span></p>`;
    if (this.people === null)
      return html`<div class="panel-skeleton" role="status" aria-label=${t("panel.loading")}><i class="skeleton"></i><i class="skeleton"></i><i class="skeleton"></i></div>`;
    if (this.people.length === 0) return html`<p class="empty">${t("people.none")}</p>`;
    return html`<ul class="rows people-rows">${this.people.map((person) => this.row(person))}</ul>
      ${
        this.next === null
          ? nothing
          : html`<button class="btn" type="button" @click=${() => void this.load(this.next)}>${t("act.more")}</button>`
      }`;
  }

  private row(person: Person): TemplateResult {
    const duties = person.duties.map(dutyText);
    const words =
      duties.length > 2 ? `${duties.slice(0, 2).join("；")} +${duties.length - 2}` : duties.join("；");
    return html`<li><button class="row ${person.id === this.chosen ? "row-newest" : ""}" type="button" aria-pressed=${person.id === this.chosen}
      @click=${() => {
        this.chosen = person.id;
        this.making = false;
      }}>
      <span class="avatar" aria-hidden="true">${person.name.slice(0, 1)}</span>
      <span class="row-text"><b>${person.name}</b><span class="meta">${words || t("people.no_duties")}</span></span>
      ${person.is_active ? nothing : html`<span class="chip chip-warn">${t("people.inactive")}</span>`}</button></li>`;
  }

  private newPerson(): TemplateResult {
    return html`<h2>${t("people.new")}</h2>
      <sg-form id="new-person" .fields=${personFields()} draft="person.new" label=${t("people.create")} .send=${this.create}></sg-form>
      <button class="btn btn-plain" type="button" @click=${() => {
        this.making = false;
      }}>${t("act.cancel")}</button>`;
  }

  private readonly create: Send = async (body, key) => {
    const made = await this.context.api.post<NewPassword>("/people", { phone: "", ...body }, { key });
    this.made = { name: String(body["name"]), password: made.password ?? "—" };
    this.making = false;
    this.chosen = made.id;
    // So that the list shows who was made, whatever page of it that would be on.
    this.q = String(body["name"]);
    await this.load();
  };
}
