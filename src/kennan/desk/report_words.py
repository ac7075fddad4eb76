"""The sentences of the report: headline, alternative texts of the pictures, the plan, definitions, passages.

Comes in: the Dataset of a run and its summaries. Goes out: plain text, not yet HTML.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kennan.records import summary
from kennan.records.summary import OUTCOMES, TITLES, Share

if TYPE_CHECKING:
    from xarray import Dataset

Shares = dict[str, dict[str, Share]]


def number(share: float, whole: int) -> str:
    """Return worlds in 100 as people read it: "<1" for a few that round to none, "0" for none at all."""
    return "<1" if whole == 0 and share > 0 else str(whole)


def signed(share: float) -> str:
    """Return a difference in worlds of 100 with its sign."""
    whole = round(100 * share)
    return f"+{whole}" if whole > 0 else f"−{-whole}" if whole < 0 else "0"


def in_words(found: dict[str, Share]) -> dict[str, str]:
    """Return {outcome: worlds in 100}, as whole numbers that add up to 100."""
    whole = summary.in_hundred([found[o].share for o in OUTCOMES])
    return {o: number(found[o].share, n) for o, n in zip(OUTCOMES, whole, strict=True)}


def headline(found: Shares) -> str:
    """Return the result of the first policy in one sentence."""
    policy, mine = next(iter(found.items()))
    ranked = sorted(OUTCOMES, key=lambda o: -mine[o].share)
    best, second = ranked[:2]
    if mine[best].worlds == 1:
        return f"In the one world that was run, Soviet power ended in {TITLES[best]} under {policy}."
    said = in_words(mine)
    words = (
        f"Under {policy}, Soviet power ended in {TITLES[best]} in {said[best]} worlds of 100 "
        f"(90 % interval {100 * mine[best].low:.0f} to {100 * mine[best].high:.0f})"
    )
    return words + (f", and in {TITLES[second]} in {said[second]}." if mine[second].share else ".")


def contrast(ds: Dataset, found: Shares) -> str:
    """Return the largest clear difference to the first policy in one sentence, or "" when there is none to
    compare.
    """
    first, *others = found
    if not others:
        return ""
    all_pairs = [(p, o, summary.paired_difference(ds, o, p, first)) for p in others for o in OUTCOMES]
    clear = [row for row in all_pairs if row[2].clear]
    if not clear:
        return f"On the same luck, no other policy is clearly different from {first}."
    policy, outcome, gap = max(clear, key=lambda row: abs(row[2].difference))
    more = "more" if gap.difference > 0 else "fewer"
    low, high = sorted([100 * abs(gap.low), 100 * abs(gap.high)])
    return (
        f"On the same luck, {policy} in its place ends in {TITLES[outcome]} in "
        f"{abs(100 * gap.difference):.0f} {more} worlds of 100 ({low:.0f} to {high:.0f}): the largest "
        f"difference from {first} in this run."
    )


def alt_outcomes(found: Shares) -> str:
    """Return what the picture of the endings shows."""
    rows = []
    for policy, mine in found.items():
        said = in_words(mine)
        rows.append(f"{policy}: " + ", ".join(f"{TITLES[o]} {said[o]}" for o in OUTCOMES))
    return "Bars: worlds in 100 that ended in each outcome. " + "; ".join(rows) + "."


def alt_years(found: dict[str, dict[str, summary.Ever]]) -> str:
    """Return what the picture of outcomes over time shows."""
    rows = []
    for policy, mine in found.items():
        came = sorted(mine, key=lambda o: -mine[o].reached.share)[:2]
        parts = [f"{TITLES[o]} in {100 * mine[o].reached.share:.0f}" for o in came]
        rows.append(f"{policy}: " + " and ".join(parts))
    return (
        "Stacked areas by year. Reached at some time, in worlds of 100, most often: " + "; ".join(rows) + "."
    )


def alt_fans(values: dict[str, dict[str, dict[int, float]]]) -> str:
    """Return what the fan charts show: medians at the first and the last January, {quantity: {policy: {year:
    value}}}.
    """
    rows = []
    for quantity, by_policy in values.items():
        ends = []
        for policy, years in by_policy.items():
            first, last = min(years), max(years)
            ends.append(f"{policy} {years[first]:.2g} in {first} to {years[last]:.2g} in {last}")
        rows.append(f"{quantity.replace('_', ' ')}: " + ", ".join(ends))
    return "Fan charts; medians over the worlds. " + "; ".join(rows) + "."


def alt_orbit(names: Sequence[str], shares: Iterable[float], label: str) -> str:
    """Return what one map of the orbit shows: how many theatres stand in the orbit in most worlds, and
    which.
    """
    held = [name for name, share in zip(names, shares, strict=True) if share > 0.5]
    which = f" ({', '.join(held)})" if held else ""
    return (
        f"{label}: {len(held)} of {len(names)} theatres in the orbit in more than half of the worlds{which}."
    )


def plan(ds: Dataset) -> dict[str, Any]:
    """Return the frozen plan that a run carries, or {} when it carries none that can be read."""
    try:
        found = json.loads(str(ds.attrs.get("plan", "")))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def plan_rows(ds: Dataset, default_run: Dataset | None) -> list[tuple[str, str]]:
    """Return (name, value) of what was run, so that it can be run again."""
    given = plan(ds)
    worlds, first = ds.sizes["world"], int(ds["world"].values[0])
    years = [str(v)[:7] for v in (ds["month"].values[0], ds["month"].values[-1])]
    parameters = given.get("parameters", "")
    drawn = {
        "drawn": "each world draws its own from the priors",
        "median": "every number at the median of its prior",
    }
    rows = [
        ("Scenario", str(given.get("scenario", ""))),
        ("Policies", ", ".join(summary.policies(ds))),
        ("Worlds", f"{worlds:,} for each policy, numbers {first} to {first + worlds - 1}"),
        ("Months", f"{years[0]} to {years[1]}"),
        ("Seed", str(given.get("seed", ds.attrs.get("seed", "")))),
        ("Parameters", drawn.get(str(parameters), "given values") if parameters != "" else ""),
        ("Switched off", ", ".join(given.get("off", ())) or "nothing"),
        ("Set by hand", ", ".join(f"{k} = {v:g}" for k, v in given.get("set", {}).items()) or "nothing"),
        ("Later events known", "yes" if given.get("with_hindsight") else "no"),
        ("Version", " ".join(f"{k} {ds.attrs[k]}" for k in ("kennan",) if ds.attrs.get(k))),
        ("Engine", str(given.get("engine_version", ""))),
        ("Checksum of results", str(ds.attrs.get("checksum", ""))),
    ]
    if default_run is not None:
        rows.append(
            ("Default run beside it", f"{default_run.sizes['world']:,} worlds, every number at its median")
        )
    return [(name, value) for name, value in rows if value]


def definitions(ds: Dataset) -> dict[str, tuple[str, str]]:
    """Return {outcome: (what it is, the rule that decides it)}, from the model's register where there is
    one.
    """
    found = {o: (_progress_sentence(ds, o), "") for o in OUTCOMES}
    for name, row in _outcome_register().items():
        if name in found:
            found[name] = (str(row.get("sentence", found[name][0])), str(row.get("rule", "")))
    return {name: words for name, words in found.items() if any(words)}


def _progress_sentence(ds: Dataset, outcome: str) -> str:
    name = f"progress_{outcome}"
    return str(ds[name].attrs.get("long_name", "")) if name in ds else ""


def _outcome_register() -> dict[str, dict[str, Any]]:
    """Read the model's outcomes.toml, laid out as tables by name or as a list of tables with names."""
    import kennan
    from kennan import toml

    path = Path(kennan.__file__).parent / "model" / "outcomes.toml"
    if not path.exists():
        return {}
    data = toml.read(path, "register of outcomes").data
    rows: dict[str, dict[str, Any]] = {}
    for key, value in data.items():
        if isinstance(value, dict):
            rows[key] = value
        elif isinstance(value, list):
            rows |= {str(v.get("name", "")): v for v in value if isinstance(v, dict)}
    return rows


