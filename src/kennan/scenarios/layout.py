"""Where theatres stand: on tiles of equal size, and on a map. No number of a run depends on it.

``tiles.csv`` (may be left out): code, column, row, columns, rows. A theatre has one tile; a power has one block or
more, each so many columns wide and rows high. A theatre without a tile gets one from its longitude and latitude.
``map.json`` (may be left out, and then there are tiles alone): theatres and powers as shapes, as
``page/web/tools/map`` makes them; a theatre without a shape stands on it as a mark.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from kennan import textfile
from kennan.article.fields import shown
from kennan.faults import BadInput, Faults, unknown
from kennan.scenarios.folder import Folder
from kennan.scenarios.rows import Row, note_repeats
from kennan.scenarios.scenario import Theatres
from kennan.scenarios.theatres import rows_of

TILES, MAP = "tiles.csv", "map.json"
COLUMNS = ("code", "column", "row", "columns", "rows")
MOST = 60  # columns or rows
ROOM = 2.2  # cells of a grid for each theatre, where none is given
WIDEST, NARROWEST = 3.0, 1.5  # width of a grid over its height, where none is given
WIDTH = 1000.0  # of a map of the whole earth
SHAPES = ("theatres", "powers")
FIELDS = ("source", "projection", "meridian", "views", "inset", "named", "sea", *SHAPES, "outside")
#: The Equal Earth projection: Šavrič, Patterson and Jenny, Int. J. Geogr. Inf. Sci. 33 (2019): 454-465.
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796

Cell = tuple[int, int]
Block = tuple[int, int, int, int]


@dataclass(frozen=True, eq=False)
class Tiles:
    """The tiles of a scenario.

    ``given`` are the columns and rows that its table says, by theatre; ``powers`` the blocks (column, row, columns,
    rows) of the powers, by code; ``of`` its theatres.
    """

    given: Mapping[str, Cell]
    powers: Mapping[str, tuple[Block, ...]]
    of: Theatres

    @cached_property
    def theatres(self) -> dict[str, Cell]:
        """Column and row of every theatre, by code; worked out when first asked for, as no run needs it."""
        if not self.given:
            return _laid_out(self.of)
        blocks = {cell for blocks in self.powers.values() for block in blocks for cell in _cells(block)}
        return _completed(self.of, dict(self.given), blocks)

    @property
    def size(self) -> Cell:
        """Columns and rows of the whole."""
        ends = [(c + 1, r + 1) for c, r in self.theatres.values()]
        ends += [(c + wide, r + high) for blocks in self.powers.values() for c, r, wide, high in blocks]
        return max((c for c, _ in ends), default=0), max((r for _, r in ends), default=0)

    @property
    def empty(self) -> list[int]:
        """Columns in which nothing stands."""
        taken = {c for c, _ in self.theatres.values()}
        taken |= {c + i for blocks in self.powers.values() for c, _, wide, _ in blocks for i in range(wide)}
        return [column for column in range(self.size[0]) if column not in taken]

    def label(self, power: str) -> tuple[float, float]:
        """Return where the name of a power stands: in the middle of its blocks."""
        blocks = self.powers[power]
        area = sum(wide * high for *_, wide, high in blocks)
        x = sum((c + wide / 2) * wide * high for c, _, wide, high in blocks) / area
        y = sum((r + high / 2) * wide * high for _, r, wide, high in blocks) / area
        return round(x, 2), round(y, 2)


# ---- tiles


def read_tiles(folder: Folder, theatres: Theatres, powers: Sequence[str], faults: Faults) -> Tiles:
    """Return the tiles of a folder; note what is wrong with its table."""
    given: dict[str, Cell] = {}
    blocks: dict[str, tuple[Block, ...]] = {}
    if not folder.holds(TILES):
        return Tiles({}, {}, theatres)
    rows = rows_of(folder, TILES, COLUMNS, faults)
    known = (*theatres.code, *powers)
    note_repeats([row for row in rows if row.cells["code"].strip() not in powers], "code", "theatre")
    taken: dict[Cell, str] = {}
    for row in rows:
        code = row.text("code")
        if code and code not in known:
            row.faults.found.append(unknown("theatre or power", code, known, row.at("code")))
            continue
        block = _block(row, code in powers)
        if not code or block is None:
            continue
        for cell in _cells(block):
            if cell in taken:
                what = f"column {cell[0]}, row {cell[1]} is {taken[cell]}'s already"
                row.faults.add(what, where=row.at("column"), do="give each a place of its own")
                break
        taken |= dict.fromkeys(_cells(block), code)
        if code in powers:
            blocks[code] = (*blocks.get(code, ()), block)
        else:
            given[code] = block[:2]
    return Tiles(given, blocks, theatres)


def _block(row: Row, wide: bool) -> Block | None:
    """Return what a row takes of the grid, or None when it cannot be used (noted)."""
    numbers = [row.number("column", 0, MOST - 1), row.number("row", 0, MOST - 1)]
    for key in ("columns", "rows"):
        size = row.number(key, 1, MOST if wide else 1, empty=True)
        numbers.append(1.0 if not row.cells[key].strip() else size)
    if any(math.isnan(number) for number in numbers):
        return None
    for key, number in zip(COLUMNS[1:], numbers, strict=True):
        if number % 1:
            row.faults.add(f"{key} is {number:g}", where=row.at(key), allowed="a whole number")
            return None
    column, line, columns, rows = map(int, numbers)
    return column, line, columns, rows


def _cells(block: Block) -> list[Cell]:
    column, row, wide, high = block
    return [(column + i, row + j) for j in range(high) for i in range(wide)]


def _flat(theatres: Theatres) -> np.ndarray:
    """Return theatres [theatre, (x, y)] on a flat sheet in degrees, cut where the earth is emptiest; y to the south."""
    lon, lat = np.asarray(theatres.lon), np.asarray(theatres.lat)
    order = np.sort(lon)
    gaps = np.diff(np.append(order, order[0] + 360))
    west = order[(int(np.argmax(gaps)) + 1) % len(order)]
    return np.stack([((lon - west) % 360) * math.cos(math.radians(float(lat.mean()))), -lat], axis=1)


def _laid_out(theatres: Theatres) -> dict[str, Cell]:
    """Give every theatre the tile that takes all of them together least far from where they lie."""
    from scipy.optimize import linear_sum_assignment

    at = _flat(theatres)
    spread = np.maximum(at.std(axis=0), 1e-6)
    shape = min(max(spread[0] / spread[1], NARROWEST), WIDEST)
    rows = max(1, round(math.sqrt(ROOM * len(theatres) / shape)))
    columns = max(1, math.ceil(ROOM * len(theatres) / rows))
    cells = np.array([(c, r) for r in range(rows) for c in range(columns)], float)
    order = at.argsort(axis=0, kind="stable").argsort(
        axis=0
    )  # by order, or one far away would crowd all others
    wanted = order / max(1, len(theatres) - 1) * (np.array([columns, rows]) - 1.0)
    far = ((wanted[:, None, :] - cells[None]) ** 2).sum(axis=2)
    _, chosen = linear_sum_assignment(far)
    found = cells[chosen].astype(int)
    found -= found.min(axis=0)
    return {code: (int(c), int(r)) for code, (c, r) in zip(theatres.code, found, strict=True)}


def _completed(theatres: Theatres, given: dict[str, Cell], taken: set[Cell]) -> dict[str, Cell]:
    """Give a theatre that the table leaves out the free tile nearest to its nearest neighbour, on the side where it
    lies."""
    at, codes = _flat(theatres), theatres.code
    found = dict(given)
    taken = taken | set(found.values())
    columns = 1 + max(c for c, _ in taken)
    rows = 1 + max(r for _, r in taken)
    for i, code in enumerate(codes):
        if code in found:
            continue
        near = min(found, key=lambda other: float(((at[codes.index(other)] - at[i]) ** 2).sum()))
        way = at[i] - at[codes.index(near)]
        wanted = np.array(found[near]) + way / max(float(np.hypot(*way)), 1e-9)
        free = [(c, r) for r in range(rows + 1) for c in range(columns + 1) if (c, r) not in taken]
        cell = min(free, key=lambda one: (float(((np.array(one) - wanted) ** 2).sum()), one))
        found[code] = cell
        taken.add(cell)
        columns, rows = max(columns, cell[0] + 1), max(rows, cell[1] + 1)
    return {code: found[code] for code in codes}


# ---- map


def read_map(folder: Folder, theatres: Theatres, powers: Sequence[str], faults: Faults) -> dict[str, Any]:
    """Return the map of a folder with every theatre, or nothing where it has none; note what is wrong with its file."""
    if not folder.holds(MAP):
        return {}
    where = str(folder.path(MAP))
    try:
        text = folder.text(MAP, faults)
        data = textfile.from_json(text or "", "map", where, "what page/web/tools/map makes")
    except BadInput as error:
        faults.take(error)
        return {}
    if not isinstance(data, dict):
        faults.add(f"the map is {shown(data)}", where=where, allowed="a JSON object")
        return {}
    for key in data:
        if key not in FIELDS:
            faults.found.append(unknown("field of a map", str(key), FIELDS, where))
    for part, known in zip(SHAPES, (theatres.code, powers), strict=True):
        data[part] = _shapes(data.get(part, {}), part, known, where, faults)
    data["views"] = _views(data.get("views"), where, faults)
    for key in ("sea", "outside"):
        if not isinstance(data.setdefault(key, ""), str):
            faults.add(f"{key} is {shown(data[key])}", where=where, allowed="a path of SVG, as text")
    data["named"] = _codes(data.get("named", []), theatres.code, where, faults)
    if data.setdefault("inset", "") not in ("", *data["views"]):
        faults.found.append(unknown("view of the map", str(data["inset"]), data["views"], where))
    meridian = data.pop("meridian", 0.0)
    if isinstance(meridian, bool) or not isinstance(meridian, int | float) or not -180 <= meridian <= 180:
        faults.add(f"meridian is {shown(meridian)}", where=where, allowed="a number from -180 to 180")
        return data
    for code, lon, lat in zip(theatres.code, theatres.lon, theatres.lat, strict=True):
        if code not in data["theatres"]:
            data["theatres"][code] = {"d": "", "at": list(equal_earth(float(lon), float(lat), meridian))}
    return data


def _shapes(given: Any, part: str, known: Sequence[str], where: str, faults: Faults) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if not isinstance(given, dict):
        faults.add(f"{part} is {shown(given)}", where=where, allowed="shapes by code")
        return found
    for code, shape in given.items():
        if code not in known:
            faults.found.append(
                unknown("theatre" if part == "theatres" else "power", code, known, f"{where} {part}")
            )
        elif not isinstance(shape, dict) or set(shape) != {"d", "at"} or not isinstance(shape["d"], str):
            do = "d is a path of SVG, or empty for a mark; at is [x, y] of its label"
            faults.add(f"{code} is {shown(shape)}", where=f"{where} {part}", do=do)
        elif not _numbers(shape["at"], 2):
            faults.add(f"at is {shown(shape['at'])}", where=f"{where} {part}.{code}", allowed="[x, y]")
        else:
            found[code] = shape
    return found


def _views(given: Any, where: str, faults: Faults) -> dict[str, Any]:
    if not isinstance(given, dict) or "world" not in given:
        faults.add(
            "the map has no view called world", where=where, do='add "views": {"world": [x, y, wide, high]}'
        )
        return {}
    for name, box in given.items():
        if not _numbers(box, 4) or min(box[2:]) <= 0:
            faults.add(f"{name} is {shown(box)}", where=f"{where} views", allowed="[x, y, wide, high]")
    return given


def _codes(given: Any, known: Sequence[str], where: str, faults: Faults) -> list[str]:
    if not isinstance(given, list):
        faults.add(f"named is {shown(given)}", where=where, allowed="a list of theatres")
        return []
    faults.found += [
        unknown("theatre", str(code), known, f"{where} named") for code in given if code not in known
    ]
    return given


def _numbers(given: Any, count: int) -> bool:
    return (
        isinstance(given, list)
        and len(given) == count
        and all(isinstance(x, int | float) and not isinstance(x, bool) and math.isfinite(x) for x in given)
    )


def equal_earth(lon: float, lat: float, meridian: float) -> tuple[float, float]:
    """Return a place (degrees) on an Equal Earth map of the whole earth, 1000 wide, y to the south."""
    turned = math.radians((lon - meridian + 180) % 360 - 180)
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    x = 2 * math.sqrt(3) * turned * math.cos(t) / (3 * (9 * A4 * t**8 + 7 * A3 * t**6 + 3 * A2 * t**2 + A1))
    y = A4 * t**9 + A3 * t**7 + A2 * t**3 + A1 * t
    scale = WIDTH / 2 / (2 * math.sqrt(3) * math.pi / (3 * A1))
    middle = scale * 1.3173627591574133  # of the pole
    return round(WIDTH / 2 + scale * x, 1), round(middle - scale * y, 1)
