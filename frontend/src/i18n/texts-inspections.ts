import type { Words } from "./lang.ts";

const w = (zh: string, en: string): Words => ({ zh, en });

/** Words of a unit's inspections, as its panel shows them. */
export const INSPECTION_TEXTS = {
  "inspections.title": w("检查记录", "Inspections"),
  "inspections.none": w("还没有检查记录。", "Not inspected yet."),
  "inspections.failed": w("{n} 项不合格", "{n} failed"),
  "inspections.passed": w("{n} 项合格", "{n} passed"),
  "inspections.skipped": w("{n} 项不适用", "{n} do not apply"),
  "inspections.more": w("更早的记录", "Earlier ones"),
  "inspections.unread": w("检查记录没有读到。", "The inspections were not read."),
  "inspections.moved": w("检查后网格已调整", "The ground has changed hands since"),
  "inspections.list": w("检查表", "Checklist"),
  "inspections.made": w("手机时间", "Device clock"),
  "inspections.received": w("收到时间", "Received"),
  "inspections.presence": w("定位", "Position"),
  "inspections.presence_hint": w("仅供参考，不作证明", "a hint, not a proof"),
  "inspections.metres": w("约 {n} 米", "about {n} m"),
  "inspections.clock_off": w("手机时钟偏差 {n} 分钟", "device clock {n} min off"),
  "inspections.note": w("备注", "Note"),
  "inspections.photos": w("检查照片", "Photos of the inspection"),
  "inspections.often": w("检查频次", "How often"),
  "inspections.per_year": w("每年 {n} 次", "{n} a year"),
  "inspections.next": w("下次检查", "Next visit"),
  "inspections.by": w("{day} 前", "by {day}"),
  "inspections.late": w("已逾期 {n} 天", "{n} days late"),
  "inspections.secret": w("检查计划不对企业公开", "not shown to the enterprise"),
} as const;
