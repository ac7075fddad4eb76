"""What an experiment found, in sentences."""

from __future__ import annotations

from collections.abc import Iterable

from kennan import article
from kennan.experiments.discover import Discovery
from kennan.experiments.factors import Factor
from kennan.experiments.measures import Measure
from kennan.experiments.morris import Effect
from kennan.experiments.prim import Counted, Limit
from kennan.experiments.sobol import Part
from kennan.experiments.sweep import Found, Sweep
from kennan.model import parameters

UNSETTLED = ". The order of the first two is not settled: their intervals overlap"
TOO_MUCH = 0.8  # share of luck above which nothing is said of what decides
NEXT = 3  # numbers that are named after the first


def amount(value: float, measure: Measure) -> str:
    """Return a difference in a result as people read it: "23 worlds in 100", "0.031" of its unit."""
    if measure.share:
        hundred = 100 * value
        number = f"{hundred:.0f}" if abs(hundred) >= 9.5 or hundred == 0 else f"{hundred:.1f}"
        return f"{number} worlds in 100"
    return f"{value:.3g}"


def moved(size: float, measure: Measure) -> str:
    """Return the size of an effect (mu*) as people read it, and no more worlds than there are.

    A step goes over two thirds of a range and is taken to the whole of it: mu* of a share reaches 1.5.
    """
    return amount(min(size, 1.0) if measure.share else size, measure)


def direction(effect: Effect) -> str:
    """Return which way a number moves a result: up, down, or either way as the others stand."""
    if effect.size <= 0:
        return ""
    share = effect.signed / effect.size
    return "up" if share > 0.8 else "down" if share < -0.8 else "either way"


def level(found: Found) -> str:
    """Return where a result stands over all rows."""
    measure = found.measure
    three = (found.mean, found.low, found.high)
    mean, low, high = (amount(v, measure).removesuffix(" worlds in 100") for v in three)
    unit = " worlds in 100" if measure.share else f" ({measure.unit})"
    return f"{mean}{unit} over all rows; single rows from {low} to {high}"


def decides(sweep: Sweep, found: Found) -> str:
    """Return which number decides a result most, by how much, and how sure the order is."""
    if not tells(found):
        what = "differs between rows by luck alone" if found.high > found.low else "is the same in every row"
        return f"{found.measure.title} {what}: nothing can be said of what decides it"
    return _by_effects(sweep, found) if found.effects else _by_parts(found)


def tells(found: Found) -> bool:
    """Say whether a result differs between rows by more than luck."""
    return found.high > found.low and (found.noise is None or found.noise < TOO_MUCH)


def _by_effects(sweep: Sweep, found: Found) -> str:
    first, *others = found.effects
    low, high = sweep.factor(first.name).ends
    sure = ""
    if found.measure.share and first.size > 1:
        sure = f" (mu* is {100 * first.size:.0f}: steps over two thirds of its range, taken to the whole)"
    elif first.low is not None and first.high is not None:
        half = amount((first.high - first.low) / 2, found.measure).removesuffix(" worlds in 100")
        sure = f" (± {half})"
    said = (
        f"{found.measure.title} is decided most by {first.name}, which moves it by "
        f"{moved(first.size, found.measure)}{sure}, {direction(first)}, between {low:.3g} and {high:.3g}"
    )
    following = [effect for effect in others[:NEXT] if effect.size > 0]
    if following:
        rest = [
            f"{e.name} ({moved(e.size, found.measure).removesuffix(' worlds in 100')})" for e in following
        ]
        said += "; then by " + ", ".join(rest)
    return said + (UNSETTLED if following and _overlap(first, following[0]) else "")


def _by_parts(found: Found) -> str:
    first, *others = found.parts
    sure = ""
    if first.total_low is not None and first.total_high is not None:
        sure = f" ({percent(first.total_low)} to {percent(first.total_high)})"
    said = (
        f"{found.measure.title} is decided most by {first.name}: if it were known, {percent(first.total)} of the "
        f"differences between rows would be gone{sure}; alone it makes {percent(first.alone)}"
    )
    if first.alone is not None and first.total is not None and first.alone > first.total:
        said += " (the two estimates cross: more --rows)"
    following = [part for part in others[:NEXT] if part.total is not None and part.total > 0]
    if following:
        said += "; then by " + ", ".join(f"{p.name} ({percent(p.total)})" for p in following)
    return said + (UNSETTLED if following and _overlap(first, following[0]) else "")


