import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { PhotoError, shrink } from "../field/photos.ts";
import { lang, type TextKey, t } from "../i18n/index.ts";
import { type Api, ApiError } from "../net/api.ts";
import { icon } from "../ui/icons.ts";
import { View } from "../ui/view.ts";
import { Proof } from "./challenge.ts";
import { randomUuid, sendReport } from "./send.ts";
import { CATEGORIES, type Category, LEAST_WORDS, MOST_PHOTOS } from "./wire.ts";

const PHONE = /^[0-9+() -]{0,24}$/;
/** further out than this a pin may be off by a street */
export const NEAR_ZOOM = 14;

export interface Pin {
  lon: number;
  lat: number;
  zoom: number;
}
interface Shot {
  blob: Blob;
  url: string;
}
type Busy = "" | "photo" | "proof" | "sending";

/** The report: photos, what, words, and a contact if somebody likes. The place is the page's map. */
@customElement("sg-report-form")
export class ReportForm extends View {
  @property({ attribute: false }) api!: Api;
  @property({ attribute: false }) pin!: Pin;
  @state() private shots: Shot[] = [];
  @state() private category: Category = "fire";
  @state() private words = "";
  @state() private name = "";
  @state() private phone = "";
  @state() private busy: Busy = "";
  @state() private left = 0;
  @state() private trouble = "";
  @state() private shown = false;
  private proof: Proof | null = null;
  private key = "";
  private keyFor = "";

  override disconnectedCallback(): void {
    for (const { url } of this.shots) URL.revokeObjectURL(url);
    super.disconnectedCallback();
  }

  protected override render(): TemplateResult {
    return html`<form class="report-form" novalidate @submit=${this.onSubmit} @input=${this.begin}>
      ${this.photoPart()} ${this.whatPart()} ${this.wordsPart()} ${this.contactPart()}
      <div class="report-send">
        ${this.trouble ? html`<p class="notice notice-bad" role="alert">${icon("warn", "1.125rem")}<span>${this.trouble}</span></p>` : nothing}
        <button class="btn btn-main btn-wide report-button" type="submit" ?disabled=${this.busy !== ""}>${
          this.busy ? icon("wait", "1.25rem", "spin") : icon("megaphone", "1.25rem")
        }<span aria-live="polite">${this.sendWords()}</span></button>
      </div></form>`;
  }

  private sendWords(): string {
    if (this.busy === "proof") return t("public.proving");
    if (this.busy === "sending") return t("public.sending", { percent: Math.round(this.left * 100) });
    return this.busy === "photo" ? t("public.photo_busy") : t("public.send");
  }

  private photoPart(): TemplateResult {
    const full = this.shots.length >= MOST_PHOTOS || this.busy !== "";
    const choose = (label: TextKey, name: "camera" | "plus", capture: boolean): TemplateResult => html`
      <label class="btn report-add ${full ? "is-off" : ""}">${icon(name, "1.25rem")}<span>${t(label)}</span>
        <input class="visually-hidden" type="file" accept="image/*" ?multiple=${!capture} capture=${capture ? "environment" : nothing}
          ?disabled=${full} @change=${this.onFiles} /></label>`;
    return html`<fieldset class="report-part"><legend>${t("public.photos", { most: MOST_PHOTOS })}</legend>
      <div class="report-shots">${this.shots.map(
        ({ url }, i) => html`<figure><img src=${url} alt=${t("public.photo_n", { n: i + 1 })} />
          <button class="btn btn-icon" type="button" aria-label=${t("public.photo_remove", { n: i + 1 })} @click=${() => this.drop(i)}>${icon("close", "1rem")}</button></figure>`,
      )}${choose("public.photo_take", "camera", true)}${choose("public.photo_choose", "plus", false)}</div></fieldset>`;
  }

  private whatPart(): TemplateResult {
    return html`<fieldset class="report-part"><legend>${t("public.what")}</legend>
      <div class="report-kinds">${CATEGORIES.map(
        (
          code,
        ) => html`<label class="report-kind"><input type="radio" name="category" value=${code} .checked=${this.category === code}
          @change=${() => {
            this.category = code;
          }} /><span>${t(`public.c_${code}`)}</span></label>`,
      )}</div></fieldset>`;
  }

