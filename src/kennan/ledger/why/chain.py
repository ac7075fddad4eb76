"""The chain behind a difference: its links measured one by one, and followed to where they come from.

A link into a quantity is measured in worlds in which everything is as in one run, except that the quantity (with
its companions of the same step) goes its own way. Then the things that it follows from are changed, one after the
other, to what they are in the other run; what each change does to the quantity is that link's part
(:mod:`kennan.ledger.why.orders`). The parts add up to the difference. Where a quantity follows from many things,
each is first tried alone in a few worlds, and those that do little are then measured together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from kennan.engine.mediation import NONE, RUN_A, RUN_B, Hybrid, Names
from kennan.ledger.why.bench import COURSE, WINDOW, Apart, Bench
from kennan.ledger.why.data import Link, Node, Share
from kennan.ledger.why.differences import since, window
from kennan.ledger.why.orders import Orders, share_of
from kennan.model import links, parameters, quantities

DEEPEST, WIDEST = 6, 4  # links down from the top; quantities whose links are measured in one go
FOLLOWED, MATTERS = 0.15, 0.05  # share in its target, and in what is explained, from which a link is followed
REACHED = 4.0  # times its weight that a node counts for if it reads a lever that differs
TOLD = 0.10  # share in its target from which a link is told
ALONE = 7  # sources of a quantity that are measured one by one; those that do least are measured together
SEVERAL = 4  # parameters that are told apart; more are one source
CLEAR = 2.0  # a difference smaller than this many standard errors is not followed


@dataclass(frozen=True)
class Source:
    """What a quantity follows from and what differs: a quantity, a lever, a parameter, a start, or several small."""

    kind: str
    name: str
    quantities: Names = NONE
    levers: Names = NONE
    numbers: Names = NONE
    starts: Names = NONE


@dataclass
class Links:
    """The links into one quantity: its sources, and the orders in which they are changed."""

    bench: Bench
    differ: Apart
    quantity: str

    def __post_init__(self) -> None:
        self.own = frozenset(links.group(links.homes()[self.quantity]))
        self.sources = self._every()

    def _every(self) -> list[Source]:
        """Return what the quantity follows from and what differs between the runs."""
        reads, differ = links.sources(self.quantity), self.differ
        found = [
            Source("quantity", name, quantities=frozenset([name]))
            for name in reads.quantities
            if self.bench.size(name) > 0
        ]
        found += [
            Source("lever", f"lever.{name}", levers=frozenset([name]))
            for name in reads.levers
            if self.bench.size(f"lever.{name}") > 0
        ]
        numbers = [name for name in differ.numbers if name in reads.parameters]
        if len(numbers) > SEVERAL:
            found.append(Source("parameter", "parameter.several", numbers=frozenset(numbers)))
        else:
            found += [Source("parameter", f"parameter.{n}", numbers=frozenset([n])) for n in numbers]
        found += [
            Source("start", f"start.{n}", starts=frozenset([n])) for n in differ.starts if n in self.own
        ]
        return found

    def tried(self) -> list[Hybrid]:
        """Return the hybrids that show roughly what each source does, where there are too many to measure each."""
        if len(self.sources) <= ALONE:
            return []
        return [self._mixed([one], base) for one in self.sources for base in (0, 1)]

    def choose(self, weight: int) -> None:
        """Keep the sources that do most, and put the others together."""
        alone, rest = self.sources, []
        if len(alone) > ALONE:
            alone = sorted(alone, key=lambda one: -self._effect(one, weight))
            alone, rest = alone[:ALONE], alone[ALONE:]
        # numbers that the step does not read may enter through the start
        unread = frozenset(self.differ.numbers).difference(*(one.numbers for one in self.sources))
        if rest or unread:
            together = self._mixed(rest, 0)
            alone = [
                *alone,
                Source(
                    "others", "others", together.quantities, together.levers, together.numbers | unread,
                    together.starts,
                ),
            ]  # fmt: skip
        self.sources = alone

    def _effect(self, source: Source, weight: int) -> float:
        here = (self.bench.tried(self._mixed([source], base), self.quantity, weight) for base in (0, 1))
        runs = (self.bench.tried(run, self.quantity, weight) for run in (RUN_A, RUN_B))
        return max(abs(float((x - of).mean())) for x, of in zip(here, runs, strict=True))

    @property
    def orders(self) -> Orders:
        """The ways from run A to run B by changing one source after the other."""
        return Orders(
            len(self.sources),
            len(self.bench.worlds),
            lambda some: self._mixed([self.sources[i] for i in sorted(some)], 0),
        )

    def _mixed(self, some: Iterable[Source], base: int) -> Hybrid:
        """Return the worlds in which some sources are as in the other run."""
        some = list(some)
        return Hybrid(
            base,
            self.own,
            NONE.union(*(one.quantities for one in some)),
            NONE.union(*(one.levers for one in some)),
            NONE.union(*(one.numbers for one in some)),
            NONE,
            NONE.union(*(one.starts for one in some)),
        )


def follow(chains: Sequence[Chain], budget: int) -> None:
    """Follow chains together, the heaviest nodes first, as far as ``budget`` measured quantities go."""
    measured: dict[tuple[str, int], Links] = {}
    while waiting := [(node, chain) for chain in chains for node in chain.waiting()]:
        waiting.sort(key=lambda pair: -_promise(*pair))
        known = [(node, chain) for node, chain in waiting if (node.quantity, _weight(node)) in measured]
        if not known:
            now = list(dict.fromkeys((node.quantity, _weight(node)) for node, _ in waiting))
            now = now[: min(WIDEST, budget - len(measured))]
            if not now:
                return
            measured |= _measure(chains[0].bench, chains[0].differ, now)
            known = [(node, chain) for node, chain in waiting if (node.quantity, _weight(node)) in measured]
        for node, chain in known:
            chain.take(node, measured[node.quantity, _weight(node)])


def _measure(bench: Bench, differ: Apart, now: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Links]:
    """Walk everything that is needed for the links into some quantities."""
    into = {pair: Links(bench, differ, pair[0]) for pair in now}
    bench.try_out(one for each in into.values() for one in each.tried())
    for (_, weight), each in into.items():
        each.choose(weight)
    bench.measure(one for each in into.values() for one in each.orders.hybrids())
    return into


def _weight(node: Node) -> int:
    """Return by what a node is measured: the difference at the date, or over the whole course up to it."""
    return WINDOW if node.depth == 0 else COURSE


def _promise(node: Node, chain: Chain) -> float:
    """Return how early a node is measured: by its weight, and much sooner where a lever that differs is read.

    A chain that reaches the choice it began with is worth more than another side branch.
    """
    levers = links.sources(node.quantity).levers
    return node.weight * (REACHED if any(name in chain.differ.levers for name in levers) else 1.0)


def _worth(node: Node) -> bool:
    return node.weight >= MATTERS and node.depth < DEEPEST and links.homes()[node.quantity] != links.START


@dataclass
class Chain:
    """One chain that is being followed, from what is explained downwards.

    Parameters
    ----------
    target : the quantity that is explained.
    bench, differ : where links are measured, and in what the runs were made to differ.
    dates : a label for each month.
    sure : probability of the intervals.
    """

    target: str
    bench: Bench
    differ: Apart
    dates: list[str]
    sure: float
    nodes: dict[str, Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.nodes = {self.target: self._bare(self.target, 0, 1.0)}

    def waiting(self) -> list[Node]:
        """Return the nodes that are worth measuring and have not been."""
        return [node for node in self.nodes.values() if not node.measured and _worth(node)]

    def take(self, node: Node, into: Links) -> None:
        """Take in the links into a node, and what they lead to."""
        done = self._measured(node, into, _weight(node))
        self.nodes[node.quantity] = done
        for following in self._next(done):
            known = self.nodes.get(following.quantity)
            if known is None or (not known.measured and known.weight < following.weight):
                self.nodes[following.quantity] = following

    def _measured(self, node: Node, into: Links, weight: int) -> Node:
        """Return a node with the links into it."""
        name, bench = node.quantity, self.bench
        of_a, of_b = bench.value(RUN_A, name, weight), bench.value(RUN_B, name, weight)
        whole = of_b - of_a
        parts = into.orders.parts(lambda hybrid: bench.value(hybrid, name, weight), of_a, of_b)
        found = [
            self._link(source, name, share_of(part, whole, self.sure))
            for source, part in zip(into.sources, parts, strict=True)
        ]
        found.sort(key=lambda link: -abs(link.share.share))
        left = share_of(whole - parts.sum(0), whole, self.sure)
        return replace(node, links=tuple(found), left_over=left)

    def _link(self, source: Source, target: str, share: Share) -> Link:
        kind = {"quantity": "quantities", "lever": "levers"}.get(source.kind)
        bare = source.name.partition(".")[2] if source.kind != "quantity" else source.name
        step, strengths = links.homes()[target], tuple[str, ...]()
        if kind and (path := links.through(kind, bare, target)):
            step, strengths = path[0][0], links.carriers(kind, bare, target)
        elif source.kind == "parameter" and bare in parameters.strengths():
            strengths = (bare,)
        known = parameters.load()
        said = dict.fromkeys(passage for one in strengths for passage in known[one].passages)
        passages = tuple(said) or links.passages(step)
        return Link(
            source.name, source.kind, target, share, links.module(step), strengths, passages,
            feedback=source.name in self._downstream(target),
        )  # fmt: skip

    def _downstream(self, quantity: str) -> set[str]:
        """Return the quantities of the chain that a quantity has been followed from, itself included."""
        found, todo = {quantity}, [quantity]
        while todo:
            here = todo.pop()
            above = {n.quantity for n in self.nodes.values() for link in n.links if link.source == here}
            todo += above - found
            found |= above
        return found

    def _next(self, node: Node) -> Iterable[Node]:
        """Return the quantities that the links of a node lead to and that may be worth following."""
        for link in node.links:
            share = min(1.0, abs(link.share.share))
            if link.kind == "quantity" and share >= TOLD:
                follow_it = share >= FOLLOWED and self.bench.size(link.source) >= CLEAR
                yield self._bare(link.source, node.depth + 1, node.weight * share if follow_it else 0.0)

    def _bare(self, name: str, depth: int, weight: float) -> Node:
        """Return a node whose links are not measured yet."""
        quantity, step, row = quantities.load()[name], links.homes()[name], self.bench.rows[name]
        months = self.bench.months[:, row]
        set_in = since(months[:, 1] - months[:, 0], self.sure)
        spoken = window(self.bench.at) if depth == 0 else slice(set_in or 0, None)
        a, b = months[spoken].mean(axis=(0, 2))
        return Node(
            name, quantity.sentence, quantity.unit, step, depth, weight, float(a), float(b),
            "" if set_in is None else self.dates[set_in], (), None, quantity.passages,
        )  # fmt: skip
