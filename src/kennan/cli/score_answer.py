"""What ``kennan hindcast --json`` and ``kennan score --json`` print; see docs/reference/json.md."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from kennan.history import members, standing
from kennan.history.score_skill import Skill

if TYPE_CHECKING:
    from kennan.history.forecast import Forecast
    from kennan.history.members import Members
    from kennan.history.score import Scored, Scores, TargetScores

COLUMNS = (
    "target",
    "score",
    "model",
    "part",
    "mean",
    "log",
    "skill_of_forecast",
    "low",
    "high",
    "difference",
    "difference_low",
    "difference_high",
    "unit",
    "years",
    "cells",
    "why",
)


def forecast(made: Forecast, about: dict[str, Any], out: str, seconds: float) -> dict[str, Any]:
    """Return a registered forecast as plain data."""
    head = {key: value for key, value in about.items() if key != "plan"}
    rows = [dict(zip(members.SUMMARY, row, strict=True)) for row in members.quantiles(made.members)]
    for row in rows:
        for key in ("defined", "mean", "q05", "q25", "q50", "q75", "q95"):
            row[key] = float(row[key]) if row[key] != "" else None
    found = {"folder": out, "seconds": round(seconds, 3), "registration": head, "quantiles": rows}
    return found | {"standing": _standing_of(made.members)}


def _standing_of(made: Members) -> list[dict[str, Any]] | None:
    said = standing.chances(made)
    if said is None:
        return None
    return [
        {"year": year, **dict(zip(standing.WAYS, map(number, row), strict=True))}
        for year, row in zip(made.years, said.T.tolist(), strict=True)
    ]


def scores(found: Scores, seconds: float) -> dict[str, Any]:
    """Return everything that scoring found as plain data."""
    about = found.forecast.about
    return {
        "forecast": found.forecast.name,
        "digest": about["digest"],
        "model": found.model,
        "as_of": about["as_of"],
        "years": list(found.years),
        "policy": about["course"],
        "policy_uses_hindsight": about["policy_uses_hindsight"],
        "seconds": round(seconds, 3),
        "targets": [_target(name, one) for name, one in found.targets.items()],
        "standing": _standing(found),
        "not_in_record": found.silent,
        "left_out": found.left_out,
        "notes": list(found.notes),
        "claims_not_judged": found.unjudged or None,
        "claims": [asdict(one) | {"targets": list(one.targets)} for one in found.claims],
    }


def _standing(found: Scores) -> dict[str, Any] | None:
    one = found.standing
    if one is None:
        return None
    means = [{"model": model, "mean": number(mean)} for model, mean in one.mean.items()]
    return {"models": means, "skill": [{"against": m, **_skill(s)} for m, s in one.skill.items()]}


def _target(name: str, one: TargetScores) -> dict[str, Any]:
    return {
        "target": name,
        "score": one.kind,
        "unit": one.unit,
        "cells": len(one.cells),
        "years": [int(one.cells.years.min()), int(one.cells.years.max())],
        "models": [_model(scored) for scored in one.models.values()],
        "skill": [
            {"against": model, "part": part, **_skill(skill)}
            for model, parts in one.skill.items()
            for part, skill in parts.items()
        ],
    }


def _model(one: Scored) -> dict[str, Any]:
    return {
        "model": one.model,
        "mean": number(one.mean),
        "log": number(one.log),
        "sharpness": number(one.sharpness),
        "energy": number(one.joint.get("energy")),
        "variogram": number(one.joint.get("variogram")),
        "surprise": number(one.surprise),
        "coverage": [asdict(c) | {"share": c.share} for c in one.coverage],
        "pit": _arrays(one.pit),
        "reliability": _arrays(one.reliability),
        "murphy": asdict(one.murphy) if one.murphy else None,
    }


def _arrays(of: Any) -> dict[str, Any] | None:
    if of is None:
        return None
    return {key: value.tolist() if hasattr(value, "tolist") else value for key, value in asdict(of).items()}


def _skill(of: Skill | None) -> dict[str, Any]:
    if of is None:
        empty = dict.fromkeys(field.name for field in fields(Skill))
        return {**empty, "years": 0, "cells": 0, "why": "no year that both tell of", "verdict": "even"}
    said = asdict(of) | {"verdict": of.verdict}
    return {key: number(value) if isinstance(value, float) else value for key, value in said.items()}


def number(value: float | None) -> float | None:
    """Return a number that JSON can hold; None for what is no finite number."""
    return None if value is None or not math.isfinite(value) else float(f"{value:.7g}")


def table(found: Scores) -> str:
    """Return the score table as the text of a CSV file: target, model and part, a row each."""
    out = io.StringIO()
    made = csv.writer(out, lineterminator="\n")
    made.writerow(COLUMNS)
    for name, one in found.targets.items():
        for model, scored in one.models.items():
            head = [name, one.kind, model]
            means = [f"{scored.mean:.6g}", f"{scored.log:.6g}"]
            if model not in one.skill:
                blanks = [""] * 6
                made.writerow([*head, "all", *means, *blanks, one.unit, "", len(one.cells), ""])
            for part, skill in one.skill.get(model, {}).items():
                told = means if part == "all" else ["", ""]
                of = _skill(skill)
                ends = [
                    "" if of[key] is None else f"{of[key]:.4g}"
                    for key in ("skill", "low", "high", *COLUMNS[9:12])
                ]
                made.writerow([*head, part, *told, *ends, one.unit, of["years"], of["cells"], of["why"]])
    return out.getvalue()
