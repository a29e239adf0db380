import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import "./start.ts";
import "../style/panel.css";
import "../style/pick.css";
import "../style/field.css";
import { Keeper } from "../field/keeper.ts";
import { counted, type Stop, stopsOf } from "../field/model.ts";
import { Whereabouts } from "../field/place.ts";
import type { Census } from "../field/ui/census.ts";
import type { FieldContext, Hands } from "../field/ui/context.ts";
import { bannerView, headView } from "../field/ui/head.ts";
import { lang, say, t } from "../i18n/index.ts";
import { FullError } from "../keep/kept.ts";
import type { Item } from "../keep/queue.ts";
import "../field/ui/census.ts";
import "../field/ui/map.ts";
import "../field/ui/outbox.ts";
import "../field/ui/pick.ts";
import "../field/ui/report.ts";
import { roundView } from "../field/ui/round.ts";
import "../field/ui/survey.ts";
import "../field/ui/visit.ts";
import "../field/ui/waiting.ts";
import { Api, ApiError } from "../net/api.ts";
import type { HazardDetail } from "../ui/details.ts";
import "../ui/dialog.ts";
import type { Place } from "../ui/form/services.ts";
import { icon } from "../ui/icons.ts";
import { View } from "../ui/view.ts";
import { entitle, logout } from "./start.ts";

const RENEW_MS = 60_000;
/** how soon a line that is gone is tried again, at first: "online" is often said before anything gets through */
const AGAIN_MS = 2_000;
const TOLD_MS = 4_000;
const CENSUS: ReadonlySet<string> = new Set(["new", "correct", "close", "illegal"]);
type Tab = "round" | "survey" | "wait";
const TABS = { round: "field.tab_round", survey: "field.tab_survey", wait: "field.tab_wait" } as const;

/** The inspector's phone. Everything is made on the phone first, and sent when there is a network. */
@customElement("sg-field-page")
export class FieldPage extends View {
  // Not the client that leads to the log-in: without a network nobody can log in, and what waits must stay in sight.
  private readonly api = new Api();
  private readonly place = new Whereabouts(() => this.requestUpdate());
  private readonly keeper = new Keeper(
    this.api,
    () => logout(this.api),
    () => this.requestUpdate(),
  );
  private timer = 0;
  private again = AGAIN_MS;
  @state() private tab: Tab = "round";
  @state() private hash = location.hash;
  @state() private told: { words: string; bad: boolean } | null = null;
  @state() private leaving = false;
  @state() private picking: ((place: Place | null) => void) | null = null;
  private stops: readonly Stop[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("hashchange", this.onHash);
    window.addEventListener("popstate", this.onPop);
    window.addEventListener("online", this.onLine);
    window.addEventListener("offline", this.onLine);
    document.addEventListener("visibilitychange", this.onLine);
  }

  override disconnectedCallback(): void {
    window.removeEventListener("hashchange", this.onHash);
    window.removeEventListener("popstate", this.onPop);
    window.removeEventListener("online", this.onLine);
    window.removeEventListener("offline", this.onLine);
    document.removeEventListener("visibilitychange", this.onLine);
    window.clearTimeout(this.timer);
    this.place.stop();
    this.keeper.stop();
    super.disconnectedCallback();
  }

  protected override firstUpdated(): void {
    entitle("field.title");
    void this.begin();
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { pack, items } = this.keeper;
    this.stops = pack ? stopsOf(pack, items, this.place.fix) : [];
  }

  private async begin(): Promise<void> {
    void keepPage();
    this.place.start();
    try {
      await this.keeper.begin();
    } finally {
      this.plan();
    }
  }

  private readonly onLine = async (event?: Event): Promise<void> => {
    if (event?.type === "online") this.again = AGAIN_MS;
    try {
      // Without the event the server is asked, whatever the browser thinks of the line.
      if (event?.type === "offline") this.keeper.cut();
      else if (document.visibilityState !== "hidden") await this.keeper.renew();
    } finally {
      this.plan();
    }
  };

  /** Look again: soon and then less often while the line is gone, else now and then. */
  private plan(): void {
    window.clearTimeout(this.timer);
    if (!this.isConnected) return;
    const gone = this.keeper.net === "offline";
    this.timer = window.setTimeout(() => void this.onLine(), gone ? this.again : RENEW_MS);
    this.again = gone ? Math.min(RENEW_MS, this.again * 2) : AGAIN_MS;
  }

