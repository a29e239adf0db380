import type { Words } from "./lang.ts";

const w = (zh: string, en: string): Words => ({ zh, en });

/** Words of the survey of cells 四查, and of what the field proposes and reports. */
export const SURVEY_TEXTS = {
  "survey.title": w("四查", "Surveys"),
  "survey.record": w("记录排查", "Record a survey"),
  "survey.note": w("排查情况", "What was seen"),
  "survey.photos": w("照片", "Photos"),
  "survey.period": w("本期 {first} 至 {last}", "Period {first} to {last}"),
  "survey.today": w("今天（{first}）", "Today ({first})"),
  "survey.latest": w("最近 {at} {who}", "Latest {at} {who}"),
  "survey.never": w("尚无记录", "No survey on record"),
  "survey.missed": w("连续缺 {n} 期", "{n} missed in a row"),
  "survey.missed_many": w("连续缺 {n} 期以上", "More than {n} missed in a row"),
  "survey.kept": w("排查已记录。", "The survey is on record."),
  "survey.kept_more": w("本期已有一次，这次作为补充留存。", "This period has one already; yours is kept beside it."),
  "survey.list": w("排查记录", "Surveys on record"),
  "survey.extra": w("补充", "Further"),
  "survey.failed": w("排查情况没有读到。", "The surveys could not be read."),
  "survey.there": w("定位在网格内", "Position in the cell"),
  "survey.near": w("定位接近网格", "Position near the cell"),
  "survey.far": w("定位距网格 {m}", "Position {m} from the cell"),
  "survey.unknown": w("无定位", "No position"),
  "survey.hint": w("定位仅供参考，不作证明。", "A position is a hint, not a proof."),
  "survey.clock_off": w("设备时钟偏差", "Device clock is off"),
  "survey.overview": w("四查", "Surveys"),
  "survey.overview_late": w("{n} 个社区（村）逾期", "{n} communities overdue"),
  "survey.overview_fine": w("没有逾期", "None overdue"),
  "survey.show": w("在图上标出", "Mark them on the map"),
  "survey.hide": w("不再标出", "Do not mark them"),
} as const satisfies Record<string, Words>;
