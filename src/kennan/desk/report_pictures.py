"""Sections of the report that hold pictures: each is a heading, the picture, its words, and the figures as a
table.

This module is imported late, by :mod:`kennan.desk.report`; it brings the plots with it.
"""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING

from kennan import plots
from kennan.desk import report_tables as tables
from kennan.desk import report_words as words
from kennan.desk.report_text import section, text
from kennan.plots.orbit import default_years, share_in_orbit
from kennan.plots.pick import last_month, monthly_names, unit
from kennan.records import summary

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from xarray import Dataset

FANS = ("orbit", "pressure", "frustration", "mellowing", "party_unity")
STAR = ("inner_vitality", "radiance", "popular_faith", "appeal_abroad")


def picture(figure: Figure, alt: str, caption: str) -> str:
    """Return a figure as HTML: SVG in a data URI, what it shows in words, and a caption."""
    data = base64.b64encode(plots.svg(figure).encode()).decode()
    wide, tall = (round(96 * side) for side in figure.get_size_inches())
    label = escape(caption.split(".")[0], quote=True)
    return (
        f'<figure><div class="scroll" tabindex="0" role="region" aria-label="{label}">'
        f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(alt, quote=True)}" '
        f'width="{wide}" height="{tall}" style="max-width:{wide}px"></div>'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def result(ds: Dataset, found: words.Shares) -> str:
    """Return what became of Soviet power: table, bars, and each policy against the first."""
    caption = (
        f"How the worlds stood in {last_month(ds)}: worlds in 100, with 90 % intervals for the finite number "
        "of worlds. Each row adds up to 100. Bold: the commonest."
    )
    parts = [tables.endings(found, caption)]
    shown = (
        "The same as bars. Whiskers are 90 % intervals; they speak of the number of worlds, not of the model."
    )
    parts.append(picture(plots.outcomes(ds), words.alt_outcomes(found), shown))
    if len(found) > 1:
        first = next(iter(found))
        parts.append(f"<h3>{escape(f'Against {first}')}</h3>")
        parts.append(tables.differences(ds, found))
        parts.append(
            text(
                "Each difference is rounded by itself, so it may miss that of the rounded shares by 1.",
                "note",
            )
        )
    return section("The result", *parts)


def years(ds: Dataset) -> str:
    """Return when each outcome came, and how often it was lost again."""
    caption = (
        "Year by year, in how many worlds of 100 each outcome stands. A band that grows thinner again is "
        "an outcome that dissolved, or gave way to one named before it."
    )
    image = picture(plots.outcomes_over_time(ds), words.alt_years(summary.ever(ds)), caption)
    return section("When it came", image, tables.ever(ds))


def fans(ds: Dataset, default_run: Dataset | None) -> str:
    """Return the fan charts of the recorded quantities among FANS; "" when there are none."""
    recorded = monthly_names(ds)
    shown = [q for q in FANS if q in recorded]
    if not shown:
        return ""
    names = summary.policies(ds)
    values = {q: {p: summary.medians(ds, q, p) for p in names} for q in shown}
    caption = (
        "Pressure, what it won, and what being blocked did within. The light band holds nine worlds in "
        "ten, the dark band half of them; the bold line is the median, the thin dark line one single world."
    )
    image = picture(plots.fans(ds, shown, beside=default_run), words.alt_fans(values), caption)
    figures = tables.milestones(values, {q: unit(ds, q) for q in shown})
    return section(
        "Year by year", image, f"<details><summary>The medians as figures</summary>{figures}</details>"
    )


def orbit(ds: Dataset) -> str:
    """Return the maps of the orbit; "" when the run has no theatres."""
    if "theatre_in_orbit" not in ds:
        return ""

    names, codes = summary.policies(ds), [str(c) for c in ds["theatre"].values]
    years = default_years(ds, 1)
    first = names[0]
    alt = " ".join(words.alt_orbit(codes, share_in_orbit(ds, first, y), str(y)) for y in years)
    caption = (
        f"The orbit under {first}, theatre by theatre: the darker a tile, the more worlds hold it in the "
        "orbit."
    )
    parts = [picture(plots.orbit_tiles(ds, first, years), alt, caption)]
    if len(names) > 1:
        last = years[-1]
        alt = " ".join(words.alt_orbit(codes, share_in_orbit(ds, p, last), p) for p in names)
        caption = (
            f"The orbit in {last} under each policy. Every theatre has one tile, whatever its size on the "
            "globe."
        )
        parts.append(picture(plots.orbit_tiles(ds, names, last), alt, caption))
    return section("The orbit", *parts)


def star(ds: Dataset) -> str:
    """Return inner decay beside outward brilliance; "" when any of STAR was not recorded."""
    recorded = monthly_names(ds)
    if not all(q in recorded for q in STAR):
        return ""
    names = summary.policies(ds)
    values = {q: {p: summary.medians(ds, q, p) for p in names} for q in STAR}
    caption = (
        "The article's star: is the light that reaches us that of a body already dead (III.16)? Orange is "
        "what is seen from outside, blue what is within. The article itself says that this can be neither "
        "proved nor disproved."
    )
    return section(
        "Inner decay, outward brilliance",
        picture(plots.decay_and_brilliance(ds), words.alt_fans(values), caption),
    )
