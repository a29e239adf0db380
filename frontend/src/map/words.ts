/** The few words that the map itself shows or says. */
import type { Lang } from "../net/wire.ts";

/** What a tile may leave to its bins, or out: points of a level, the `rest` being yellow, blue or not rated. */
export const LEFT_OUT = ["red", "orange", "rest", "shape", "unit"] as const;
export type LeftOut = Record<(typeof LEFT_OUT)[number], number>;
export const NOTHING_LEFT_OUT: LeftOut = { red: 0, orange: 0, rest: 0, shape: 0, unit: 0 };

const whole = (n: number): string => n.toLocaleString("en");

interface MapWords {
  map: string;
  keys: string;
  localBasemap: string;
  basemapDown: string;
  sketch: string;
  evacuated: string;
  /** what is not drawn one by one at this zoom; empty if all is */
  leftOut(left: LeftOut): string;
}

export const WORDS: Record<Lang, MapWords> = {
  zh: {
    map: "风险地图",
    keys: "方向键移动，加减号缩放，回车选择中心处的对象，Home 回到全图，Esc 取消选择",
    localBasemap: "底图 示意：Natural Earth、GSHHG、GeoNames",
    basemapDown: "底图服务没有响应，已改用自带的简易底图",
    sketch: "网格边界为示意",
    evacuated: "撤人区",
    leftOut: ({ red, orange, rest, shape, unit }) => {
      const levels = [
        red && `${whole(red)} 个重大`,
        orange && `${whole(orange)} 个较大`,
        rest && `${whole(rest)} 个其他`,
      ];
      const points = levels.filter(Boolean).join("、");
      const parts = [
        points && `${points}风险点汇总在圆点中`,
        shape && `${whole(shape)} 处线、面未画轮廓`,
        unit && `${whole(unit)} 家单位未画出`,
      ].filter(Boolean);
      return parts.length > 0 ? `${parts.join("，")}，放大后逐一画出` : "";
    },
  },
  en: {
    map: "Risk map",
    keys: "Arrow keys move, plus and minus zoom, Enter selects what is at the centre, Home shows all, Esc deselects",
    localBasemap: "Sketch base map: Natural Earth, GSHHG, GeoNames",
    basemapDown: "The base map's server does not answer; this is the built-in sketch",
    sketch: "cell boundaries are a sketch",
    evacuated: "Evacuated",
    leftOut: ({ red, orange, rest, shape, unit }) => {
      const points = [
        red && `${whole(red)} red`,
        orange && `${whole(orange)} orange`,
        rest && `${whole(rest)} other`,
      ].filter(Boolean);
      const parts = [
        points.length > 0 && `${points.join(", ")} points are summed up in dots`,
        shape && `${whole(shape)} outlines are left out`,
        unit && `${whole(unit)} units are left out`,
      ].filter(Boolean);
      return parts.length > 0 ? `${parts.join(", ")}; zoom in to see each` : "";
    },
  },
};
