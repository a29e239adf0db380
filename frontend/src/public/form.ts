import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { lang, type TextKey, t } from "../i18n/index.ts";
import { PhotoError, shrink } from "../keep/photos.ts";
import { type Api, ApiError } from "../net/api.ts";
import { icon } from "../ui/icons.ts";
import { View } from "../ui/view.ts";
import { Proof } from "./challenge.ts";
import type { Draft, Said, Shot } from "./draft.ts";
import { randomUuid } from "./send.ts";
import { CATEGORIES, LEAST_WORDS, MOST_PHOTOS, MOST_WORDS, type Received } from "./wire.ts";

/** as the server takes it: nothing, or five digits and more, with an extension after its Chinese word */
const PHONE = /^\s*((?=(?:\D*\d){5})[0-9+()\uff08\uff09 \-\u8f6c]{5,32})?\s*$/;
/** from here on it is said how much still fits */
const NEAR_FULL = MOST_WORDS - 200;
/** further out than this a pin may be off by a street */
export const NEAR_ZOOM = 14;

export interface Pin {
  lon: number;
  lat: number;
  zoom: number;
}
/** Somebody has put it there, and near enough to find the danger by it. */
export function isNear(pin: Pin | null): boolean {
  return pin !== null && pin.zoom >= NEAR_ZOOM;
}

type Busy = "" | "photo" | "proof" | "sending";

