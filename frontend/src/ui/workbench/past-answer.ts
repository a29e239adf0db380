/** Who answered for a place or an object at a moment, beside who does now. */
import { html, nothing, type TemplateResult } from "lit";
import type { components } from "../../generated/api.ts";
import { t } from "../../i18n/index.ts";
import { term } from "../../i18n/terms.ts";
import { dateTime } from "../format.ts";

export type Answered = components["schemas"]["AnsweredOut"];
type Answerers = components["schemas"]["Answerers"];
type Person = components["schemas"]["PastPerson"];

const POST = ({ role, cell, unit }: Person): string => `${role}/${cell?.id ?? 0}/${unit?.id ?? 0}`;
const same = (a: Person, b: Person): boolean => a.person.id === b.person.id && POST(a) === POST(b);

/** `title`: what was pressed. */
export function answerCard(title: string, told: Answered): TemplateResult {
  const { then, now, recorded } = told;
  const late = recorded !== null && then !== null && Date.parse(recorded) > Date.parse(then.at);
  return html`<section class="past-answer" aria-labelledby="past-who">
    <h3 id="past-who">${title}</h3>
    ${late ? html`<p class="meta">${t("past.recorded", { at: dateTime(recorded) })}</p>` : nothing}
    <div class="past-sides">
      ${side(t("past.then"), then ? dateTime(then.at) : "", then, now)}
      ${side(t("past.now"), "", now, then)}
    </div></section>`;
}

function side(label: string, at: string, shown: Answerers | null, other: Answerers | null): TemplateResult {
  return html`<div class="past-side" role="group" aria-label=${label}>
    <p class="past-side-head"><b>${label}</b> <span class="num">${at}</span></p>
    ${shown ? known(shown, other) : html`<p class="meta">${t("past.out_of_sight")}</p>`}</div>`;
}

function known(shown: Answerers, other: Answerers | null): TemplateResult {
  const names = shown.cells.map(({ name }) => name);
  const differs = other !== null && shown.cells.at(-1)?.id !== other.cells.at(-1)?.id;
  const ground = names.length
    ? html`<p class="past-cell">${differs ? html`<b>${names.at(-1)}</b>` : names.at(-1)}<span class="meta">${names.slice(1, -1).join(" / ")}</span></p>`
    : html`<p class="past-cell">${t("past.unowned")}</p>`;
  if (shown.people.length === 0) return html`${ground}<p class="meta">${t("who.none")}</p>`;
  const community = shown.cells.at(-1)?.id;
  const near = shown.people.filter(({ cell }) => !cell || cell.id === community);
  const above = shown.people.filter((person) => !near.includes(person));
  return html`${ground}${listed(near, other, names.at(-1))}${
    above.length
      ? html`<details class="past-above"><summary class="meta">${t("past.above", { n: above.length })}</summary>${listed(above, other)}</details>`
      : nothing
  }`;
}

/** `told`: the place that has been named already. */
function listed(list: readonly Person[], other: Answerers | null, told = ""): TemplateResult[] {
  return byPlace(list).map(
    ([place, people]) => html`${place === told ? nothing : html`<p class="meta past-place">${place}</p>`}
      <ul class="past-people">${people.map((person) => {
        const alone = other !== null && !other.people.some((each) => same(each, person));
        return html`<li class=${alone ? "is-other" : ""}><span class="meta">${term("role", person.role)}</span>
          <span>${person.person.name}${alone ? html`<i class="chip">${t("past.differs")}</i>` : nothing}</span></li>`;
      })}</ul>`,
  );
}

/** People in their order, those of one cell or unit together. */
function byPlace(people: readonly Person[]): [string, Person[]][] {
  const places = new Map<string, Person[]>();
  for (const person of people) {
    const place = person.unit?.name ?? person.cell?.name ?? "";
    places.set(place, [...(places.get(place) ?? []), person]);
  }
  return [...places];
}
