"""What a report shows, as compact data: the page's own charts draw it, from one JSON text inside the file.

Comes in: the Dataset of a run, and if there is one the same plan at the medians. Goes out: plain data. Numbers over
time are packed (:func:`packed`), two bytes each, so that five policies over 45 years stay small enough to send by
letter.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan import scenarios
from kennan.faults import BadInput
from kennan.plots import pick
from kennan.records import summary
from kennan.records.summary import OUTCOMES, TITLES
from kennan.report import words
from kennan.scenarios.described import described

if TYPE_CHECKING:
    from xarray import Dataset

VERSION = 2  # of the data; the built page reads this one alone
#: What is drawn year by year: one quantity, or two on one scale.
PLATES = (
    ("orbit",),
    ("pressure",),
    ("frustration",),
    ("mellowing",),
    ("party_unity", "western_unity"),
    ("inner_vitality", "radiance"),
    ("popular_faith", "appeal_abroad"),
    ("output_ratio",),
)
FANS = tuple(name for plate in PLATES for name in plate)
STEP = 3  # months between two drawn values
SEQUENCES = 6  # of the commonest, and one more for each further policy
MISSING = 65_535  # the packed value that stands for none
FULL = 200.0  # the packed value of all worlds, in maps


def data(ds: Dataset, default_run: Dataset | None = None) -> dict[str, Any]:
    """Return everything that the report of a run shows.

    Returns
    -------
    See ``web/src/report/data.ts``, which says what each field holds; a test holds the two together.
    """
    found, world = summary.shares(ds), summary.world(ds)
    tell = world.words.tell
    names, monthly = list(found), pick.monthly_names(ds)
    shown = [name for name in FANS if name in monthly]
    months = np.arange(0, ds.sizes["month"], STEP)
    first = np.asarray(ds["month"].values[0]).astype("datetime64[M]").astype(int)
    return {
        "v": VERSION,
        "title": str(ds.attrs.get("title", "")),
        "world_said": described(world),
        "headline": words.headline(found, world),
        "contrast": words.contrast(ds, found),
        "ends": pick.last_month(ds),
        "drawn": words.plan(ds).get("parameters", "drawn") == "drawn",
        "worlds": int(ds.sizes["world"]),
        "clock": {"start": round(1970 + int(first) / 12, 4), "perYear": 12 // STEP},
        "policies": [_policy(ds, name) for name in names],
        "outcomes": {name: _shares(found[name]) for name in names},
        "differences": {a: {b: _differences(ds, b, a) for b in names if b != a} for a in names},
        "ever": {n: {o: _ever(e) for o, e in mine.items()} for n, mine in summary.ever(ds).items()},
        "standing": _standing(ds, names),
        "sequences": _sequences(ds, names),
        "quantities": {
            n: {"unit": pick.unit(ds, n), "sentence": world.words.tell(pick.sentence(ds, n))} for n in shown
        },
        "plates": [list(plate) for plate in PLATES if all(name in shown for name in plate)],
        "fans": {n: {q: _fan(pick.values(ds, q, n, months)) for q in shown} for n in names},
        "world": int(ds["world"].values[0]),
        "record": _record(ds, shown),
        "beside": _beside(default_run, names, shown),
        "orbit": _orbit(ds, names),
        "definitions": [
            {"name": name, "title": tell(TITLES[name]), "sentence": sentence, "rule": rule}
            for name, (sentence, rule) in words.definitions(ds).items()
        ],
        "run": [list(row) for row in words.plan_rows(ds, default_run)],
        "identity": words.identity(ds),
        "plan": str(ds.attrs.get("plan", "")),  # as text: a browser would round a long seed
        "passages": [
            {"id": name, "paraphrase": said, "rests": rests} for name, said, rests in words.passages(ds)
        ],
        "provenance": provenance(asked_about(ds, shown), ds),
    }


def asked_about(ds: Dataset, shown: list[str]) -> list[str]:
    """Return the names of everything in the report that says where it comes from."""
    theatres = ["theatre_in_orbit"] if "theatre_in_orbit" in ds else []
    return [*shown, *theatres, *(f"outcome:{name}" for name in OUTCOMES)]


def packed(values: Any) -> dict[str, Any]:
    """Return numbers of any shape as {"from", "to", "base64"}: unsigned 16-bit, little end first, row by row.

    The packed value k is from + (to - from) k / 65,534; 65,535 stands for what is not a number.
    """
    array = np.asarray(values, np.float64)
    known = np.isfinite(array)
    low, high = (float(array[known].min()), float(array[known].max())) if known.any() else (0.0, 0.0)
    part = (array - low) / (high - low) if high > low else np.zeros_like(array)
    whole = np.where(known, np.rint(np.nan_to_num(part) * (MISSING - 1)), MISSING).astype("<u2")
    return {"from": low, "to": high, "base64": base64.b64encode(whole.tobytes()).decode()}


def unpacked(given: Mapping[str, Any]) -> np.ndarray:
    """Return what :func:`packed` was given, flat."""
    whole = np.frombuffer(base64.b64decode(given["base64"]), "<u2")
    span = given["to"] - given["from"]
    return np.where(whole == MISSING, np.nan, given["from"] + span * whole / (MISSING - 1))


def _shares(mine: Mapping[str, summary.Share]) -> dict[str, list[float]]:
    return {
        name: [_short(mine[name].share), _short(mine[name].low), _short(mine[name].high)] for name in OUTCOMES
    }


def _short(value: float) -> float:
    return round(float(value), 5)


def _policy(ds: Dataset, name: str) -> dict[str, str]:
    """Return a policy's name and what it says of itself."""
    keys = ("title", "sentence", "author", "source")
    for policy in words.plan(ds).get("policies", ()):
        if isinstance(policy, dict) and policy.get("name") == name:
            said = {key: str(policy.get(key) or "") for key in keys}
            return {"name": name, **said, "known": "yes" if policy.get("hindsight") else ""}
    return {"name": name, **dict.fromkeys(keys, ""), "known": ""}


