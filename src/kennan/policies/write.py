"""Writes a policy as the file that :func:`kennan.policies.load` reads: the one writer of policy files."""

from __future__ import annotations

from typing import Any

import tomli_w

from kennan.policies.policy import Policy


def to_toml(policy: Policy) -> str:
    """Return a policy as the text of its file; read again, it is the same policy in every field."""
    return tomli_w.dumps(_plain(policy.as_dict()))


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Return the tables of a policy file with constants as plain numbers, as a person would write them."""
    made = {**data, "levers": {name: _course(points) for name, points in data["levers"].items()}}
    if "by_hand" in data:
        made["by_hand"] = {
            name: {code: _course(points) for code, points in value.items()}
            if isinstance(value, dict)
            else _course(value)
            for name, value in data["by_hand"].items()
        }
    if "then" in data:
        made["then"] = [{**turn, "policy": _plain(turn["policy"])} for turn in data["then"]]
    if not data["rules"]:
        del made["rules"]
    return made


def _course(points: list[list[float]]) -> float | list[list[float]]:
    """Return a schedule of one point as the constant that it is; the reader gives every constant the same year."""
    return points[0][1] if len(points) == 1 else points
