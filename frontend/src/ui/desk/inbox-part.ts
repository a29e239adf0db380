import { html, nothing, type TemplateResult } from "lit";
import type { Store } from "../../state/store.ts";
import { Following } from "../following.ts";
import { icon } from "../icons.ts";
import type { Reading } from "../reading.ts";
import { readingFrame } from "../reading-frame.ts";
import type { View } from "../view.ts";

/** One kind of thing that waits at the desk: how many there are, what was done last, and the list of them. */
export function inboxPart<T, R>(
  part: { id: string; title: string; none: string; said: string; data: Reading<T> },
  rows: (value: T) => readonly R[],
  card: (row: R, value: T) => TemplateResult,
  below: unknown = nothing,
): TemplateResult {
  const { id, title, none, said, data } = part;
  return html`<section class="inbox-part" aria-labelledby="${id}-title">
    <h3 id="${id}-title">${title}<span class="num">${data.value ? rows(data.value).length : ""}</span></h3>
    <p class="inbox-said" role="status" tabindex="-1">${said ? html`${icon("check", "1rem")}${said}` : nothing}</p>
    ${readingFrame(data, (value) => (rows(value).length ? inboxList(rows(value), (row) => card(row, value)) : html`<p class="meta">${none}</p>`))}
    ${below}</section>`;
}

/** What was done is said above the list, and the card that it was done on is gone: go there, or one stands amid others. */
export async function goToSaid(host: View): Promise<void> {
  await host.updateComplete;
  const said = host.querySelector<HTMLElement>(".inbox-said");
  said?.scrollIntoView({ block: "center" });
  said?.focus({ preventScroll: true });
}

export function inboxList<R>(rows: readonly R[], card: (row: R) => TemplateResult): TemplateResult {
  return html`<ul class="inbox-list">${rows.map(card)}</ul>`;
}

/** Whatever is new in an inbox comes with a notice to those who may decide; others see it when they start afresh. */
export function followNotices(host: View, store: () => Store, load: () => void): void {
  new Following(host, store, (change) => {
    if (change.reset || change.told.some((told) => told.o === "notice")) load();
  });
}
