import type { Words } from "./lang.ts";

const w = (zh: string, en: string): Words => ({ zh, en });

/** Words of the wall. */
export const WALL_TEXTS = {
  "wall.title": w("安全生产风险一张图", "Workplace safety on one map"),
  "wall.clock": w("现在的时间", "The time now"),
  "wall.stale": w("数据停在 {at}", "The data stopped at {at}"),
  "wall.stale_body": w(
    "已有 {ago}没有服务器的消息，地图不代表现状。正在重连。",
    "No word from the server for {ago}; the map does not show what is. Reconnecting.",
  ),
  "wall.day": w("今日", "Today"),
  "wall.month": w("本月", "Month"),
  "wall.quarter": w("本季", "Quarter"),
  "wall.claims": w("待核实重大风险", "Claimed major"),
  "wall.hazards": w("隐患整改", "Hazards"),
  "wall.hazards_open": w("未销号 {n} 项", "{n} open"),
  "wall.to_verify": w("待核实", "To verify"),
  "wall.to_order": w("待整改", "To order"),
  "wall.in_hand": w("整改中", "In hand"),
  "wall.to_accept": w("待复查", "To accept"),
  "wall.closed_today": w("今日销号", "Closed today"),
  "wall.why": w("{name} · 指数构成", "{name}: what the index is made of"),
  "wall.part_points": w("风险点", "Points"),
  "wall.part_hazards": w("隐患", "Hazards"),
  "wall.part_management": w("管理", "Management"),
  "wall.feed_empty": w("还没有变化，有变化会立刻出现。", "No changes yet; they show up at once."),
  "wall.chart": w("24 小时隐患", "Hazards, 24 hours"),
  "wall.opened": w("新增", "Found"),
  "wall.closed": w("销号", "Closed"),
  "wall.chart_words": w(
    "近 24 小时新增 {opened} 项，销号 {closed} 项",
    "In 24 hours {opened} found, {closed} closed",
  ),
  "wall.alarms": w("警情", "Alarms"),
  "wall.alarms_n": w("未结 {n} 起", "{n} open"),
  "wall.alarms_more": w("另有 {n} 起", "{n} more"),
  "wall.unacknowledged": w("等待接警", "Not yet acknowledged"),
  "wall.escalated_deputy": w("已升级至副职，等待接警", "Escalated to the deputy, not yet acknowledged"),
  "wall.escalated_county": w("已升级至区县，等待接警", "Escalated to the county, not yet acknowledged"),
  "wall.due_in": w("还剩 {span}", "{span} left"),
  "wall.by": w("{name} 推送", "shown by {name}"),
  "wall.tour": w("自动巡视 · {name}", "Tour: {name}"),
  "wall.taken_by": w("接警 {name}", "taken by {name}"),
  "wall.report": w("逐级上报：{when}", "Report upwards: {when}"),
  "wall.due_over": w("超时 {span}", "{span} over"),
} satisfies Record<string, Words>;
