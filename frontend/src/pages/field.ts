import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import "./start.ts";
import "../style/panel.css";
import "../style/field.css";
import { openStore, type Store } from "../field/kept.ts";
import { counted, type Stop, stopsOf } from "../field/model.ts";
import { Packs } from "../field/packs.ts";
import { Photos } from "../field/photos.ts";
import { Whereabouts } from "../field/place.ts";
import { type Item, type New, Queue } from "../field/queue.ts";
import { Seal } from "../field/seal.ts";
import { Sender } from "../field/sender.ts";
import type { Census } from "../field/ui/census.ts";
import type { FieldContext } from "../field/ui/context.ts";
import { lang, say, t } from "../i18n/index.ts";
import "../field/ui/census.ts";
import "../field/ui/map.ts";
import "../field/ui/outbox.ts";
import "../field/ui/report.ts";
import { roundView } from "../field/ui/round.ts";
import "../field/ui/survey.ts";
import "../field/ui/visit.ts";
import "../field/ui/waiting.ts";
import type { Pack } from "../field/wire.ts";
import { Api, ApiError } from "../net/api.ts";
import type { Text } from "../net/wire.ts";
import type { HazardDetail } from "../ui/details.ts";
import "../ui/dialog.ts";
import { shortTime } from "../ui/format.ts";
import { icon } from "../ui/icons.ts";
import { View } from "../ui/view.ts";
import { entitle, logout } from "./start.ts";

const RENEW_MS = 60_000;
const TOLD_MS = 4_000;
/** a pack that is older than this is shown with its age */
const OLD_MS = 30 * 60_000;
/** of this browser: somebody logged out, and the server does not know yet */
const LEFT = "safegrid.field.left";
type Tab = "round" | "survey" | "wait";
const TABS = { round: "field.tab_round", survey: "field.tab_survey", wait: "field.tab_wait" } as const;

/** The inspector's phone. Everything is made on the phone first, and sent when there is a network. */
@customElement("sg-field-page")
export class FieldPage extends View {
  // Not the client that leads to the log-in: without a network nobody can log in, and what waits must stay in sight.
  private readonly api = new Api();
  private readonly place = new Whereabouts(() => this.requestUpdate());
  private store: Store | null = null;
  private seal: Seal | null = null;
  private packs: Packs | null = null;
  private photos: Photos | null = null;
  private queue: Queue | null = null;
  private sender: Sender | null = null;
  private timer = 0;
  @state() private pack: Pack | null = null;
  @state() private items: readonly Item[] = [];
  @state() private others = 0;
  @state() private net: "asking" | "online" | "offline" | "ended" = "asking";
  @state() private refused: Text | null = null;
  @state() private sending = false;
  @state() private tab: Tab = "round";
  @state() private hash = location.hash;
  @state() private told = "";
  @state() private leaving = false;
  private stops: readonly Stop[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("hashchange", this.onHash);
    window.addEventListener("online", this.onLine);
    window.addEventListener("offline", this.onLine);
    document.addEventListener("visibilitychange", this.onLine);
  }

  override disconnectedCallback(): void {
    window.removeEventListener("hashchange", this.onHash);
    window.removeEventListener("online", this.onLine);
    window.removeEventListener("offline", this.onLine);
    document.removeEventListener("visibilitychange", this.onLine);
    window.clearInterval(this.timer);
    this.place.stop();
    this.sender?.stop();
    super.disconnectedCallback();
  }

  protected override firstUpdated(): void {
    entitle("field.title");
    void this.begin();
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    this.stops = this.pack ? stopsOf(this.pack, this.items, this.place.fix) : [];
  }

  private async begin(): Promise<void> {
    void keepPage();
    this.store = await openStore();
    this.seal = await Seal.of(this.store);
    this.packs = new Packs(this.store, this.seal);
    const kept = await this.packs.kept(Date.now());
    if (kept) await this.take(kept);
    await this.renew();
    this.timer = window.setInterval(() => void this.onLine(), RENEW_MS);
    this.place.start();
  }

  /** Work with a pack; of another person everything else is another's too. */
  private async take(pack: Pack): Promise<void> {
    const other = pack.viewer.id !== this.pack?.viewer.id;
    this.pack = pack;
    if (!other || !this.store || !this.seal) return;
    this.sender?.stop();
    this.photos = new Photos(this.store, this.seal, pack.viewer.id);
    this.queue = new Queue(this.store, this.seal, pack.viewer.id);
    this.sender = new Sender(this.queue, this.photos, this.api);
    this.sender.onRound = (outcome, taken) => {
      if (outcome === "cut" || outcome === "busy") this.net = "offline";
      if (outcome === "ended") this.net = "ended";
      if (taken) void this.renew();
    };
    this.queue.subscribe(() => void this.look());
    await this.queue.sweep(Date.now());
    await this.look();
    await this.photos.sweep(new Set(this.items.flatMap(({ photos }) => photos)));
  }

