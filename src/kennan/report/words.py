"""The sentences of the report: headline, the plan, definitions, passages, and the table for a reader without scripts.

Comes in: the Dataset of a run and its summaries. Goes out: plain text, and of the table HTML.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kennan import scenarios
from kennan.faults import digits
from kennan.records import summary
from kennan.records.summary import OUTCOMES, TITLES, Share, whole

if TYPE_CHECKING:
    from xarray import Dataset

    from kennan.scenarios import Scenario

Shares = dict[str, dict[str, Share]]


def in_words(found: dict[str, Share]) -> dict[str, str]:
    """Return {outcome: worlds in 100}, as whole numbers that add up to 100."""
    return {o: summary.said(found[o].share, n) for o, n in summary.numbers(found).items()}


def headline(found: Shares, world: Scenario) -> str:
    """Return the result of the first policy in one sentence."""
    policy, mine = next(iter(found.items()))
    ranked = sorted(OUTCOMES, key=lambda o: -mine[o].share)
    best, second = ranked[:2]
    power, titles = world.words["closed_power"], {o: world.words.tell(TITLES[o]) for o in OUTCOMES}
    if mine[best].worlds == 1:
        return f"In the one world that was run, {power} ended in {titles[best]} under {policy}."
    said = in_words(mine)
    words = (
        f"Under {policy}, {power} ended in {titles[best]} in {said[best]} worlds of 100 "
        f"(90 % interval {whole(mine[best].low)} to {whole(mine[best].high)})"
    )
    return words + (f", and in {titles[second]} in {said[second]}." if mine[second].share else ".")


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
    low, high = sorted([whole(abs(gap.low)), whole(abs(gap.high))])
    many = abs(summary.gaps(found[policy], found[first])[outcome])  # of the numbers that the tables show
    return (
        f"On the same luck, {policy} in its place ends in {summary.titles(ds)[outcome]} in "
        f"{many} {more} worlds of 100 ({low} to {high}): the largest "
        f"difference from {first} in this run."
    )


def plain_table(data: Mapping[str, Any]) -> str:
    """Return the endings of a report's data as an HTML table: worlds in 100 with their 90 % intervals.

    Parameters
    ----------
    data : as :func:`kennan.report.data.data` gives it.
    """
    titles = TITLES | {row["name"]: row["title"] for row in data["definitions"]}
    head = "".join(f'<th scope="col">{escape(titles[o])}</th>' for o in OUTCOMES)
    rows = []
    for policy, mine in data["outcomes"].items():
        numbers = summary.in_hundred([mine[o][0] for o in OUTCOMES])
        cells = "".join(
            f"<td>{escape(summary.said(mine[o][0], n))} ({whole(mine[o][1])} to {whole(mine[o][2])})</td>"
            for o, n in zip(OUTCOMES, numbers, strict=True)
        )
        rows.append(f'<tr><th scope="row">{escape(policy)}</th>{cells}</tr>')
    caption = f"How the worlds stood in {data['ends']}: worlds in 100, with 90 % intervals."
    return (
        f'<table><caption>{escape(caption)}</caption><thead><tr><th scope="col">Policy</th>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def identity(ds: Dataset) -> dict[str, str]:
    """Return what a number of the run is known by: seed, version of engine and program, checksum of the results."""
    given = plan(ds)
    return {
        "seed": str(given.get("seed", ds.attrs.get("seed", ""))),
        "engine_version": str(given.get("engine_version", "")),
        "kennan": str(ds.attrs.get("kennan", "")),
        "checksum": str(ds.attrs.get("checksum", "")),
    }


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
        ("Scenario", scenarios.name_of(given.get("scenario", ""))),
        ("Policies", ", ".join(summary.policies(ds))),
        ("Worlds", f"{worlds:,} for each policy, numbers {first} to {first + worlds - 1}"),
        ("Months", f"{years[0]} to {years[1]}"),
        ("Seed", str(given.get("seed", ds.attrs.get("seed", "")))),
        ("Parameters", drawn.get(str(parameters), "given values") if parameters != "" else ""),
        ("Beside the article", ", ".join(str(one.get("name", "")) for one in given.get("extensions", ()))),
        ("Switched off", ", ".join(given.get("off", ())) or "nothing"),
        (
            "Set by hand",
            ", ".join(f"{k} = {digits(v)}" for k, v in given.get("set", {}).items()) or "nothing",
        ),
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
    tell = summary.world(ds).words.tell
    return {name: (tell(words[0]), tell(words[1])) for name, words in found.items() if any(words)}


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