  private readonly onHash = (): void => {
    this.hash = location.hash;
    if (this.hash === "#survey") this.tab = "survey";
    this.querySelector("#main")?.scrollTo(0, 0);
  };

  private hands(): Hands | null {
    const { own, items } = this.keeper;
    if (!own) return null;
    const { photos, queue, drafts } = own;
    return {
      ...{ items, photos, queue, drafts },
      fix: this.place.recent(Date.now()),
      services: {
        find: async () => [],
        upload: async (file) => {
          const { id, blob } = await photos.keep(file);
          return { id, url: URL.createObjectURL(blob) };
        },
        pickPlace: this.pickPlace,
      },
      add: (record) => this.store(() => queue.add(record)),
      read: this.readHazard,
      replace: (id, made) => this.store(() => queue.replace(id, made)),
    };
  }

  private context(hands: Hands | null): FieldContext | null {
    const { pack, own } = this.keeper;
    if (!hands || !pack || !own) return null;
    return {
      ...hands,
      pack,
      stamp: () => ({ made_at: new Date().toISOString(), fix: hands.fix }),
      // Not `history.back()`: the form may be the first page of the tab.
      back: () => location.replace("#"),
    };
  }

  private readonly pickPlace = (done: (place: Place | null) => void): void => {
    this.picking = done;
    history.pushState(null, ""); // so that "back" leaves the map, and not the form under it
  };

  private readonly onPop = (): void => {
    const done = this.picking;
    this.picking = null;
    done?.(null);
  };

  /** Whether the record is safe on the phone; if not, the form that made it still has everything. */
  private async store(keep: () => Promise<unknown>): Promise<boolean> {
    void navigator.storage?.persist?.();
    try {
      await keep();
    } catch (failure) {
      if (!(failure instanceof FullError)) throw failure;
      this.say(t("field.full"), true);
      return false;
    }
    this.say(t("field.saved"));
    if (navigator.onLine) void this.keeper.send();
    return true;
  }

  private say(words: string, bad = false): void {
    const told = { words, bad };
    this.told = told;
    if (bad) return; // stays until something else is said
    window.setTimeout(() => {
      if (this.told === told) this.told = null;
    }, TOLD_MS);
  }

  protected override render(): TemplateResult {
    const [name, value] = this.view();
    return html`<a class="skip-link" href="#main">${t("app.skip_main")}</a>
      ${headView(this.keeper, name, this.onLeave)}
      ${bannerView(this.keeper)}
      <main id="main" class="field-main" tabindex="-1" ?inert=${this.picking !== null}>${this.body(name, value)}</main>
      ${this.picking ? html`<sg-field-pick .pack=${this.keeper.pack} .fix=${this.place.fix} @picked=${this.onPicked}></sg-field-pick>` : nothing}
      <div class="field-told" role=${this.told?.bad ? "alert" : "status"}>${
        this.told
          ? html`<p data-bad=${this.told.bad}>${icon(this.told.bad ? "warn" : "check", "1.125rem")}${this.told.words}</p>`
          : nothing
      }</div>
      ${this.leaving ? this.leave() : nothing}`;
  }

  /** What the address asks for; what it asks for in vain is the round. */
  private view(): [string, string] {
    const [name = "", value = ""] = this.hash.slice(1).split("=");
    const known =
      ["outbox", "report"].includes(name) ||
      (name === "census" && CENSUS.has(value.split(":")[0] ?? "")) ||
      (name === "visit" && this.stops.some(({ visit }) => visit.id === Number(value)));
    return known ? [name, value] : ["", ""];
  }

  private readonly onPicked = (event: CustomEvent<Place | null>): void => {
    const done = this.picking;
    this.picking = null;
    history.back();
    done?.(event.detail);
  };

  private empty(): TemplateResult {
    const { refused, net, left } = this.keeper;
    if (refused) {
      return html`<div class="field-none" role="alert"><h2>${say(refused)}</h2><p class="meta">${t("field.wiped")}</p><a class="btn" href="/map">${t("app.map")}</a></div>`;
    }
    if (left !== null) {
      return html`<div class="field-none" role="alert"><h2>${t("field.left_title")}</h2><p class="meta">${left ? t("field.left_text", { n: left }) : t("field.wiped")}</p>
        <a class="btn btn-main" href="/login?next=/field">${t("field.login")}</a></div>`;
    }
    if (net === "offline") {
      return html`<div class="field-none" role="alert"><h2>${t("field.first_title")}</h2><p class="meta">${t("field.first")}</p>
        <button class="btn btn-main" type="button" @click=${() => void this.keeper.renew()}>${t("act.retry")}</button></div>`;
    }
    return html`<div class="field-none" role="status">${icon("wait", "1.5rem", "spin")}</div>`;
  }