/** The report: photos, what, words, and a contact if somebody likes. The place is the page's map. */
@customElement("sg-report-form")
export class ReportForm extends View {
  @property({ attribute: false }) api!: Api;
  /** null until somebody has chosen it */
  @property({ attribute: false }) pin: Pin | null = null;
  /** after the report's end, who sent it is erased; 0: as long as the report */
  @property({ type: Number }) days = 0;
  /** what is written; it outlives this form, and a reload where the browser lets it */
  @property({ attribute: false }) draft!: Draft;
  @state() private busy: Busy = "";
  @state() private trouble = "";
  /** why files were not added */
  @state() private photoTrouble = "";
  /** of the last try: it never left, or it did not and the network is back */
  @state() private line: "" | "broke" | "back" = "";
  @state() private shown = false;
  @state() private offline = !navigator.onLine;
  private proof: Proof | null = null;
  private readonly urls = new Map<string, string>();

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("online", this.onLine);
    window.addEventListener("offline", this.onLine);
  }

  override disconnectedCallback(): void {
    window.removeEventListener("online", this.onLine);
    window.removeEventListener("offline", this.onLine);
    for (const url of this.urls.values()) URL.revokeObjectURL(url);
    this.urls.clear();
    super.disconnectedCallback();
  }

  protected override firstUpdated(): void {
    if (this.said.unsure) void this.send();
  }

  private get said(): Said {
    return this.draft.said;
  }

  private say(change: Partial<Said>): void {
    void this.draft.say(change);
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    return html`<form class="report-form" novalidate @submit=${this.onSubmit} @input=${this.begin}>
      <div ?inert=${this.said.unsure}>${this.photoPart()} ${this.whatPart()} ${this.wordsPart()} ${this.contactPart()}</div>
      <p class="meta report-keeping">${icon("lock", "1rem")}<span>${t(this.draft.kept ? "public.draft_kept" : "public.draft_here")}</span></p>
      <div class="report-send">
        ${this.offline && !this.said.unsure && !this.trouble ? html`<p class="notice notice-warn" role="status">${icon("offline", "1.125rem")}<span>${t("public.offline")}</span></p>` : nothing}
        ${this.line === "back" && !this.offline ? html`<p class="notice notice-warn" role="status">${icon("info", "1.125rem")}<span>${t("public.line_back")}</span></p>` : nothing}
        ${this.trouble ? html`<p class="notice notice-bad" role="alert">${icon("warn", "1.125rem")}<span>${this.trouble}</span></p>` : nothing}
        <button class="btn btn-main btn-wide report-button" type="submit" ?disabled=${this.busy !== ""}>${
          this.busy ? icon("wait", "1.25rem", "spin") : icon("megaphone", "1.25rem")
        }<span aria-live="polite">${this.sendWords()}</span></button>
      </div></form>`;
  }

  private sendWords(): string {
    if (this.busy === "proof") return t("public.proving");
    if (this.busy === "sending") return t("public.sending");
    if (this.busy === "photo") return t("public.photo_busy");
    return t(this.said.unsure ? "public.send_again" : "public.send");
  }

  private photoPart(): TemplateResult {
    const { shots } = this.draft;
    const full = shots.length >= MOST_PHOTOS || this.busy !== "";
    const choose = (label: TextKey, name: "camera" | "plus", capture: boolean): TemplateResult => html`
      <label class="btn report-add ${full ? "is-off" : ""}">${icon(name, "1.25rem")}<span>${t(label)}</span>
        <input class="visually-hidden" type="file" accept="image/*" ?multiple=${!capture} capture=${capture ? "environment" : nothing}
          ?disabled=${full} @change=${this.onFiles} /></label>`;
    return html`<fieldset class="report-part"><legend>${t("public.photos", { most: MOST_PHOTOS })}</legend>
      <div class="report-shots">${shots.map(
        (shot, i) => html`<figure><img src=${this.url(shot)} alt=${t("public.photo_n", { n: i + 1 })} />
          <button class="btn btn-icon" type="button" aria-label=${t("public.photo_remove", { n: i + 1 })} @click=${() => void this.drop(shot)}>${icon("close", "1rem")}</button></figure>`,
      )}${choose("public.photo_take", "camera", true)}${choose("public.photo_choose", "plus", false)}</div>
      ${this.photoTrouble ? html`<p id="photos-bad" class="field-error" role="alert">${this.photoTrouble}</p>` : nothing}</fieldset>`;
  }

  private whatPart(): TemplateResult {
    const none = this.shown && !this.said.category;
    return html`<fieldset class="report-part" role="radiogroup" aria-required="true" aria-invalid=${none} aria-describedby=${none ? "what-none" : nothing}><legend>${t("public.what")}</legend>
      <div class="report-kinds">${CATEGORIES.map(
        (
          code,
        ) => html`<label class="report-kind"><input type="radio" name="category" value=${code} .checked=${this.said.category === code}
          @change=${() => this.say({ category: code })} /><span>${t(`public.c_${code}`)}</span></label>`,
      )}</div>
      ${none ? html`<p id="what-none" class="field-error">${t("public.what_none")}</p>` : nothing}</fieldset>`;
  }

  private wordsPart(): TemplateResult {
    const { words } = this.said;
    const short = this.shown && words.trim().length < LEAST_WORDS;
    const left = MOST_WORDS - words.length;
    return html`<div class="report-part field"><label for="words">${t("public.words")}</label>
      <textarea class="input" id="words" rows="4" maxlength=${MOST_WORDS} required .value=${words} aria-invalid=${short}
        aria-describedby=${short ? "words-short words-hint" : "words-hint"} @input=${(event: Event) =>
          this.say({ words: (event.target as HTMLTextAreaElement).value })}></textarea>
      ${short ? html`<p id="words-short" class="field-error">${t(words.trim() ? "public.words_short" : "public.words_none")}</p>` : nothing}
      <p class="meta report-room" role="status">${words.length < NEAR_FULL ? nothing : t(left ? "public.words_left" : "public.words_full", { n: left, most: MOST_WORDS })}</p>
      <p id="words-hint" class="meta">${t("public.words_hint")}</p></div>`;
  }

  private contactPart(): TemplateResult {
    const bad = this.shown && !PHONE.test(this.said.phone);
    return html`<details class="report-part report-contact" ?open=${Boolean(this.said.name || this.said.phone)}><summary>${icon("lock", "1.125rem")}<span>${t("public.contact")}</span></summary>
      <p class="meta">${t("public.contact_note")} ${this.days ? t("public.contact_days", { days: this.days }) : t("public.contact_for_good")}</p>
      <div class="report-two">
        <div class="field"><label for="name">${t("public.name")}</label>
          <input class="input" id="name" maxlength="60" autocomplete="off" .value=${this.said.name} @input=${(
            event: Event,
          ) => this.say({ name: (event.target as HTMLInputElement).value })} /></div>
        <div class="field"><label for="phone">${t("public.phone")}</label>
          <input class="input" id="phone" type="tel" inputmode="tel" maxlength="32" autocomplete="off" .value=${this.said.phone} aria-invalid=${bad}
            aria-describedby=${bad ? "phone-bad" : nothing} @input=${(event: Event) =>
              this.say({
                phone: (event.target as HTMLInputElement).value,
              })} />${bad ? html`<p id="phone-bad" class="field-error">${t("public.phone_bad")}</p>` : nothing}</div>
      </div></details>`;
  }

  /** The proof of work is done while somebody still writes. */
  private readonly begin = (): void => {
    this.proof ??= new Proof(this.api);
    this.proof.begin();
  };

  private readonly onLine = (): void => {
    this.offline = !navigator.onLine;
    if (!this.offline && this.line === "broke") {
      this.line = "back";
      this.trouble = "";
    }
    if (!this.offline && this.said.unsure && !this.busy) void this.send();
  };

  private url({ id, blob }: Shot): string {
    const known = this.urls.get(id) ?? URL.createObjectURL(blob);
    this.urls.set(id, known);
    return known;
  }

  private readonly onFiles = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    const given = [...(input.files ?? [])];
    const files = given.slice(0, MOST_PHOTOS - this.draft.shots.length);
    input.value = "";
    this.busy = "photo";
    let bad = 0;
    for (const file of files) {
      try {
        await this.draft.add(await shrink(file));
      } catch (failure) {
        if (!(failure instanceof PhotoError)) throw failure;
        bad += 1;
      }
    }
    this.busy = "";
    await this.refuse(bad, given.length - files.length);
  };

  /** Say which files are not here, beside the photos: on a phone all else is a screen away. */
  private async refuse(bad: number, over: number): Promise<void> {
    const why = [
      bad ? t("public.photo_bad") : "",
      over ? t("public.photo_over", { most: MOST_PHOTOS, n: over }) : "",
    ];
    this.photoTrouble = why.filter(Boolean).join(" ");
    await this.updateComplete;
    this.querySelector("#photos-bad")?.scrollIntoView({ block: "center" });
  }

  private async drop({ id }: Shot): Promise<void> {
    const url = this.urls.get(id);
    if (url) URL.revokeObjectURL(url);
    this.urls.delete(id);
    this.photoTrouble = "";
    await this.draft.drop(id);
    this.requestUpdate();
  }

  private readonly onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    this.shown = true;
    this.trouble = "";
    const missing = this.missing();
    if (missing === null) await this.send();
    else if (missing === "") this.tell("where", null);
    else this.querySelector<HTMLElement>(missing)?.focus();
  };

  /** The first thing that is wanting, in the order of the page: its selector, "" for the place, null if all is there. */
  private missing(): string | null {
    const { category, words, phone } = this.said;
    if (!this.said.unsure && !isNear(this.pin)) return "";
    if (!category) return "input[name=category]";
    if (words.trim().length < LEAST_WORDS) return "#words";
    return PHONE.test(phone) ? null : "#phone";
  }

  private async send(again = false): Promise<void> {
    this.trouble = "";
    this.line = "";
    let tried = this.said.unsure;
    if (!navigator.onLine) {
      this.broke(tried);
      return;
    }
    try {
      this.begin();
      this.busy = "proof";
      const challenge = await (this.proof as Proof).answer();
      this.busy = "sending";
      // Written down before it leaves: if this page ends now, it is sent again as it was, under the same key.
      await this.draft.say({ pin: tried ? this.said.pin : this.pin, unsure: true });
      tried = true;
      const { key } = this.said;
      const received = await this.api.post<Received>("/public/reports", this.body(challenge), { key });
      this.proof?.spent();
      await this.draft.say({ received, unsure: false });
      this.tell("received", received);
    } catch (failure) {
      if (!(failure instanceof ApiError)) console.warn("the report was not sent", failure);
      else if (await this.again(failure, tried, again)) return;
      if (!(failure instanceof ApiError)) this.trouble = t("public.no_proof");
      else if (failure.status !== 0 && failure.status < 500) this.trouble = failure.text(lang());
      else this.broke(tried);
    } finally {
      this.busy = "";
    }
  }

  /** After a failure: whether it has been tried once more already. */
  private async again(failure: ApiError, tried: boolean, again: boolean): Promise<boolean> {
    if (failure.status === 0) return false;
    this.proof?.spent();
    // A refusal is an answer: it is not there, and may be written anew. What a broken server did, nobody knows.
    if (tried && failure.status < 500) await this.draft.say({ unsure: false });
    if (failure.code === "IDEMPOTENCY_CONFLICT") await this.draft.say({ key: randomUuid() });
    // The challenge may have run out while somebody wrote: once more, with another.
    if (failure.code !== "CHALLENGE_BAD" || again) return false;
    await this.send(true);
    return true;
  }

  private broke(tried: boolean): void {
    this.trouble = t(tried ? "public.unsure" : "public.not_sent");
    if (!tried) this.line = "broke";
  }

  private body(challenge: string): Record<string, unknown> {
    const { pin, category, words, name, phone } = this.said;
    const photos = this.draft.shots.map(({ id }) => id);
    return { lon: pin?.lon, lat: pin?.lat, category, text: words.trim(), name, phone, photos, challenge };
  }
}
