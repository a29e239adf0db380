/** The few words that the map itself shows or says. */
import type { Lang } from "../net/wire.ts";

interface MapWords {
  map: string;
  keys: string;
  localBasemap: string;
  basemapDown: string;
  sketch: string;
  evacuated: string;
  /** points of the two worst levels that are only in the bins at this zoom */
  summed(red: number, orange: number): string;
}

export const WORDS: Record<Lang, MapWords> = {
  zh: {
    map: "风险地图",
    keys: "方向键移动，加减号缩放，回车选择中心处的对象，Home 回到全图，Esc 取消选择",
    localBasemap: "底图 示意：Natural Earth、GSHHG、GeoNames",
    basemapDown: "底图服务没有响应，已改用自带的简易底图",
    sketch: "网格边界为示意",
    evacuated: "撤人区",
    summed: (red, orange) =>
      `${[red && `${red} 个重大`, orange && `${orange} 个较大`].filter(Boolean).join("、")}风险点汇总在圆点中，放大后逐一画出`,
  },
  en: {
    map: "Risk map",
    keys: "Arrow keys move, plus and minus zoom, Enter selects what is at the centre, Home shows all, Esc deselects",
    localBasemap: "Sketch base map: Natural Earth, GSHHG, GeoNames",
    basemapDown: "The base map's server does not answer; this is the built-in sketch",
    sketch: "cell boundaries are a sketch",
    evacuated: "Evacuated",
    summed: (red, orange) =>
      `${[red && `${red} red`, orange && `${orange} orange`].filter(Boolean).join(" and ")} points are summed up in dots; zoom in to see each`,
  },
};
