import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { lang, say, t } from "../../i18n/index.ts";
import { ApiError } from "../../net/api.ts";
import "../dialog.ts";
import { dateTime } from "../format.ts";
import { icon } from "../icons.ts";
import "../people/confirm.ts";
import { View } from "../view.ts";
import "./files.ts";
import "./publish.ts";
import { publishedWords } from "./publish.ts";
import type { Session } from "./session.ts";
import type { Plan, PlannerContext, Published, Rebased } from "./types.ts";

/** What can be done with the plan as a whole: the server says what is allowed to whom and when. */
@customElement("sg-plan-acts")
export class PlanActs extends View {
  @property({ attribute: false }) context!: PlannerContext;
  @property({ attribute: false }) session!: Session;
  @property({ type: Number }) turn = 0;
  @state() private publishing = false;
  @state() private files = false;
  @state() private rebased: Rebased | null = null;

  protected override render(): TemplateResult {
    const { session } = this;
    return html`<div class="plan-acts">
        ${
          session.may("publish")
            ? html`<button class="btn btn-main" type="button" data-act="publish" ?disabled=${!session.plan.can_undo} @click=${() => {
                this.publishing = true;
              }}>${icon("send", "1.125rem")}${t("planner.publish")}</button>`
            : nothing
        }
        <button class="btn" type="button" data-act="files" @click=${() => {
          this.files = true;
        }}>${icon("file", "1.125rem")}${t("files.button")}</button>
        ${session.may("rebase") ? this.button("rebase", t("planner.rebase"), () => this.rebase(), true) : nothing}
        ${session.may("approve") ? this.button("approve", t("planner.approve"), () => this.run("/approve"), true) : nothing}
        ${session.may("unschedule") ? this.button("unschedule", t("planner.unschedule"), () => this.run("/unschedule")) : nothing}
        ${session.may("revert") ? html`<sg-confirm label=${t("planner.revert")} question=${t("planner.revert_ask")} .act=${() => this.revert()}></sg-confirm>` : nothing}
        ${session.may("abandon") ? html`<sg-confirm label=${t("planner.abandon")} question=${t("planner.abandon_ask")} .act=${() => this.run("/abandon")}></sg-confirm>` : nothing}
      </div>
      ${
        this.publishing
          ? html`<sg-plan-publish .session=${session} @published=${this.onPublished} @rebase=${() => {
              this.publishing = false;
              void this.tried(() => this.rebase());
            }} @done=${() => {
              this.publishing = false;
            }}></sg-plan-publish>`
          : nothing
      }
      ${
        this.files
          ? html`<sg-plan-files .session=${session} @done=${() => {
              this.files = false;
            }}></sg-plan-files>`
          : nothing
      }
      ${this.rebased ? this.rebaseResult(this.rebased) : nothing}`;
  }

  private button(name: string, words: string, act: () => Promise<void>, main = false): TemplateResult {
    return html`<button class="btn ${main ? "btn-main" : "btn-small"}" type="button" data-act=${name} @click=${() => void this.tried(act)}>${words}</button>`;
  }

  /** A refusal is said above the map; nothing was lost. */
  private async tried(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.session.say({ tone: "bad", text: failure.text(lang()), at: null });
      await this.session.refresh();
    }
  }

  private async run(path: string): Promise<void> {
    await this.session.act(path);
    await this.session.reload();
  }

  private async rebase(): Promise<void> {
    this.rebased = await this.session.act<Rebased>("/rebase");
    await this.session.reload();
  }

  private async revert(): Promise<void> {
    const made = await this.session.act<Plan>("/revert");
    this.context.open(made.id);
  }

  private readonly onPublished = async ({ detail }: CustomEvent<Published>): Promise<void> => {
    this.publishing = false;
    await this.session.reload();
    this.session.say({ tone: "ok", text: publishedWords(detail), at: null });
  };

  private rebaseResult({ kept, lost, between }: Rebased): TemplateResult {
    const content = html`<div class="plan-publish"><p>${t("planner.rebased_kept", { n: kept })}</p>
      <h3>${t("planner.rebased_between")}</h3><ul>${between.map((one) => html`<li>${one.name} <span class="meta num">${dateTime(one.at)}</span></li>`)}</ul>
      ${
        lost.length === 0
          ? html`<p class="plan-fine">${icon("check", "1rem")}${t("planner.rebased_none")}</p>`
          : html`<h3>${t("planner.rebased_lost")}</h3><ul class="plan-checks">${lost.map((one) => html`<li><span class="chip chip-warn num">${one.n}</span><div><b>${say(one.label)}</b><p class="meta">${say(one.why)}</p></div></li>`)}</ul>`
      }</div>`;
    return html`<sg-dialog heading=${t("planner.rebased")} .content=${content} @closed=${() => {
      this.rebased = null;
    }}></sg-dialog>`;
  }
}