def _overlap(first: Effect | Part, second: Effect | Part) -> bool:
    """Return whether the order of two entries is not settled: their intervals overlap, or one has none."""
    low, high = entry_range(first)[1], entry_range(second)[2]
    return low is None or high is None or high > low


def sentence(said: str) -> str:
    """Return words as a sentence: a capital at the start, a stop at the end."""
    return said[:1].upper() + said[1:] + "." if said else ""


def percent(share: float | None) -> str:
    """Return a share as "23 %", within 0 and 100; "–" where it is none."""
    return "–" if share is None else f"{100 * min(1.0, max(0.0, share)):.0f} %"


def luck(sweep: Sweep, found: Found) -> str:
    """Return how much of the difference between rows is luck, and what follows from it."""
    worlds = sweep.plan.worlds
    if found.high <= found.low:
        return ""
    if found.noise is None:
        return "" if worlds > 1 else "one world a row: how much is luck cannot be told (--worlds 16)"
    said = f"{percent(found.noise)} of the variance between rows is luck of {worlds} worlds"
    if found.noise > 0.3:
        said += "; small effects look larger than they are: more --worlds"
    return said


def behind(factors: Iterable[Factor], which: str) -> str:
    """Return the head over what numbers mean: numbers of an extension are not the article's, whatever they rest on."""
    table = parameters.load()
    theirs = any(one.name in table and parameters.is_brought(table[one.name]) for one in factors)
    return f"What {'their registers say' if theirs else 'the article says'} of {which}"


def passages(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return (id, paraphrase) of passages, each once, in the order of the article."""
    wanted = set(names)
    return [
        (passage.id, passage.paraphrase) for passage in article.passages().values() if passage.id in wanted
    ]


def entry_range(entry: Effect | Part) -> tuple[float | None, float | None, float | None]:
    """Return the size of an effect or the total share, with its interval; None for what is not told."""
    if isinstance(entry, Effect):
        return entry.size, entry.low, entry.high
    return entry.total, entry.total_low, entry.total_high


def event(found: Discovery) -> str:
    """Return the result of a discovery in words: "expansion in the end", "orbit in January 1965 above 0.3"."""
    mark = f" above {found.above:g}" if found.above is not None else ""
    mark = f" below {found.below:g}" if found.below is not None else mark
    return found.measure.title + mark


def restriction(found: Discovery, limit: Limit) -> str:
    """Return one limit in words, in the unit of its number."""
    low, high = found.ends(limit)
    if limit.low > 0 and limit.high < 1:
        return f"{limit.name} is between {low:.3g} and {high:.3g}"
    return f"{limit.name} is above {low:.3g}" if limit.low > 0 else f"{limit.name} is below {high:.3g}"


def sought(found: Discovery) -> str:
    """Return what the box says, where it was found."""
    if not found.box:
        return f"no region was found in which {event(found)} comes more often than by chance"
    where = " and ".join(restriction(found, limit) for limit in found.box)
    return (
        f"in worlds where {where}, {event(found)} came in {hundred(found.sought)} of 100, against "
        f"{100 * found.sought.base.share:.0f} in all; the box holds {percent(found.sought.mass)} of the worlds and "
        f"{percent(found.sought.coverage)} of those in which it came"
    )


def fresh(found: Discovery) -> str:
    """Return what became of the box among fresh worlds."""
    if not found.box:
        return ""
    counted, worlds = found.fresh, found.fresh.base.worlds
    if counted.density is None:
        return f"none of {worlds:,} fresh worlds lies in it: the box was luck"
    said = (
        f"among {worlds:,} fresh worlds it came in {hundred(counted)} of 100 in the box (90 % interval "
        f"{100 * counted.density.low:.0f} to {100 * counted.density.high:.0f}), against "
        f"{100 * counted.base.share:.0f} in all: the box "
    )
    return said + ("holds" if found.holds else "does not hold")


def hundred(counted: Counted) -> str:
    """Return the density of a box in worlds of 100."""
    return "0" if counted.density is None else f"{100 * counted.density.share:.0f}"
