/** The few words that the map itself shows or says. */
import type { Lang } from "../net/wire.ts";

interface MapWords {
  map: string;
  keys: string;
  localBasemap: string;
  basemapDown: string;
  sketch: string;
  evacuated: string;
}

export const WORDS: Record<Lang, MapWords> = {
  zh: {
    map: "风险地图",
    keys: "方向键移动，加减号缩放，回车选择中心处的对象，Home 回到全图，Esc 取消选择",
    localBasemap: "底图 示意：Natural Earth、GSHHG、GeoNames",
    basemapDown: "底图服务没有响应，已改用自带的简易底图",
    sketch: "网格边界为示意",
    evacuated: "撤人区",
  },
  en: {
    map: "Risk map",
    keys: "Arrow keys move, plus and minus zoom, Enter selects what is at the centre, Home shows all, Esc deselects",
    localBasemap: "Sketch base map: Natural Earth, GSHHG, GeoNames",
    basemapDown: "The base map's server does not answer; this is the built-in sketch",
    sketch: "cell boundaries are a sketch",
    evacuated: "Evacuated",
  },
};
