import type { Words } from "./lang.ts";

const w = (zh: string, en: string): Words => ({ zh, en });

/** Listing of whole units 挂牌督办. */
export const LISTING_TEXTS = {
  "listing.title": w("企业挂牌督办", "Listing of the unit"),
  "listing.level_1": w("市级挂牌", "Listed by the city"),
  "listing.level_2": w("县级挂牌", "Listed by the county"),
  "listing.level_3": w("乡镇挂牌", "Listed by the township"),
  "listing.none": w("目前没有挂牌", "Not listed at present"),
  "listing.unread": w(
    "挂牌情况没有读到，稍后再打开看看。",
    "The listing could not be read; open this again later.",
  ),
  "listing.level": w("挂牌级别", "Level"),
  "listing.reason": w("挂牌事由", "Reason"),
  "listing.since": w("挂牌", "Listed"),
  "listing.public": w("公示内容", "Public text"),
  "listing.before": w("以前的挂牌（{n}）", "Earlier listings ({n})"),
  "listing.accepted_by": w("验收人", "Accepted by"),
  "listing.report": w("验收意见", "Acceptance"),
  "listing.list": w("挂牌督办", "List"),
  "listing.raise": w("提级挂牌", "List at a higher level"),
  "listing.delist": w("验收并摘牌", "Accept and delist"),
  "listing.list_hint": w(
    "挂牌后监管色升为红色，检查频次提高，并按规则对外公示。",
    "A listed unit turns red, is visited more often and is published as the rules say.",
  ),
  "listing.delist_hint": w(
    "谁挂牌谁摘牌。须两人验收，同行人员要对该企业有监管职责。",
    "Who listed delists. Two people accept; the companion must have a duty over the unit.",
  ),
  "listing.own": w(
    "本企业被挂牌督办，请在 {day} 前整改完毕。",
    "Your unit is listed; put things right by {day}.",
  ),
} as const;
