"""Edits with a drawn line: cut a cell, hand a piece over, carve a new cell, draw a shared edge anew."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import shapely
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from .boundary_edits import NewCell, Path, RedrawEdge, Split, Transfer
from .boundary_ground import GRID, Community, Ground, snapped
from .boundary_overlay import Face, common_edge, faces, shared_out
from .refusals import Refusal

Changes = Mapping[int, Community | None] | Refusal
HALF = 0.5


def split(ground: Ground, edit: Split) -> Changes:
    """Cut a cell in exactly two; neighbours get the ends of the line as vertices."""
    if edit.new in ground.cells:
        return Refusal("CELL_EXISTS", (("cell", edit.new),))
    made = replace(ground.cells[edit.cell], id=edit.new, code=edit.code, name=edit.name)
    return _hand_over(ground, edit.cell, made, edit.line, edit.side)


def transfer(ground: Ground, edit: Transfer) -> Changes:
    """Cut a piece off and join it to a neighbour."""
    source, target = ground.cells[edit.source], ground.cells[edit.target]
    if edit.source == edit.target or not common_edge(source.shape, target.shape):
        return Refusal("NOT_NEIGHBOURS")
    return _hand_over(ground, edit.source, target, edit.line, edit.side)


def _hand_over(
    ground: Ground, source: int, taker: Community, line: Path, side: tuple[float, float]
) -> Changes:
    shape = ground.cells[source].shape
    cut = shapely.intersection(shapely.LineString(line), shape)
    around = ground.near(shape)
    pieces = faces(ground, around, [cut])
    mine = [piece for piece in pieces if piece.owner == source]
    if len(mine) != len(shapely.get_parts(shape)) + 1:
        return Refusal("SPLIT_NOT_TWO")
    given = [p for p in mine if p.shape.contains(shapely.Point(side))]
    if len(given) != 1:
        return Refusal("SIDE_UNCLEAR")
    return _taken(ground, around, pieces, taker, lambda piece: piece is given[0])


def new_cell(ground: Ground, edit: NewCell) -> Changes:
    """Take all ground within the outline from whoever has it; a cell that lies in it wholly is no more."""
    if edit.new in ground.cells:
        return Refusal("CELL_EXISTS", (("cell", edit.new),))
    outline = snapped(edit.outline)
    if outline.geom_type != "Polygon" or outline.is_empty or not outline.is_valid:
        return Refusal("SHAPE_CROSSES")
    around = sorted({j for i in ground.near(outline) for j in ground.near(ground.cells[i].shape)})
    pieces = faces(ground, around, [shapely.boundary(outline)])
    made = Community(edit.new, edit.code, edit.name, edit.parent, outline)
    return _taken(ground, around, pieces, made, lambda piece: outline.contains(piece.inside))


def redraw_edge(ground: Ground, edit: RedrawEdge) -> Changes:
    """Draw anew the edge that two cells share, between the places of it that the path begins and ends at."""
    left, right = ground.cells[edit.left], ground.cells[edit.right]
    edges, path = common_edge(left.shape, right.shape), snapped(shapely.LineString(edit.path))
    if not edges:
        return Refusal("NOT_NEIGHBOURS")
    ends = [shapely.Point(edit.path[0]), shapely.Point(edit.path[-1])]
    drawn = [edge for edge in edges if max(edge.distance(end) for end in ends) <= 2 * GRID]
    if len(drawn) != 1 or ends[0] == ends[1]:
        return Refusal("EDGE_UNKNOWN")
    others = [edge for edge in edges if edge is not drawn[0]]
    return _redrawn(ground, edit, [*others, *_kept(drawn[0], ends)], path)


def _kept(edge: LineString, ends: list[Point]) -> list[BaseGeometry]:
    """The parts of an edge that are not between two places on it."""
    start, end = sorted(edge.project(at) for at in ends)
    parts = [substring(edge, 0, start), substring(edge, end, edge.length)]
    return [part for part in parts if part.geom_type == "LineString" and part.length > 0]


def _redrawn(ground: Ground, edit: RedrawEdge, kept: list[BaseGeometry], path: BaseGeometry) -> Changes:
    two = (edit.left, edit.right)
    both = shapely.coverage_union_all(ground.shapes(two))
    around = sorted({j for i in two for j in ground.near(ground.cells[i].shape)} - set(two))
    without = ground.with_cells({edit.left: replace(ground.cells[edit.left], shape=both), edit.right: None})
    pieces = faces(without, [*around, edit.left], [*kept, path])
    mine = [piece for piece in pieces if piece.owner == edit.left]
    shapes = [ground.cells[i].shape for i in two]
    goes = {id(p): two[int(_share(p, shapes[1]) > HALF)] for p in mine}
    if len(mine) != 1 + len(shapely.get_parts(both)) or len(set(goes.values())) != len(two):
        return Refusal("SIDE_UNCLEAR")
    parts = shared_out(pieces, lambda piece: goes.get(id(piece), piece.owner))
    return {i: replace(ground.cells[i], shape=shape) for i, shape in parts.items()}


def _share(piece: Face, shape: BaseGeometry) -> float:
    """How much of a piece lies in a shape, 0 to 1."""
    return float(shapely.area(shapely.intersection(piece.shape, shape)) / piece.shape.area)


def _taken(
    ground: Ground, around: list[int], pieces: list[Face], taker: Community, given: Callable[[Face], bool]
) -> Changes:
    """Give the taker some pieces, and every cell around the rest of its own, new vertices included."""
    parts = shared_out(pieces, lambda piece: taker.id if given(piece) else piece.owner)
    if taker.id not in parts:
        return Refusal("NOTHING_CHANGES")
    everyone = {i: ground.cells[i] for i in around} | {taker.id: taker}
    return {i: replace(cell, shape=parts[i]) if i in parts else None for i, cell in everyone.items()}