  private body(name: string, value: string): TemplateResult {
    const hands = this.hands();
    if (name === "outbox" && hands) {
      const { others, sending } = this.keeper;
      return html`<sg-field-outbox .context=${hands} .others=${others} ?sending=${sending} @send-now=${() => void this.keeper.renew()}></sg-field-outbox>`;
    }
    const context = this.context(hands);
    if (!context) return this.empty();
    if (name === "census") {
      const [kind, unit] = value.split(":");
      return html`<sg-field-census .context=${context} .kind=${kind as Census} .unit=${Number(unit ?? 0)}></sg-field-census>`;
    }
    if (name === "report") return html`<sg-field-report .context=${context} .at=${value}></sg-field-report>`;
    const stop = name === "visit" ? this.stops.find(({ visit }) => visit.id === Number(value)) : undefined;
    if (stop) return html`<sg-field-visit .context=${context} .visit=${stop.visit}></sg-field-visit>`;
    return this.home(context);
  }

  private home(context: FieldContext): TemplateResult {
    const { pack } = context;
    const wait = pack.hazards.length + pack.takeovers.length;
    const made = new Set(context.items.filter(isSurvey).map(({ body }) => body.fields.cell));
    const due = pack.clocks.filter(
      ({ state, cell }) => (state === "due" || state === "overdue") && !made.has(cell),
    ).length;
    const counts = { round: 0, survey: due, wait };
    return html`<sg-field-map .pack=${pack} .stops=${this.stops} .fix=${this.place.fix} @stop=${(
      e: CustomEvent<number>,
    ) => {
      location.hash = `visit=${e.detail}`;
    }}></sg-field-map>
      <section class="field-sheet">
        <div class="field-tabs" role="tablist">${(Object.keys(TABS) as Tab[]).map(
          (tab) =>
            html`<button type="button" role="tab" id="tab-${tab}" aria-controls="field-panel" aria-selected=${this.tab === tab} @click=${() => {
              this.tab = tab;
            }}>${t(TABS[tab])}${counts[tab] ? html`<b class="num field-badge">${counts[tab]}</b>` : nothing}</button>`,
        )}</div>
        <div id="field-panel" class="field-panel scroll" role="tabpanel" tabindex="0" aria-labelledby="tab-${this.tab}">${this.panel(context)}</div>
        <a class="btn btn-main field-big" href="#report">${icon("camera", "1.5rem")}${t("field.report")}</a>
      </section>`;
  }

  private panel(context: FieldContext): TemplateResult {
    if (this.tab === "survey") return html`<sg-field-surveys .context=${context}></sg-field-surveys>`;
    if (this.tab === "wait") return html`<sg-field-waiting .context=${context}></sg-field-waiting>`;
    return roundView(context.pack, this.stops, this.place.state);
  }

  private readonly readHazard = async (id: number): Promise<HazardDetail | null> => {
    try {
      return await this.api.get<HazardDetail>(`/hazards/${id}`);
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      console.warn("the hazard was not read", failure.text(lang()));
      return null;
    }
  };

  private readonly onLeave = (): void => {
    if (counted(this.keeper.items).waiting) this.leaving = true;
    else void this.goOut();
  };

  private leave(): TemplateResult {
    const n = counted(this.keeper.items).waiting;
    return html`<sg-dialog heading=${t("field.leave_title", { n })} .content=${html`<p>${t("field.leave")}</p>
      <div class="field-acts"><button class="btn btn-danger btn-wide" type="button" @click=${() => void this.goOut()}>${t("field.leave_yes")}</button></div>`} @closed=${() => {
      this.leaving = false;
    }}></sg-dialog>`;
  }

  private async goOut(): Promise<void> {
    this.leaving = false;
    await this.keeper.leave();
    this.say(t("field.wiped"));
  }
}

/** On this phone, and not yet with the server. */
function isSurvey({ kind, state }: Item): boolean {
  return kind === "survey" && state === "waiting";
}

/** Let the browser keep the page itself. Without a secure origin it does not: the page then needs a network to open. */
async function keepPage(): Promise<void> {
  try {
    await navigator.serviceWorker?.register("/field/worker.js", { scope: "/field" });
  } catch (refusal) {
    console.warn("the page was not kept for use without a network", refusal);
  }
}