  private async look(): Promise<void> {
    if (!this.queue) return;
    const before = this.items;
    this.items = await this.queue.all();
    this.others = await this.queue.ofOthers();
    // What was amended is new to the sender.
    const waits = this.items.some(
      ({ id, state }) => state === "waiting" && before.find((one) => one.id === id)?.state !== "waiting",
    );
    if (waits && this.net === "online") void this.send();
  }

  /** Ask for the pack anew; whoever may no longer see it has none any more. */
  private async renew(): Promise<void> {
    if (!this.packs || (await this.tellLeft())) return;
    const answer = await this.packs.refresh(this.api);
    this.refused = null;
    if (answer.is === "cut") {
      this.net = "offline";
      return;
    }
    if (answer.is === "ended") {
      this.net = "ended";
      return;
    }
    this.net = "online";
    if (answer.is === "refused") {
      this.refused = answer.message;
      this.pack = null;
    } else if (answer.pack) await this.take(answer.pack);
    await this.send();
  }

  private async send(): Promise<void> {
    if (!this.sender || !(await this.queue?.waiting())) return;
    this.sending = true;
    try {
      await this.sender.now();
    } finally {
      this.sending = false;
    }
  }

  private readonly onLine = async (): Promise<void> => {
    if (document.visibilityState === "hidden") return;
    if (navigator.onLine) await this.renew();
    else this.net = "offline";
  };

  private readonly onHash = (): void => {
    this.hash = location.hash;
    this.querySelector("#main")?.scrollTo(0, 0);
  };

  private context(): FieldContext | null {
    const { pack, photos, queue } = this;
    if (!pack || !photos || !queue) return null;
    const fix = this.place.recent(Date.now());
    return {
      pack,
      items: this.items,
      fix,
      photos,
      queue,
      services: {
        find: async () => [],
        upload: async (file) => {
          const { id, blob } = await photos.keep(file);
          return { id, url: URL.createObjectURL(blob) };
        },
        pickPlace: null,
      },
      add: (record) => this.add(record),
      stamp: () => ({ made_at: new Date().toISOString(), fix }),
      back: () => history.back(),
    };
  }

  private async add(record: New): Promise<void> {
    if (!this.queue) return;
    void navigator.storage?.persist?.();
    await this.queue.add(record);
    this.say(t("field.saved"));
    if (navigator.onLine) void this.send();
  }

  private say(words: string): void {
    this.told = words;
    window.setTimeout(() => {
      if (this.told === words) this.told = "";
    }, TOLD_MS);
  }

  protected override render(): TemplateResult {
    const [name, value] = this.hash.slice(1).split("=");
    return html`<a class="skip-link" href="#main">${t("app.skip_main")}</a>
      ${this.header(name ?? "")}
      ${this.banner()}
      <main id="main" class="field-main" tabindex="-1">${this.body(name ?? "", value ?? "")}</main>
      <div class="field-told" role="status">${this.told ? html`<p>${icon("check", "1.125rem")}${this.told}</p>` : nothing}</div>
      ${this.leaving ? this.leave() : nothing}`;
  }

  private header(view: string): TemplateResult {
    const { pack } = this;
    const titles = {
      outbox: t("field.outbox"),
      report: t("field.report"),
      census: t("field.census"),
      visit: t("field.kind_inspection"),
    };
    const title = titles[view as keyof typeof titles] ?? t("field.title");
    const cells = pack?.cells.slice(0, 2).map((cell) => cell.name) ?? [];
    const more = pack && pack.cells.length > 2 ? ` +${pack.cells.length - 2}` : "";
    return html`<header class="field-head">
      ${view ? html`<a class="btn btn-icon btn-plain" href="#" aria-label=${t("act.back")}>${icon("back")}</a>` : nothing}
      <div class="field-title"><h1>${title}</h1>${pack && !view ? html`<p class="meta">${cells.join("、")}${more} · ${pack.viewer.name}</p>` : nothing}</div>
      ${this.chip()}
      ${view ? nothing : html`<button class="btn btn-icon btn-plain" type="button" aria-label=${t("menu.logout")} @click=${this.onLeave}>${icon("out")}</button>`}
    </header>`;
  }

