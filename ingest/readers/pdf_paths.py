"""Lines, fills, arrows and images of a PDF page, from one pass over its objects."""

from __future__ import annotations

import ctypes
import itertools
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from ingest.readers.pdfium import Box, ColorReader, Handle, as_handle, clip_of, direct, matrix_of, multiply

_object_at = direct(pdfium.FPDFPage_GetObject, Handle)
_inner_object_at = direct(pdfium.FPDFFormObj_GetObject, Handle)
_count_inner = direct(pdfium.FPDFFormObj_CountObjects)
_type_of = direct(pdfium.FPDFPageObj_GetType)
_bounds_of = direct(pdfium.FPDFPageObj_GetBounds)
_draw_mode = direct(pdfium.FPDFPath_GetDrawMode)
_count_segments = direct(pdfium.FPDFPath_CountSegments)
_segment_at = direct(pdfium.FPDFPath_GetPathSegment, Handle)
_point_of = direct(pdfium.FPDFPathSegment_GetPoint)
_segment_type = direct(pdfium.FPDFPathSegment_GetType)
_closes = direct(pdfium.FPDFPathSegment_GetClose)
_TEXT, _PATH = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH
_IMAGE, _FORM = pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]

# A filled box thinner than this is a ruled line (Word and LibreOffice draw borders as boxes of 0.5 to 1.5 pt).
THIN = 2.6
_MAX_DEPTH = 4
_MAX_SEGMENTS = 20_000
_ARROW_SIZE = (5.0, 45.0)
# A block arrow has 7 corners (10 with two heads); one drawn as a letter's outline has up to four times as many.
_ARROW_POINTS = range(6, 42)
# How much of its box a block arrow covers, and how near to an end a corner counts as lying at it.
_ARROW_SHARE = (0.15, 0.8)
_TIP = 0.05
# A circle is four curves of three points; a box with round corners has four lines more. It covers most of its box.
_MARK_POINTS = range(12, 22)
_MARK_SIZE = (4.5, 40.0)
_MARK_SHARE = 0.72
_MARK_COLOR = 60
# A colour with these bits is white to the eye and to the recogniser.
_NEARLY_WHITE = 0xF0F0F0
# So many strips side by side are a gradient; a double border has two, with a gap between them.
_MIN_STRIPS = 5


class ObjectLimit(Exception):
    """A page holds more objects than the limit."""


@dataclass(slots=True)
class Shapes:
    """What was drawn on a page, in page space: boxes are (left, bottom, right, top).

    Attributes:
        rules: thin boxes and strokes with colour and whether they run across (True) or down (False).
        fills: boxes with colour.
        arrows: boxes with the direction in page space ("up" is towards the top of the unrotated page).
        images: boxes.
        texts: how many pieces of text there are.
        lids: images drawn over text: their boxes, PDFium's handles, and how many pieces of text came before them.
        count: how many objects there are, those in forms included.
        drawn: whether any of them may leave a mark on white paper.
    """

    rules: list[tuple[Box, int, bool]] = field(default_factory=list)
    fills: list[tuple[Box, int]] = field(default_factory=list)
    arrows: list[tuple[Box, str]] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    texts: int = 0
    lids: list[tuple[Box, Handle, int]] = field(default_factory=list)
    count: int = 0
    drawn: bool = False


