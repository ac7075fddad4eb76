"""A made-up run with the shape and the names of a real one, for tests of pictures, summaries and the report.

Nothing here is the model: smooth curves plus noise, with outcomes that are consistent among themselves.
"""

from __future__ import annotations

import json

import numpy as np
import xarray as xr

from kennan import scenarios

OUTCOMES = ("general_war", "breakup", "expansion", "western_exhaustion", "mellowing", "stalemate")
POLICIES = ("containment", "sporadic", "histrionic", "charm", "withdrawal")
SHARES = {  # general_war, breakup, expansion, western_exhaustion, mellowing, stalemate
    "containment": (0.02, 0.17, 0.06, 0.03, 0.55, 0.17),
    "sporadic": (0.04, 0.14, 0.27, 0.07, 0.28, 0.20),
    "histrionic": (0.13, 0.21, 0.12, 0.09, 0.27, 0.18),
    "charm": (0.02, 0.12, 0.46, 0.05, 0.13, 0.22),
    "withdrawal": (0.004, 0.10, 0.68, 0.01, 0.06, 0.146),
}
CODES = tuple(scenarios.load(scenarios.ARTICLE).tiles.theatres)
ORBIT_1947 = {"EGR", "POL", "ROM", "BUL", "YUG", "ALB", "MON", "NKO"}
EXPOSED = {"CZE": 0.9, "HUN": 0.95, "MAN": 0.9, "NCH": 0.85, "SIN": 0.7, "VNN": 0.8, "GRE": 0.2, "IRN": 0.25}
EXPOSED |= {"AUT": 0.2, "SCH": 0.6, "SKO": 0.3, "LAC": 0.4, "VNS": 0.45, "TIB": 0.5, "FIN": 0.25, "WBE": 0.2}
EXPOSED |= {"ITA": 0.15, "FRA": 0.12, "IND": 0.1, "INS": 0.2, "CUB": 0.2}
# name: (unit, sentence, start, end under containment, end under withdrawal, passages)
QUANTITIES = {
    "confidence": (
        "0-1",
        "How sure the rulers are that time is on their side.",
        0.7,
        0.45,
        0.8,
        "II.3, III.1",
    ),
    "pressure": ("0-1", "How hard Soviet power presses outward in a month.", 0.5, 0.35, 0.6, "II.8"),
    "orbit": (
        "share of prize",
        "Share of the world's prize inside the Soviet orbit.",
        0.09,
        0.14,
        0.62,
        "II.8",
    ),
    "frustration": ("0-1", "How long and how widely pressure has been blocked.", 0.1, 0.6, 0.15, "IV.5"),
    "mellowing": ("0-1", "How liberal and moderate the rule has become.", 0.02, 0.6, 0.1, "IV.5"),
    "open_dissent": ("share of people", "Share of the people who dissent openly.", 0.01, 0.12, 0.05, "III.5"),
    "private_opposition": ("share of people", "Share who oppose in private.", 0.3, 0.45, 0.35, "III.5"),
    "party_unity": ("0-1", "How far the Party acts as one.", 0.9, 0.6, 0.8, "III.5"),
    "inner_vitality": ("0-1", "Strength of the inner life of the system.", 0.6, 0.25, 0.4, "III.6"),
    "radiance": ("0-1", "How brightly the system shines abroad.", 0.5, 0.4, 0.7, "III.6"),
    "output": ("index, 1 = at the start", "Yearly output of the Soviet economy.", 1.0, 4.2, 4.0, "III.3"),
    "consumption": ("index, 1 = at the start", "What the people have to consume.", 1.0, 2.4, 2.2, "III.3"),
    "exhaustion": ("0-1", "How tired the people are.", 0.6, 0.5, 0.5, "III.2"),
    "western_unity": ("0-1", "How far the open powers act as one.", 0.6, 0.7, 0.4, "IV.4"),
    "counterforce_budget": (
        "share of the most",
        "Counterforce that the open power can pay for.",
        0.4,
        0.7,
        0.1,
        "II.9",
    ),
    "resisted": ("0-1", "Share of this month's pressure that met counterforce.", 0.3, 0.8, 0.1, "II.9"),
    "organs": ("0-1", "Weight of the organs of suppression.", 0.7, 0.5, 0.6, "I.9"),
    "menace": ("0-1", "The foreign menace as the rulers paint it.", 0.6, 0.6, 0.4, "I.8"),
    "movement_abroad": ("0-1", "Strength of the movement in other lands.", 0.3, 0.2, 0.5, "IV.3"),
    "western_hostility": ("0-1", "Hostility of the outside world.", 0.4, 0.5, 0.2, "I.8"),
    "popular_faith": ("0-1", "Faith of the people at home.", 0.5, 0.2, 0.35, "III.5"),
    "appeal_abroad": ("0-1", "Pull of the Soviet example on people abroad.", 0.45, 0.3, 0.6, "III.6"),
}