  private wordsPart(): TemplateResult {
    const short = this.shown && this.words.trim().length < LEAST_WORDS;
    return html`<div class="report-part field"><label for="words">${t("public.words")}</label>
      <textarea class="input" id="words" rows="4" maxlength="2000" required .value=${this.words} aria-invalid=${short}
        aria-describedby=${short ? "words-short words-hint" : "words-hint"} @input=${(event: Event) => {
          this.words = (event.target as HTMLTextAreaElement).value;
        }}></textarea>
      ${short ? html`<p id="words-short" class="field-error">${t("public.words_short")}</p>` : nothing}
      <p id="words-hint" class="meta">${t("public.words_hint")}</p></div>`;
  }

  private contactPart(): TemplateResult {
    const bad = this.shown && !PHONE.test(this.phone);
    return html`<details class="report-part report-contact"><summary>${icon("lock", "1.125rem")}<span>${t("public.contact")}</span></summary>
      <p class="meta">${t("public.contact_note")}</p>
      <div class="report-two">
        <div class="field"><label for="name">${t("public.name")}</label>
          <input class="input" id="name" maxlength="60" autocomplete="off" .value=${this.name} @input=${(
            event: Event,
          ) => {
            this.name = (event.target as HTMLInputElement).value;
          }} /></div>
        <div class="field"><label for="phone">${t("public.phone")}</label>
          <input class="input" id="phone" type="tel" inputmode="tel" maxlength="24" autocomplete="off" .value=${this.phone} aria-invalid=${bad}
            aria-describedby=${bad ? "phone-bad" : nothing} @input=${(event: Event) => {
              this.phone = (event.target as HTMLInputElement).value;
            }} />${bad ? html`<p id="phone-bad" class="field-error">${t("public.phone_bad")}</p>` : nothing}</div>
      </div></details>`;
  }

  /** The proof of work is done while somebody still writes. */
  private readonly begin = (): void => {
    this.proof ??= new Proof(this.api);
    this.proof.begin();
  };

  private readonly onFiles = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])].slice(0, MOST_PHOTOS - this.shots.length);
    input.value = "";
    this.busy = "photo";
    this.trouble = "";
    for (const file of files) {
      try {
        const blob = await shrink(file);
        this.shots = [...this.shots, { blob, url: URL.createObjectURL(blob) }];
      } catch (failure) {
        if (!(failure instanceof PhotoError)) throw failure;
        this.trouble = t("public.photo_bad");
      }
    }
    this.busy = "";
  };

  private drop(at: number): void {
    const gone = this.shots[at];
    if (gone) URL.revokeObjectURL(gone.url);
    this.shots = this.shots.filter((_, i) => i !== at);
  }

  private readonly onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    this.shown = true;
    this.trouble = "";
    if (this.words.trim().length < LEAST_WORDS) this.querySelector<HTMLElement>("#words")?.focus();
    else if (!PHONE.test(this.phone)) this.querySelector<HTMLElement>("#phone")?.focus();
    else await this.send();
  };

  private async send(again = false): Promise<void> {
    try {
      this.begin();
      this.busy = "proof";
      const challenge = await (this.proof as Proof).answer();
      this.busy = "sending";
      this.left = 0;
      const received = await sendReport(this.body(challenge), this.intention(), (share) => {
        this.left = share;
      });
      this.proof?.spent();
      this.tell("received", received);
    } catch (failure) {
      if (failure instanceof ApiError && failure.status !== 0) this.proof?.spent();
      // The challenge may have run out while somebody wrote: once more, with another.
      if (failure instanceof ApiError && failure.code === "CHALLENGE_BAD" && !again) {
        await this.send(true);
        return;
      }
      this.trouble = failure instanceof ApiError ? failure.text(lang()) : t("public.no_proof");
      if (!(failure instanceof ApiError)) console.warn("the report was not sent", failure);
    } finally {
      this.busy = "";
    }
  }

  private body(challenge: string): FormData {
    const form = new FormData();
    const { lon, lat } = this.pin;
    const said = {
      lon,
      lat,
      category: this.category,
      text: this.words.trim(),
      name: this.name,
      phone: this.phone,
    };
    for (const [name, value] of Object.entries(said)) form.append(name, String(value));
    form.append("challenge", challenge);
    this.shots.forEach(({ blob }, i) => {
      form.append("photos", blob, `${i + 1}.jpg`);
    });
    return form;
  }

  /** The same words, place and photos are the same intention: a lost answer is had again, not a second report. */
  private intention(): string {
    const { lon, lat } = this.pin;
    const said = [
      lon,
      lat,
      this.category,
      this.words,
      this.name,
      this.phone,
      ...this.shots.map(({ url }) => url),
    ];
    const asked = JSON.stringify(said);
    if (asked !== this.keyFor) [this.key, this.keyFor] = [randomUuid(), asked];
    return this.key;
  }
}