class PathReader:
    """Reads shapes; ctypes buffers are allocated once."""

    def __init__(self, max_objects: int) -> None:
        self._max_objects = max_objects
        self._colors = ColorReader()
        size = ctypes.sizeof(ctypes.c_float)
        self._edges = (ctypes.c_float * 4)()
        self._refs = [ctypes.byref(self._edges, index * size) for index in range(4)]
        self._mode = ctypes.c_int()
        self._stroke = ctypes.c_int()
        self._modes = ctypes.byref(self._mode), ctypes.byref(self._stroke)
        self._point = (ctypes.c_float * 2)()
        self._point_refs = ctypes.byref(self._point), ctypes.byref(self._point, size)

    def read(self, page: Any) -> Shapes:
        """All shapes of one page.

        Raises:
            ObjectLimit: there are more objects than the limit, counted through forms.
        """
        shapes = Shapes()
        handle = as_handle(page)
        for index in range(pdfium.FPDFPage_CountObjects(page)):
            self._take(_object_at(handle, index), None, shapes, 0)
        _join_strips(shapes)
        return shapes

    def _take(self, handle: Any, outer: Matrix | None, shapes: Shapes, depth: int) -> None:
        shapes.count += 1
        if shapes.count > self._max_objects:
            raise ObjectLimit(f"more than {self._max_objects} objects")
        kind = _type_of(handle)
        if kind == _PATH:
            self._take_path(handle, outer, shapes)
            return
        shapes.drawn = shapes.drawn or kind != _FORM or depth >= _MAX_DEPTH
        if kind == _TEXT:
            shapes.texts += 1
            return
        if kind == _IMAGE:
            box = self._bounds(handle, outer)
            if box:
                shapes.images.append(box)
                if shapes.texts:
                    shapes.lids.append((box, handle, shapes.texts))
        elif kind == _FORM and depth < _MAX_DEPTH:
            inner = matrix_of(handle)
            matrix = inner if outer is None else multiply(inner, outer)
            for index in range(_count_inner(handle)):
                self._take(_inner_object_at(handle, index), matrix, shapes, depth + 1)

    def _bounds(self, handle: Any, outer: Matrix | None) -> Box | None:
        left_ref, bottom_ref, right_ref, top_ref = self._refs
        if not _bounds_of(handle, left_ref, bottom_ref, right_ref, top_ref):
            return None
        left, bottom, right, top = self._edges
        return (left, bottom, right, top) if outer is None else _moved((left, bottom, right, top), outer)

    def _take_path(self, handle: Any, outer: Matrix | None, shapes: Shapes) -> None:
        if not _draw_mode(handle, *self._modes):
            return
        filled, stroked = bool(self._mode.value), bool(self._stroke.value)
        segments = _count_segments(handle)
        if not (filled or stroked) or segments < 2:
            return
        shapes.drawn = shapes.drawn or stroked or not self._is_white(handle)
        box = self._bounds(handle, outer)
        if box is None:
            return
        if stroked:
            color, alpha = self._colors.stroke(handle)
            stroked = alpha > 8
        if stroked and not (filled and segments > 5):
            self._stroked(handle, outer, box, color, segments, shapes)
        if filled:
            color, alpha = self._colors.fill(handle)
            if alpha > 8:
                self._filled(handle, outer, box, _over_white(color, alpha), segments, shapes)

    def _is_white(self, handle: Any) -> bool:
        color, alpha = self._colors.fill(handle)
        return alpha <= 8 or _over_white(color, alpha) & _NEARLY_WHITE == _NEARLY_WHITE

    def _stroked(self, handle: Any, outer: Matrix | None, box: Box, color: int, segments: int, shapes: Shapes) -> None:
        if segments == 2 or box[2] - box[0] < THIN or box[3] - box[1] < THIN:
            _add_rule(box, color, shapes)
            return
        polygons = self._polygons(handle, outer, segments)
        if _add_arrow(polygons, shapes):
            return
        for polygon in polygons:
            for (x0, y0), (x1, y1) in itertools.pairwise(polygon):
                if abs(x0 - x1) < 1 or abs(y0 - y1) < 1:
                    _add_rule((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), color, shapes)

    def _filled(self, handle: Any, outer: Matrix | None, box: Box, color: int, segments: int, shapes: Shapes) -> None:
        boxes = [box]
        if segments > 5:
            polygons = self._polygons(handle, outer, segments)
            if _add_arrow(polygons, shapes):
                return
            boxes = [_extent(polygon) for polygon in polygons if len(polygon) in (4, 5) or _is_mark(polygon, color)]
        clip: Box | None = None
        for left, bottom, right, top in boxes:
            if right - left < THIN or top - bottom < THIN:
                _add_rule((left, bottom, right, top), color, shapes)
                continue
            if clip is None:
                clip = (clip_of(handle) if outer is None else None) or (-1e9, -1e9, 1e9, 1e9)
            seen = max(left, clip[0]), max(bottom, clip[1]), min(right, clip[2]), min(top, clip[3])
            if seen[2] - seen[0] >= THIN and seen[3] - seen[1] >= THIN:
                shapes.fills.append((seen, color))
            elif seen[2] > seen[0] and seen[3] > seen[1]:
                _add_rule(seen, color, shapes)

    def _polygons(self, handle: Any, outer: Matrix | None, segments: int) -> list[list[Point]]:
        matrix = matrix_of(handle)
        if outer is not None:
            matrix = multiply(matrix, outer)
        a, b, c, d, e, f = matrix
        polygons: list[list[Point]] = []
        for index in range(min(segments, _MAX_SEGMENTS)):
            segment = _segment_at(handle, index)
            if not _point_of(segment, *self._point_refs):
                continue
            x, y = self._point
            point = (a * x + c * y + e, b * x + d * y + f)
            if _segment_type(segment) == pdfium.FPDF_SEGMENT_MOVETO or not polygons:
                polygons.append([point])
            else:
                polygons[-1].append(point)
            if _closes(segment) and polygons[-1][0] != point:
                polygons[-1].append(polygons[-1][0])
        return [polygon for polygon in polygons if len(polygon) > 1]