def run(
    worlds: int = 200, years: int = 45, policies: tuple[str, ...] = POLICIES, seed: int = 47
) -> xr.Dataset:
    """Return a made-up run with the variables of a real one."""
    rng = np.random.default_rng(seed)
    months = 12 * years
    shape = (len(policies), months + 1, worlds)
    rank = rng.random(worlds)  # the same luck under every policy
    ending = np.empty((len(policies), worlds), np.int8)
    reached = np.full((len(policies), 5, worlds), -1, np.int16)
    left = np.full_like(reached, -1)
    for p, name in enumerate(policies):
        cuts = np.cumsum(SHARES[name])
        ending[p] = 1 + np.minimum(np.searchsorted(cuts, rank), 5)
        when = (months * rng.beta(3, 2, worlds)).astype(int)
        for code in range(1, 6):
            mine = ending[p] == code
            reached[p, code - 1, mine] = when[mine]
        first_mild = (ending[p] == 2) & (rng.random(worlds) < 0.4)
        reached[p, 4, first_mild] = when[first_mild] // 2
        left[p, 4, first_mild] = when[first_mild]
        undone = (ending[p] == 6) & (rng.random(worlds) < 0.25)
        reached[p, 4, undone] = when[undone] // 2
        left[p, 4, undone] = when[undone]
    time = np.linspace(0, 1, months + 1)[:, None]
    data = {}
    for name, (unit, sentence, start, contained, given_way, passages) in QUANTITIES.items():
        values = np.empty(shape, np.float32)
        tilt, walk = rng.normal(0, 0.3, worlds), rng.normal(0, 0.02, (months + 1, worlds)).cumsum(0)
        for p in range(len(policies)):
            mix = p / max(1, len(POLICIES) - 1)
            end = contained + (given_way - contained) * mix
            hump = 0.25 * np.sin(np.pi * time) if name in ("radiance", "appeal_abroad") else 0
            path = start + (end - start) * time**1.3 + hump
            values[p] = path * np.exp((tilt * time + 0.6 * walk) * 0.9)
        if unit != "index, 1 = at the start":
            values = np.clip(values, 0, 1)
        data[name] = (("policy", "month", "world"), values, _attrs(unit, sentence, passages))
    index = np.arange(months + 1)[:, None]
    for k, name in enumerate(OUTCOMES[:5]):
        values = np.zeros(shape, np.float32)
        for p in range(len(policies)):
            came, lost = reached[p, k], left[p, k]
            stands = (came >= 0) & (index >= came) & ((lost < 0) | (index < lost))
            near = np.clip(1 - np.abs(index - came) / 36, 0, 0.95) * (came >= 0)
            values[p] = np.where(stands, 1, near)
        sentence = f"How far the rule for {name} is met."
        data[f"progress_{name}"] = (("policy", "month", "world"), values, _attrs("0-1", sentence, "IV.5"))
    rest = 1 - np.max([data[f"progress_{n}"][1] for n in OUTCOMES[:5]], axis=0)
    rule = "How far no other outcome is met."
    data["progress_stalemate"] = (("policy", "month", "world"), rest, _attrs("0-1", rule, "IV.5"))
    data["theatre_in_orbit"] = (
        ("policy", "year", "theatre", "world"),
        _orbit(rng, policies, years, worlds),
        _attrs("0 or 1", "1 if the theatre stands in the orbit.", "II.8"),
    )
    flags = {"flag_values": [1, 2, 3, 4, 5, 6], "flag_meanings": " ".join(OUTCOMES)}
    data["ending"] = (("policy", "world"), ending, _attrs("code", "How the world ended.", "IV.5") | flags)
    names = np.array(("", *OUTCOMES))[ending]
    data["outcome"] = (("policy", "world"), names, _attrs("name", "How the world ended.", "IV.5"))
    dims = ("policy", "outcome_kind", "world")
    data["reached"] = (dims, reached, _attrs("month", "First month at which the outcome stood.", "IV.5"))
    data["left"] = (dims, left, _attrs("month", "Last month at which it dissolved again.", "IV.5"))
    start = np.datetime64("1947-01", "M")
    coords = {
        "policy": list(policies),
        "month": (start + np.arange(months + 1)).astype("datetime64[ns]"),
        "year": 1947 + np.arange(years + 1),
        "theatre": list(CODES),
        "outcome_kind": list(OUTCOMES[:5]),
        "world": np.arange(worlds),
    }
    return xr.Dataset(data, coords, attrs=_about(worlds, years, policies, seed))


def _attrs(unit: str, sentence: str, passages: str) -> dict[str, object]:
    return {"units": unit, "long_name": sentence, "passages": passages}


def _orbit(rng: np.random.Generator, policies: tuple[str, ...], years: int, worlds: int) -> np.ndarray:
    luck = rng.random((len(CODES), worlds))
    result = np.zeros((len(policies), years + 1, len(CODES), worlds), np.uint8)
    base = np.array([1.0 if c in ORBIT_1947 else EXPOSED.get(c, 0.03) for c in CODES])[:, None]
    for p in range(len(policies)):
        for y in range(years + 1):
            t = min(1.0, y / 15) * (0.55 + 0.6 * p / 4) * np.minimum(1, base * (1 + 2.2 * p / 4))
            held = np.where(base == 1, 1 - 0.4 * (y / max(years, 1)) ** 2 * (1 - p / 5), t if y else 0)
            result[p, y] = luck < held
    return result


def _about(worlds: int, years: int, policies: tuple[str, ...], seed: int) -> dict[str, object]:
    plan = {
        "scenario": "x-1947",
        "policies": [
            {
                "name": n,
                "title": n.capitalize(),
                "author": "Made up",
                "source": "for tests",
                "passages": ["II.9"],
            }
            | {"sentence": f"Made-up {n} for tests.", "hindsight": False, "levers": {}, "rules": []}
            for n in policies
        ],
        "worlds": worlds,
        "first_world": 0,
        "years": years,
        "seed": seed,
        "parameters": "drawn",
        "set": {},
        "off": [],
        "with_hindsight": False,
        "engine_version": "1",
    }
    about = {"kennan": "0.1.0", "seed": seed, "checksum": "0f3a" * 16}
    return {"title": "x-1947: " + ", ".join(policies), "plan": json.dumps(plan), **about}
