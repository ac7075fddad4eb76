"""The score table and the verdicts, for people."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

from rich.text import Text

from kennan.cli import tables
from kennan.history.baselines import BASELINES
from kennan.history.record.record import joined
from kennan.history.rivals import silent
from kennan.history.score_skill import NEAR
from kennan.history.verdicts import MUTE, OPEN, VERDICTS

if TYPE_CHECKING:
    from kennan.history.score import Scores, TargetScores
    from kennan.history.score_skill import Skill

STYLE = {"better": "green", "worse": "red", "even": "dim"}
LARGE = 9.99
DIFFERENCE = "Δ"  # before a difference of scores that stands in place of a ratio


def show(found: Scores, every_claim: bool, seconds: float) -> None:
    """Print scores, skill, calibration and verdicts."""
    to = tables.console()
    about = found.forecast.about
    span = f"{found.years[0]} to {found.years[1]}"
    to.print(
        Text(
            f"{found.model} as of {about['as_of']}, policy {about['course']}; scored on {span} ({seconds:.1f} s)"
        )
    )
    if about["policy_uses_hindsight"]:
        to.print(
            Text(
                "Conditional on what the West did: no forecast that could have been made then.", style="bold"
            )
        )
    others = list(dict.fromkeys(model for one in found.targets.values() for model in one.skill))
    naive = [name for name in others if name in BASELINES]
    for title, models in (("baselines", naive), ("rivals", [name for name in others if name not in naive])):
        if models:
            head = f"Skill of the forecast over {title}: 1 perfect, 0 no better; * clear of 0 (90 %, blocks of years)"
            rows = [
                [name, _kind(one), _score(found, one), *[_against(one, model) for model in models]]
                for name, one in found.targets.items()
            ]
            rows += _standing(found, models)
            columns = ["", "score", "mean", *["\n".join(model.split("_")) for model in models]]
            tables.show(to, head, columns, rows, len(models) + 1)
            _note(
                to,
                [one.skill.get(model, {}).get("all") for one in found.targets.values() for model in models],
            )
            if title == "rivals":
                to.print(
                    Text(
                        "In brackets: the rival has no say on it and forecasts as nothing matters does.",
                        "dim",
                    )
                )
    _told(to, found)
    _leads(to, found)
    _regions(to, found)
    _calibration(to, found)
    _claims(to, found, every_claim)


def _told(to: Any, found: Scores) -> None:
    """Say of which years the record tells, which targets it is silent of, and whom it could not be asked for."""
    spans: dict[str, list[str]] = {}
    for name, one in found.targets.items():
        years = joined((int(year), int(year)) for year in one.cells.years)
        said = ", ".join(f"{low}-{high}" if high > low else f"{low}" for low, high in years)
        spans.setdefault(said, []).append(name)
    told = "; ".join(f"{', '.join(names)} {years}" for years, names in spans.items())
    to.print(Text(f"\nThe record tells of: {told}.", style="dim"))
    if found.silent:
        to.print(Text(f"It is silent of: {', '.join(found.silent)}.", style="dim"))
    for name, why in found.left_out.items():
        to.print(Text(f"Left out, {name.replace('_', ' ')}: {why}."))


def _kind(one: TargetScores) -> str:
    """Return the kind of score with its unit."""
    return f"{one.kind}, {one.unit}" if one.unit else one.kind


def _note(to: Any, skills: list[Skill | None]) -> None:
    """Say what a difference is, where one stands in place of a ratio."""
    if any(skill is not None and skill.skill is None for skill in skills):
        said = f"{DIFFERENCE}: the other's mean score less the forecast's, above 0 better. No ratio: {NEAR}."
        to.print(Text(said, style="dim"))


def _score(found: Scores, one: TargetScores) -> str:
    own = one.models.get(found.model)
    return f"{own.mean:.3g}" if own else "-"


def _against(one: TargetScores, model: str) -> Text:
    """Return the skill over another; in brackets where that is a rival which has no say on the target."""
    said = _skill(one, model)
    return Text(f"({said.plain.strip()})", style="dim") if silent(model, one.cells.target.name) else said


def _standing(found: Scores, models: list[str]) -> list[list[Any]]:
    """Return the row of broken up, mellowed or neither, as one forecast of three ways; none where it is not scored."""
    one = found.standing
    if one is None:
        return []
    mean = f"{one.mean[found.model]:.3g}"
    return [["broken up, mellowed, neither", "Brier", mean, *[_shown(one.skill.get(m)) for m in models]]]


def _skill(one: TargetScores, model: str, part: str = "all") -> Text:
    return _shown(one.skill.get(model, {}).get(part))


def _shown(skill: Skill | None) -> Text:
    if skill is None:
        return Text("-", style="dim")
    if skill.skill is None:
        said = f"{DIFFERENCE}{_difference(skill)}"
    else:
        said = f"{skill.skill:+.2f}" if skill.skill > -LARGE else "<-10"
    return Text(said + ("*" if skill.verdict != "even" else " "), style=STYLE[skill.verdict])


def _difference(skill: Skill) -> str:
    """Return a difference of mean scores in two figures."""
    size = abs(skill.difference)
    decimals = 2 if size >= 0.1 or size < 1e-12 else min(1 - math.floor(math.log10(size)), 6)
    return f"{skill.difference:+.{decimals}f}"


def _both(skill: Skill | None) -> Text:
    """Return a skill with the difference of scores beside it."""
    said = _shown(skill)
    if skill is not None and skill.skill is not None:
        said.append(f"({_difference(skill)})", style="dim")
    return said


def _leads(to: Any, found: Scores) -> None:
    others = list(dict.fromkeys(model for one in found.targets.values() for model in one.skill))
    if not others:
        return
    against = "persistence" if "persistence" in others else others[0]
    leads = ("lead 1-3", "lead 4-9", "lead 10+")
    told = {
        name: [one.skill.get(against, {}).get(lead) for lead in leads] for name, one in found.targets.items()
    }
    rows = [[name, _kind(found.targets[name]), *map(_both, skills)] for name, skills in told.items()]
    title = f"Skill over {against.replace('_', ' ')} by years after the cut-off (difference of mean scores)"
    tables.show(to, title, ["", "score", *[lead.removeprefix("lead ") for lead in leads]], rows, 3)
    _note(to, [skill for skills in told.values() for skill in skills])


def _regions(to: Any, found: Scores) -> None:
    """Show the skill in who stands in the orbit by region, over every other: where the forecast is made of places."""
    for name, one in found.targets.items():
        parts = dict.fromkeys(p for parts in one.skill.values() for p in parts if p.startswith("region "))
        if parts:
            rows = [
                [p.removeprefix("region "), *[_skill(one, other, p) for other in one.skill]] for p in parts
            ]
            columns = ["", *["\n".join(other.split("_")) for other in one.skill]]
            tables.show(to, f"Skill in {name} by region", columns, rows, len(one.skill))
            _note(to, [one.skill[other].get(p) for p in parts for other in one.skill])


def _calibration(to: Any, found: Scores) -> None:
    rows = []
    for name, one in found.targets.items():
        own = one.models.get(found.model)
        if own is None:
            continue
        inside = {c.wanted: f"{c.inside} of {c.cells}" for c in own.coverage}
        brier = f"{own.murphy.reliability:.3f}" if own.murphy else ""
        rows.append([name, inside.get(50, ""), inside.get(90, ""), brier, f"{own.surprise:.2f}"])
    title = "Calibration: values in the bands; reliability part of Brier (0: best); own courses that score no better"
    tables.show(to, title, ["", "50 % band", "90 % band", "reliability", "own courses"], rows, 4)


def _claims(to: Any, found: Scores, every: bool) -> None:
    if found.unjudged:
        to.print(Text(f"\nClaims of the article: {found.unjudged}"))
    if not found.claims:
        return
    count = Counter(one.verdict for one in found.claims)
    rows = []
    for one in found.claims:
        if one.verdict == MUTE or (one.verdict == OPEN and not every):
            continue
        gain = "" if one.gain is None else f"{one.gain:+.2f}"
        if one.low is not None and one.high is not None:
            gain += f"  ({one.low:+.2f} to {one.high:+.2f})"
        rows.append([one.claim, one.verdict, gain, ", ".join(one.targets), one.reason])
    said = ", ".join(f"{count[v]} {v}" for v in VERDICTS if count[v])
    title = f"Claims of the article: {said}"
    if rows:
        tables.show(to, title, ["", "verdict", "gain", "on", ""], rows)
    else:
        to.print(Text(f"\n{title}", style="bold"))
    if not every and count[OPEN]:
        to.print(Text("--all lists those not decided as well", style="dim"))