def passages(ds: Dataset) -> list[tuple[str, str, list[str]]]:
    """Return (passage, paraphrase, what in this run rests on it) in the order of the article."""
    rests: dict[str, list[str]] = {}
    for name, variable in ds.data_vars.items():
        for passage in str(variable.attrs.get("passages", "")).split(","):
            if passage.strip():
                rests.setdefault(passage.strip(), []).append(str(name).replace("_", " "))
    for policy in plan(ds).get("policies", ()):
        if isinstance(policy, dict):
            for passage in policy.get("passages", ()):
                rests.setdefault(str(passage), []).append(f"policy {policy.get('name', '')}")
    paraphrases = _paraphrases()
    return [(p, paraphrases.get(p, ""), rests[p]) for p in sorted(rests, key=_place)]


def _place(passage: str) -> tuple[int, int, str]:
    """Return where a passage such as "III.12" stands in the article."""
    part, _, rest = passage.partition(".")
    digits = "".join(c for c in rest if c.isdigit())
    order = ("I", "II", "III", "IV")
    return (order.index(part) if part in order else len(order), int(digits or 0), passage)


def _paraphrases() -> dict[str, str]:
    """Return {passage: paraphrase}; none where the article's register cannot be read (the report then names
    ids).
    """
    from kennan.faults import BadInput

    try:
        from kennan import article

        return {name: entry.paraphrase for name, entry in article.passages().items()}
    except (ImportError, BadInput):
        return {}