def _differences(ds: Dataset, a: str, b: str) -> dict[str, list[float]]:
    """Return the share of worlds under ``a`` less that under ``b``, with its interval, by outcome."""
    found = {}
    for outcome in OUTCOMES:
        gap = summary.paired_difference(ds, outcome, a, b)
        found[outcome] = [_short(gap.difference), _short(gap.low), _short(gap.high)]
    return found


def _ever(row: summary.Ever) -> list[float]:
    return [_short(row.reached.share), _short(row.left.share)]


def _standing(ds: Dataset, names: Iterable[str]) -> dict[str, Any]:
    """Return in which share of worlds each outcome stands a whole number of years after the start, packed [outcome,
    year]."""
    from kennan.plots.endings import standing

    made, years = {}, np.zeros(0)
    for name in names:
        years, shares = standing(ds, name)
        since = years - years[0]
        whole = np.isclose(since, np.rint(since))
        years, shares = years[whole], shares[:, whole]
        made[name] = packed(shares)
    return {"start": float(years[0]), "years": len(years), "shares": made}


def _sequences(ds: Dataset, names: list[str]) -> list[dict[str, Any]]:
    """Return the commonest sequences of outcomes, commonest first, with their share under each policy."""
    found = summary.sequences(ds, top=1000)
    total: dict[tuple[str, ...], float] = {}
    for mine in found.values():
        for sequence, share in mine.items():
            total[sequence] = total.get(sequence, 0) + share.share
    commonest = sorted(total, key=lambda s: -total[s])[: SEQUENCES + len(names) - 1]
    return [
        {
            "words": summary.say_sequence(sequence, summary.titles(ds)),
            "shares": [_short(found[p][sequence].share) if sequence in found[p] else 0.0 for p in names],
        }
        for sequence in commonest
    ]


def _fan(values: np.ndarray) -> dict[str, Any]:
    """Return the quantiles of a quantity and the first world's own line, packed [five quantiles and a line, step]."""
    return packed(np.vstack([pick.spread(values), values[:, :1].T]))


