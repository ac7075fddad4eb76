"""An explanation in plain sentences. Numbers come from what was measured, and nothing is said that was not."""

from __future__ import annotations

from collections.abc import Sequence

from kennan.ledger.why.chain import TOLD
from kennan.ledger.why.data import Link, Node, Root, Share
from kennan.model import quantities
from kennan.records.summary import TITLES

SMALL = 0.05  # share under which a root is only named
NOTHING = 0.005  # share under which nothing is left over
PROGRESS = "progress_"


def title(name: str) -> str:
    """Return what a source or quantity is called in a sentence."""
    kind, _, bare = name.rpartition(".")
    said = bare.replace("_", " ")
    axes = quantities.load()[bare].axes if not kind and bare in quantities.load() else "world"
    if name == "others":
        return "all smaller links together"
    if name == "parameter.several":
        return "the numbers that differ"
    if axes == "theatre":
        return f"{said} in the theatres"
    if not kind and bare.startswith(PROGRESS):
        return f"progress towards {TITLES[bare.removeprefix(PROGRESS)]}"
    return {"": said, "lever": f"the lever {said}", "parameter": f"the number {said}"}.get(
        kind, f"the start of {said}"
    )


def hundred(share: Share) -> str:
    """Return a share in words, with its interval."""
    return f"{100 * share.share:.0f} in 100 ({100 * share.low:.0f} to {100 * share.high:.0f})"


def cited(passages: Sequence[str]) -> str:
    """Return passages in brackets, or nothing."""
    return f" [{', '.join(passages)}]" if passages else ""


def roots_said(quantity: str, roots: Sequence[Root]) -> str:
    """Return the sentence about the roots of a difference."""
    told = [one for one in roots if abs(one.share.share) >= SMALL]
    rest = [one for one in roots if one not in told]
    parts = [
        f"{title(f'{one.kind}.{one.name}')} ({one.of_a or '?'} and {one.of_b or '?'}) {hundred(one.share)}"
        for one in told
    ]
    said = f"Of the difference in {title(quantity)}, by every way it takes: " + "; ".join(parts)
    if rest:
        said += f"; {_listed([title(f'{r.kind}.{r.name}') for r in rest])} hardly anything"
    return said + "."


def node_said(node: Node, by_name: dict[str, Node]) -> str:
    """Return the sentence about one quantity and the links into it."""
    way = "higher" if node.b > node.a else "lower"
    values = f"({number(node.a)} and {number(node.b)}{_unit(node)})"
    said = f"{title(node.quantity)} is {way} {values}"
    if node.depth and abs(node.b - node.a) <= 0.02 * max(abs(node.a), abs(node.b)):
        said = f"{title(node.quantity)} is the same on average {values} and differs in time or place"
    said = f"From {node.since} on {said}" if node.since else said[0].upper() + said[1:]
    told = [link for link in node.links if abs(link.share.share) >= TOLD and link.kind != "others"]
    if not told:
        return said + ". No single link carries as much as 10 in 100 of that."
    carried = "; ".join(_link_said(link, by_name) for link in told)
    rest = sum(link.share.share for link in node.links if link not in told)
    tail = f"; {100 * rest:.0f} by all other links" if len(told) < len(node.links) else ""
    if node.left_over is not None and abs(node.left_over.share) >= NOTHING:
        tail += f"; left over {hundred(node.left_over)}"
    return f"{said}. Of that, in 100: {carried}{tail}."


def _link_said(link: Link, by_name: dict[str, Node]) -> str:
    share = link.share
    by = f"through {_listed([one.replace('_', ' ') for one in link.strengths[:3]])}" if link.strengths else ""
    by = by or f"in the equations of {link.mechanism.replace('_', ' ')}"
    since = by_name[link.source].since if link.source in by_name else ""
    notes = [f"from {since} on"] if since else []
    notes += ["it works against the rest"] if share.share < 0 else []
    notes += ["it follows from this in turn"] if link.feedback else []
    aside = f" ({', '.join(notes)})" if notes else ""
    said = f"{100 * share.share:.0f} ({100 * share.low:.0f} to {100 * share.high:.0f}) come by {title(link.source)}"
    return f"{said}{aside}, {by}{cited(link.passages[:4])}"


def sentences(roots: Sequence[Root], nodes: Sequence[Node], labels: tuple[str, str]) -> tuple[str, ...]:
    """Return an explanation, sentence by sentence: the roots, then the chain from what is explained downwards."""
    by_name, top = {node.quantity: node for node in nodes}, nodes[0]
    head = f"A pair of numbers stands for {labels[0]} and {labels[1]}, in this order."
    measured = [node for node in nodes if node.measured]
    said = [node_said(node, by_name) for node in sorted(measured, key=lambda n: (n.depth, -n.weight))]
    return (head, roots_said(top.quantity, roots), *said)


def number(value: float) -> str:
    """Return a value with as many digits as are worth reading."""
    if value == 0 or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) < 0.1 else f"{value:.2f}"


def _unit(node: Node) -> str:
    short = node.unit.split(",")[0]
    return "" if short.startswith("index") or short[:1].isdigit() else f", {short}"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
