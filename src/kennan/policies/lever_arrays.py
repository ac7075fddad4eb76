"""A policy as arrays, in the shape that the engine walks through. Alone in this room it uses numpy."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from kennan.policies.policy import Policy, year_of
from kennan.policies.registers import by_hand, by_hand_names, levers, seen


@dataclass(frozen=True)
class LeverArrays:
    """One policy for the engine; levers and seen quantities in the order of their registers.

    At step k, a lever is clip(schedule[k] + the sum over seen quantities of
    gain_above * max(0, seen - reference_above) + gain_below * max(0, reference_below - seen), low, high).
    Where there is no rule, gain and reference are 0. Rules are given step by step, as a policy may change.
    """

    schedule: np.ndarray  # float32 [steps + 1, 14 levers], in the lever's unit, without rules
    gain_above: np.ndarray  # float32 [steps + 1, 14 levers, 12 seen], units of the lever per unit seen
    gain_below: np.ndarray  # float32 [steps + 1, 14 levers, 12 seen]
    reference_above: np.ndarray  # float32 [steps + 1, 14 levers, 12 seen], in the unit of what is seen
    reference_below: np.ndarray  # float32 [steps + 1, 14 levers, 12 seen]
    low: np.ndarray  # float32 [steps + 1, 14 levers]
    high: np.ndarray  # float32 [steps + 1, 14 levers]
    by_hand: np.ndarray  # float32 [steps + 1, 6 decisions over the world], neutral where nothing is decided
    by_hand_there: np.ndarray  # float32 [steps + 1, 6 decisions over theatres, theatre]


def build(
    policy: Policy, start_year: float, steps: int, step_years: float, theatres: tuple[str, ...] = ()
) -> LeverArrays:
    """Return a policy as arrays.

    Parameters
    ----------
    policy : the policy; where it changes, the arrays of the next take over at the step at which its month begins.
    start_year : time of step 0, calendar year with fraction (1947.0 is 1 January 1947).
    steps : number of steps; schedules are given at both ends of every step.
    step_years : length of a step in years.
    theatres : codes of the theatres, in the scenario's order; decisions about others are passed over.

    Raises
    ------
    ValueError : the times are not finite, or run backwards.
    """
    if not (np.isfinite(start_year) and np.isfinite(step_years) and step_years > 0 and steps >= 0):
        raise ValueError(f"no time axis from {start_year} in {steps} steps of {step_years} years")
    made = _unchanging(policy, start_year, steps, step_years, theatres)
    for turn in policy.then:
        following = _unchanging(turn.policy, start_year, steps, step_years, theatres)
        at = max(0, round((year_of(turn.month) - start_year) / step_years))
        made = LeverArrays(
            **{
                table.name: np.concatenate(
                    [getattr(made, table.name)[:at], getattr(following, table.name)[at:]]
                )
                for table in fields(LeverArrays)
            }
        )
    return made


def _unchanging(
    policy: Policy, start_year: float, steps: int, step_years: float, theatres: tuple[str, ...]
) -> LeverArrays:
    """Return the arrays of a policy as if it never changed."""
    lever_names, seen_names = list(levers()), list(seen())
    low = np.array([lever.low for lever in levers().values()], np.float32)
    high = np.array([lever.high for lever in levers().values()], np.float32)
    times = start_year + np.arange(steps + 1) * step_years
    columns = [np.interp(times, *np.array(policy.levers[name]).T) for name in lever_names]
    gain = {side: np.zeros((len(lever_names), len(seen_names)), np.float32) for side in ("above", "below")}
    reference = {side: np.zeros_like(table) for side, table in gain.items()}
    for rule in policy.rules:
        cell = lever_names.index(rule.lever), seen_names.index(rule.reads)
        gain[rule.when][cell], reference[rule.when][cell] = rule.gain, rule.reference
    each = lambda table: np.broadcast_to(table, (steps + 1, *table.shape))  # noqa: E731
    return LeverArrays(
        schedule=np.clip(np.stack(columns, axis=1).astype(np.float32), low, high),  # rounding may step over
        gain_above=each(gain["above"]),
        gain_below=each(gain["below"]),
        reference_above=each(reference["above"]),
        reference_below=each(reference["below"]),
        low=each(low),
        high=each(high),
        by_hand=_decided(policy, times),
        by_hand_there=_decided_there(policy, times, theatres),
    )


def _decided(policy: Policy, times: np.ndarray) -> np.ndarray:
    """Return what is decided over the world [time, decision]."""
    known = by_hand()
    schedules = [
        policy.by_hand.get((name, ""), ((0.0, known[name].neutral),)) for name in by_hand_names("world")
    ]
    return np.stack([np.interp(times, *np.array(points).T) for points in schedules], axis=1).astype(
        np.float32
    )


def _decided_there(policy: Policy, times: np.ndarray, theatres: tuple[str, ...]) -> np.ndarray:
    """Return what is decided over theatres [time, decision, theatre]."""
    known, names = by_hand(), by_hand_names("theatre")
    neutral = np.array([known[name].neutral for name in names], np.float32)
    table = np.broadcast_to(neutral[:, None], (len(times), len(names), len(theatres)))
    if not policy.by_hand:
        return table
    table = table.copy()
    for (name, theatre), points in policy.by_hand.items():
        if theatre in theatres:
            cell = names.index(name), theatres.index(theatre)
            table[:, *cell] = np.interp(times, *np.array(points).T)
    return table