def _record(ds: Dataset, shown: list[str]) -> dict[str, Any]:
    """Return what the record says, by quantity that has one: "points" (year, value, low, high) and "source".

    Nothing where the record tells of another world, nor where the reader's own cannot be read: a report needs none.
    """
    from kennan.reading.recorded import recorded

    world = summary.world(ds)
    if scenarios.name_of(words.plan(ds).get("scenario", "")) != world.name:
        return {}
    try:
        series = recorded(tuple(shown), world)["series"]
    except BadInput:
        return {}
    return {
        name: {
            "points": [
                [_short(p[key]) for key in ("year", "value", "low", "high")] for p in series[name]["points"]
            ],
            "source": series[name]["source"],
        }
        for name in shown
        if name in series
    }


def _beside(ds: Dataset | None, names: list[str], shown: list[str]) -> dict[str, Any] | None:
    """Return how the same plan goes with every number at its median."""
    if ds is None:
        return None
    found, monthly = summary.shares(ds), pick.monthly_names(ds)
    months = np.arange(0, ds.sizes["month"], STEP)
    both = [name for name in names if name in found]
    medians = {
        p: {q: packed(np.median(pick.values(ds, q, p, months), axis=1)) for q in shown if q in monthly}
        for p in both
    }
    return {
        "worlds": int(ds.sizes["world"]),
        "outcomes": {p: _shares(found[p]) for p in both},
        "medians": medians,
    }


def _orbit(ds: Dataset, names: list[str]) -> dict[str, Any] | None:
    """Return in which share of worlds each theatre stands in the orbit, one byte each [year, theatre]."""
    if "theatre_in_orbit" not in ds:
        return None
    made = {}
    for index, name in enumerate(names):
        held = ds["theatre_in_orbit"].isel(policy=index).transpose("year", "theatre", "world")
        shares = np.stack(
            [(np.asarray(held.isel(year=y).values) > 0).mean(axis=-1) for y in range(held.sizes["year"])]
        )
        made[name] = base64.b64encode(np.rint(FULL * shares).astype(np.uint8).tobytes()).decode()
    return {
        "theatres": [str(code) for code in ds["theatre"].values],
        "years": [int(year) for year in ds["year"].values],
        "shares": made,
    }


def provenance(names: Iterable[str], ds: Dataset) -> dict[str, Any]:
    """Return where the numbers of the report come from; what several of them share stands once.

    Returns
    -------
    "formulas" (MathML), "parameters" by name, "claims" by id as (paraphrase, verdict), "said" (paraphrases of passages)
    and "items" by name, in which these are named. A quantity that this kennan does not know (of an older run) is left
    out: the report then says so itself.
    """
    from kennan.reading import provenance as reading

    formulas: dict[str, int] = {}
    parameters: dict[str, dict[str, Any]] = {}
    claims: dict[str, list[str]] = {}
    said: dict[str, str] = {}
    items = {}
    tell = summary.world(ds).words.tell
    version = {key: words.identity(ds)[key] for key in ("engine_version", "kennan")}
    for name in names:
        try:
            row = reading.told(reading.quantity(name), tell)
        except BadInput:
            continue
        parameters.update({p["name"]: p for p in row["parameters"]})
        claims.update({c["id"]: [c["paraphrase"], c["verdict"]] for c in row["claims"]})
        said.update({p["id"]: p["paraphrase"] for p in row["passages"]})
        items[name] = row | {
            "parameters": [p["name"] for p in row["parameters"]],
            "claims": [c["id"] for c in row["claims"]],
            "passages": [p["id"] for p in row["passages"]],
            "formulas": [
                [f["file"], f["function"], int(f["main"]), formulas.setdefault(f["mathml"], len(formulas))]
                for f in row["formulas"]
            ],
            **version,
        }
    return {
        "formulas": list(formulas),
        "parameters": parameters,
        "claims": claims,
        "said": said,
        "items": items,
    }
