/** The few words that the map itself shows or says. */
import type { Lang } from "../net/wire.ts";

export const WORDS: Record<Lang, { map: string; keys: string; localBasemap: string; sketch: string }> = {
  zh: {
    map: "风险地图",
    keys: "方向键移动，加减号缩放，回车选择中心处的对象，Home 回到全图，Esc 取消选择",
    localBasemap: "底图 示意：Natural Earth、GSHHG、GeoNames",
    sketch: "网格边界为示意",
  },
  en: {
    map: "Risk map",
    keys: "Arrow keys move, plus and minus zoom, Enter selects what is at the centre, Home shows all, Esc deselects",
    localBasemap: "Sketch base map: Natural Earth, GSHHG, GeoNames",
    sketch: "cell boundaries are a sketch",
  },
};