  private chip(): TemplateResult {
    const { waiting, refused } = counted(this.items);
    const net =
      this.net === "ended"
        ? t("field.ended")
        : this.net === "offline"
          ? t("field.offline")
          : t("field.online");
    const sending = this.sending && this.net === "online" && waiting > 0;
    const words = [
      sending ? t("field.sending", { n: waiting }) : net,
      waiting && !sending ? t("field.waiting", { n: waiting }) : "",
      refused ? t("field.refused_n", { n: refused }) : "",
    ].filter(Boolean);
    const look = refused ? "bad" : this.net !== "online" || waiting ? "warn" : "ok";
    return html`<a class="field-chip-state field-chip-${look}" href="#outbox" data-net=${this.net} data-waiting=${waiting} data-refused=${refused}>
      ${icon(this.net === "online" ? "check" : "offline", "1.125rem")}<span>${words.join(" · ")}</span></a>`;
  }

  private banner(): TemplateResult | typeof nothing {
    const { waiting } = counted(this.items);
    if (this.net === "ended") {
      return html`<div class="field-banner" role="alert"><p>${t("field.ended_text", { n: waiting })}</p><a class="btn btn-main" href="/login?next=/field">${t("field.login")}</a></div>`;
    }
    if (this.pack && this.net === "offline" && Date.now() - Date.parse(this.pack.made_at) > OLD_MS) {
      return html`<p class="field-banner" role="status">${t("field.day_old", { at: shortTime(this.pack.made_at) })} ${t("field.kept_until", { at: shortTime(this.pack.expires_at) })}</p>`;
    }
    return nothing;
  }

  private empty(): TemplateResult {
    if (this.refused) {
      return html`<div class="field-none" role="alert"><h2>${say(this.refused)}</h2><p class="meta">${t("field.wiped")}</p><a class="btn" href="/map">${t("app.map")}</a></div>`;
    }
    if (this.net === "offline") {
      return html`<div class="field-none" role="alert"><h2>${t("field.first_title")}</h2><p class="meta">${t("field.first")}</p>
        <button class="btn btn-main" type="button" @click=${() => void this.renew()}>${t("act.retry")}</button></div>`;
    }
    return html`<div class="field-none" role="status">${icon("wait", "1.5rem", "spin")}</div>`;
  }

  private body(name: string, value: string): TemplateResult {
    const context = this.context();
    if (!context) return this.empty();
    if (name === "outbox") {
      return html`<sg-field-outbox .context=${context} .read=${this.readHazard} .others=${this.others} ?sending=${this.sending} @send-now=${() => void this.renew()}></sg-field-outbox>`;
    }
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
    const due = pack.clocks.filter(({ state }) => state === "due" || state === "overdue").length;
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

  private readonly readHazard = async (path: string): Promise<HazardDetail | null> => {
    try {
      return await this.api.get<HazardDetail>(path);
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      console.warn("the hazard was not read", failure.text(lang()));
      return null;
    }
  };

  private readonly onLeave = (): void => {
    if (counted(this.items).waiting) this.leaving = true;
    else void this.goOut();
  };

  private leave(): TemplateResult {
    const n = counted(this.items).waiting;
    return html`<sg-dialog heading=${t("field.leave_title", { n })} .content=${html`<p>${t("field.leave")}</p>
      <div class="field-acts"><button class="btn btn-danger btn-wide" type="button" @click=${() => void this.goOut()}>${t("field.leave_yes")}</button></div>`} @closed=${() => {
      this.leaving = false;
    }}></sg-dialog>`;
  }

  /** The pack goes first, network or not; unsent records stay for their owner. The server hears of it when it can. */
  private async goOut(): Promise<void> {
    localStorage.setItem(LEFT, "yes");
    this.leaving = false;
    this.sender?.stop();
    await this.packs?.wipe();
    this.pack = null;
    await this.tellLeft();
  }

  /** Whether this phone was left without a network, and is not to show anything until somebody logs in again. */
  private async tellLeft(): Promise<boolean> {
    if (!localStorage.getItem(LEFT)) return false;
    try {
      await logout(this.api);
      localStorage.removeItem(LEFT);
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.net = failure.status === 401 ? "ended" : "offline";
      if (failure.status === 401) localStorage.removeItem(LEFT);
      this.say(t("field.wiped"));
    }
    return true;
  }
}

/** Let the browser keep the page itself. Without a secure origin it does not: the page then needs a network to open. */
async function keepPage(): Promise<void> {
  try {
    await navigator.serviceWorker?.register("/field/worker.js", { scope: "/field" });
  } catch (refusal) {
    console.warn("the page was not kept for use without a network", refusal);
  }
}