def _join_strips(shapes: Shapes) -> None:
    """A shaded cell that is drawn as thin strips, one beside the other, is a fill and no set of lines."""
    kept: list[tuple[Box, int, bool]] = []
    run: list[tuple[Box, int, bool]] = []

    def close() -> None:
        if len(run) >= _MIN_STRIPS:
            box = _extent([(b[0], b[1]) for b, _, _ in run] + [(b[2], b[3]) for b, _, _ in run])
            shapes.fills.append((box, run[len(run) // 2][1]))
        else:
            kept.extend(run)
        run.clear()

    for rule in shapes.rules:
        if run and not _abut(run[-1], rule):
            close()
        run.append(rule)
    close()
    shapes.rules = kept


def _abut(one: tuple[Box, int, bool], other: tuple[Box, int, bool]) -> bool:
    (a, _, across), (b, _, also_across) = one, other
    if across != also_across:
        return False
    along, over = (0, 1) if across else (1, 0)
    same_ends = abs(a[along] - b[along]) < 0.6 and abs(a[along + 2] - b[along + 2]) < 0.6
    gap = max(a[over], b[over]) - min(a[over + 2], b[over + 2])
    return same_ends and a[over] != b[over] and -1.5 < gap < 0.2


def _add_rule(box: Box, color: int, shapes: Shapes) -> None:
    width, height = box[2] - box[0], box[3] - box[1]
    if max(width, height) < 1.5:
        return
    shapes.rules.append((box, color, width >= height))


def _add_arrow(polygons: list[list[Point]], shapes: Shapes) -> bool:
    # A hollow arrow is an outline and the same outline drawn smaller within it.
    if not 1 <= len(polygons) <= 2:
        return False
    outer = polygons[0]
    direction = _arrow(outer)
    if direction is None:
        return False
    box = _extent(outer)
    if not shapes.arrows or max(abs(a - b) for a, b in zip(shapes.arrows[-1][0], box, strict=True)) > 2:
        shapes.arrows.append((box, direction))
    return True


def _over_white(color: int, alpha: int) -> int:
    if alpha >= 250:
        return color
    share = alpha / 255
    parts = [round(share * (color >> shift & 255) + (1 - share) * 255) for shift in (16, 8, 0)]
    return parts[0] << 16 | parts[1] << 8 | parts[2]


def _moved(box: Box, matrix: Matrix) -> Box:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [b * x + d * y + f for x in (box[0], box[2]) for y in (box[1], box[3])]
    return min(xs), min(ys), max(xs), max(ys)


def _extent(polygon: list[Point]) -> Box:
    xs, ys = [x for x, _ in polygon], [y for _, y in polygon]
    return min(xs), min(ys), max(xs), max(ys)


def _is_mark(polygon: list[Point], color: int) -> bool:
    """Whether a shape is a traffic light: a coloured circle, ellipse or box with round corners of a letter's size."""
    channels = color >> 16 & 255, color >> 8 & 255, color & 255
    if len(polygon) not in _MARK_POINTS or max(channels) - min(channels) < _MARK_COLOR:
        return False
    left, bottom, right, top = _extent(polygon)
    width, height = right - left, top - bottom
    if not (_MARK_SIZE[0] <= height <= _MARK_SIZE[1] and height * 0.6 <= width <= height * 8):
        return False
    # Control points of curves lie outside the curve, so that the polygon of a circle covers more than the circle.
    return abs(_area(polygon)) > _MARK_SHARE * width * height


def _arrow(polygon: list[Point]) -> str | None:
    """Where a block arrow points; None when the polygon is no arrow.

    Along its axis an arrow comes to a point in the middle at one end and has the breadth of its shaft at the other;
    one with two heads comes to a point at both, and across the axis its barbs lie in pairs.
    """
    points = polygon[:-1] if polygon[0] == polygon[-1] else polygon
    left, bottom, right, top = box = _extent(points)
    width, height = right - left, top - bottom
    if len(points) not in _ARROW_POINTS or not all(
        _ARROW_SIZE[0] <= side <= _ARROW_SIZE[1] for side in (width, height)
    ):
        return None
    share = abs(_area(points)) / (width * height)
    if not _ARROW_SHARE[0] < share < _ARROW_SHARE[1]:
        return None
    down, up = _tip(points, box, 1, bottom), _tip(points, box, 1, top)
    to_left, to_right = _tip(points, box, 0, left), _tip(points, box, 0, right)
    if up != down and (to_left == to_right):
        return "up" if up else "down"
    if to_left != to_right and (up == down):
        return "right" if to_right else "left"
    if to_left and to_right and not (up or down):
        return "both"
    return None


def _area(points: list[Point]) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1], strict=True)) / 2


def _tip(points: list[Point], box: Box, axis: int, edge: float) -> bool:
    """Whether the polygon comes to a point in the middle of one side of its box."""
    low, high = (box[1], box[3]) if axis == 0 else (box[0], box[2])
    length = (box[2] - box[0]) if axis == 0 else (box[3] - box[1])
    across = [point[1 - axis] for point in points if abs(point[axis] - edge) <= _TIP * length]
    spread = (max(across) - min(across)) / (high - low)
    off_middle = abs((max(across) + min(across)) - (low + high)) / 2 / (high - low)
    return spread < 2 * _TIP and off_middle < 2 * _TIP
