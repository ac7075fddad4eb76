"""The roots of a difference: what goes by each lever, switch and number in which the runs were made to differ.

Each root is changed in worlds in which everything then goes its own way, so that shares cover every way that its
effects take. They add up to the difference (:mod:`kennan.ledger.why.orders`).
"""

from __future__ import annotations

from dataclasses import dataclass

from kennan.engine.mediation import NONE, RUN_A, RUN_B, Hybrid, Names
from kennan.ledger.why.bench import WINDOW, Apart, Bench
from kennan.ledger.why.data import Root, Share
from kennan.ledger.why.orders import Orders, share_of
from kennan.model import parameters
from kennan.policies import levers as lever_register

APART = 8  # parameters up to which each is a root of its own


@dataclass(frozen=True)
class Player:
    """One root: levers' policies, parameters, or start values."""

    kind: str
    name: str
    policies: Names = NONE
    numbers: Names = NONE
    starts: Names = NONE


def players(differ: Apart) -> tuple[Player, ...]:
    """Return the roots in which two runs differ."""
    found = [Player("lever", name, policies=frozenset([name])) for name in differ.levers]
    if len(differ.numbers) > APART:
        found.append(
            Player("parameter", f"{len(differ.numbers)} parameters", numbers=frozenset(differ.numbers))
        )
    else:
        found += [Player("parameter", name, numbers=frozenset([name])) for name in differ.numbers]
    return (*found, *(Player("start", name, starts=frozenset([name])) for name in differ.starts))


def _mixed(some: tuple[Player, ...]) -> Hybrid:
    """Return run A with some roots as in run B."""
    return Hybrid(
        policies=NONE.union(*(one.policies for one in some)),
        numbers=NONE.union(*(one.numbers for one in some)),
        starts=NONE.union(*(one.starts for one in some)),
    )


def orders(roots: tuple[Player, ...], worlds: int) -> Orders:
    """Return the ways from run A to run B by changing one root after the other."""
    return Orders(len(roots), worlds, lambda some: _mixed(tuple(roots[i] for i in sorted(some))))


def shares(bench: Bench, roots: tuple[Player, ...], quantity: str, sure: float) -> tuple[Root, ...]:
    """Return the share of each root in the difference of a quantity at the date, the largest first."""
    of_a, of_b = (bench.value(run, quantity, WINDOW) for run in (RUN_A, RUN_B))
    parts = orders(roots, len(bench.worlds)).parts(
        lambda hybrid: bench.value(hybrid, quantity, WINDOW), of_a, of_b
    )
    made = [
        _root(bench, one, share_of(part, of_b - of_a, sure)) for one, part in zip(roots, parts, strict=True)
    ]
    return tuple(sorted(made, key=lambda root: -abs(root.share.share)))


def _root(bench: Bench, player: Player, share: Share) -> Root:
    """Return a root with what it is in each run."""
    sentence, said = "", ["", ""]
    if player.kind == "lever":
        sentence = lever_register()[player.name].sentence
        mean = bench.months[:, bench.rows[f"lever.{player.name}"]].mean(axis=(0, 2))
        said = [f"{mean[0]:.2f}", f"{mean[1]:.2f}"]
    elif player.name in parameters.load():
        row = list(parameters.load()).index(player.name)
        sentence = parameters.load()[player.name].sentence
        table = bench.mediation.parameters(tuple(int(one) for one in bench.worlds))
        said = [f"{float(table[run, row].mean()):.3g}" for run in (0, 1)]
    elif player.kind == "start":
        from kennan.model import quantities

        sentence = quantities.load()[player.name].sentence
        row = bench.mediation.walks[0].names.index(player.name)
        said = [f"{float(walk.given[row]):.3g}" for walk in bench.mediation.walks]
    return Root(player.kind, player.name, sentence, said[0], said[1], share)
