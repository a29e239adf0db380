import type { Words } from "./lang.ts";

const w = (zh: string, en: string): Words => ({ zh, en });

/** Words of the further layers and of base maps. */
export const LAYER_TEXTS = {
  "panel.kind_feature": w("图层要素", "Layer feature"),
  "extra.title": w("专题图层", "Further layers"),
  "extra.all_off": w("全部关闭", "All off"),
  "extra.call": w("联系", "Call"),
  "extra.unowned": w(
    "位于所有网格之外，暂无归属。",
    "Outside every cell: nobody answers for this place yet.",
  ),
  "extra.touched": w("还经过 {n} 个社区（村）", "Also enters {n} communities"),
  "extra.length": w("长度", "Length"),
  "extra.km": w("{n} 公里", "{n} km"),
  "extra.area": w("面积", "Area"),
  "extra.hectares": w("{n} 公顷", "{n} ha"),
  "extra.place": w("坐标", "Coordinates"),
  "extra.origin": w("来源", "Source"),
} satisfies Record<string, Words>;
