/** Where a problem is: areas, lines and single places of a GeoJSON geometry of any kind. */
import { type Place, type Shape, shapeOf } from "../../boundary/shapes.ts";

export interface Where {
  shapes: readonly Shape[];
  lines: readonly (readonly Place[])[];
  places: readonly Place[];
}

interface Geometry {
  type: string;
  coordinates?: unknown;
  geometries?: readonly Geometry[];
}

const NOWHERE: Where = { shapes: [], lines: [], places: [] };

export function whereOf(geometry: Geometry): Where {
  const { type, coordinates, geometries = [] } = geometry;
  switch (type) {
    case "Polygon":
    case "MultiPolygon":
      return { ...NOWHERE, shapes: [shapeOf(geometry)] };
    case "LineString":
      return { ...NOWHERE, lines: [coordinates as Place[]] };
    case "MultiLineString":
      return { ...NOWHERE, lines: coordinates as Place[][] };
    case "Point":
      return { ...NOWHERE, places: [coordinates as Place] };
    case "MultiPoint":
      return { ...NOWHERE, places: coordinates as Place[] };
    default:
      return geometries.map(whereOf).reduce(together, NOWHERE);
  }
}

function together(a: Where, b: Where): Where {
  return {
    shapes: [...a.shapes, ...b.shapes],
    lines: [...a.lines, ...b.lines],
    places: [...a.places, ...b.places],
  };
}

/** All of it as one outline, e.g. to bring it into view. */
export function placesIn({ shapes, lines, places }: Where): Place[] {
  return [...shapes.flat(3), ...lines.flat(), ...places] as Place[];
}
