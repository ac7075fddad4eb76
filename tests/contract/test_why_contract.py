"""The program of hybrids is the main program, hybrids are what they are said to be, chains begin where runs differ."""

from __future__ import annotations

import numpy as np
import pytest

from kennan import policies
from kennan.engine.engine import simulate
from kennan.engine.mediation import RUN_A, RUN_B, WEIGHTS, Hybrid, Job, Mediation
from kennan.engine.plan import Plan
from kennan.ledger.why import roots as why_roots
from kennan.ledger.why.bench import COURSE, WINDOW, Bench, apart
from kennan.ledger.why.chain import Chain, follow
from kennan.model import links, quantities

WORLDS = np.arange(40, 48)
YEARS = 10
EVERY, LEVERS = frozenset(quantities.load()), frozenset(policies.levers())


def plan(policy="containment", **more):
    return Plan.build(policies=[policy], worlds=8, first_world=40, years=YEARS, record="all", **more)


def mediation(a, b):
    return Mediation(a, b)


@pytest.fixture(scope="module")
def policies_differ():
    """Containment and withdrawal; roots and hybrids of flow and of frustration."""
    return Bench(mediation(plan(), plan("withdrawal")), WORLDS, 12 * YEARS)


def walk(made, *hybrids):
    from kennan.engine import hybrid

    weights = np.zeros((12 * YEARS + 1, WEIGHTS, 1), np.float32)
    weights[-1, 0] = weights[60, 1] = 1.0
    found = made.walk([Job(tuple(WORLDS.tolist()), hybrids)], weights, keep=True)[0]
    return found, hybrid.names()


def test_the_program_of_hybrids_gives_the_main_programs_values_to_the_bit(policies_differ):
    found, names = walk(policies_differ.mediation)
    for run, one in enumerate((plan(), plan("withdrawal"))):
        block = next(iter(simulate(one)))
        for name, values in block.monthly.items():
            assert np.array_equal(values, found.months[:, names.index(name), run]), name
    last = found.months[-1][:, :, :]
    assert np.array_equal(found.sums[0][:, :2], last)


@pytest.mark.parametrize("step", ["flow", "crisis", "party", "pressure"])
def test_a_hybrid_that_takes_all_from_one_run_is_that_run(policies_differ, step):
    own = frozenset(links.group(step))
    reads = [links.sources(q) for q in own]
    sources = frozenset().union(*(r.quantities for r in reads))
    levers = frozenset().union(*(r.levers for r in reads))
    as_a = (
        Hybrid(0, frozenset()),
        Hybrid(0, own),
        Hybrid(1, None, policies=LEVERS),
        Hybrid(1, own, EVERY - own, LEVERS),
    )
    as_b = (Hybrid(1, own), Hybrid(0, own, EVERY - own, LEVERS), Hybrid(0, own, sources, levers),
            Hybrid(0, None, policies=LEVERS))  # fmt: skip
    found, names = walk(policies_differ.mediation, *as_a, *as_b)
    rows = [i for i, name in enumerate(names) if not name.startswith(("lever.", "course."))]
    mine = [i for i, name in enumerate(names) if name in own]
    assert not np.array_equal(found.sums[:, mine, 0], found.sums[:, mine, 1])
    for slot in range(2, 6):
        assert np.array_equal(found.sums[:, rows, slot], found.sums[:, rows, 0]), as_a[slot - 2]
    for slot in range(6, 10):
        # what is read is all that matters: the own quantities are run B's, though others are run A's
        where = mine if slot == 8 else rows
        assert np.array_equal(found.sums[:, where, slot], found.sums[:, where, 1]), as_b[slot - 6]


def explained(bench, target, budget):
    differ = apart(bench.mediation, bench.worlds)
    roots = why_roots.players(differ)
    bench.begin(why_roots.orders(roots, len(bench.worlds)).hybrids())
    chain = Chain(target, bench, differ, [str(i) for i in range(bench.at + 1)], 0.95)
    follow([chain], budget)
    return chain, why_roots.shares(bench, roots, target, 0.95)


def test_shares_add_up_and_a_link_that_carries_nothing_gets_nothing(policies_differ):
    chain, roots = explained(policies_differ, "mellowing", 3)
    top = chain.nodes["mellowing"]
    assert {link.source for link in top.links} >= {"frustration", "gain"}
    for node in (n for n in chain.nodes.values() if n.measured):
        together = sum(link.share.share for link in node.links) + node.left_over.share
        assert together == pytest.approx(1.0, abs=1e-4)
    assert sum(root.share.share for root in roots) == pytest.approx(1.0, abs=1e-4)
    assert roots[0].name == "level"
    tone = next((link for link in top.links if link.source == "lever.tone"), None)
    assert tone is None or abs(tone.share.share) < 0.02  # tone is under its mark in both policies
    assert top.links[0].source == "frustration"
    assert top.links[0].share.share > 0.4


def test_the_course_of_theatres_is_measured_theatre_by_theatre(policies_differ):
    bench = policies_differ
    if not hasattr(bench, "months"):
        bench.begin([])
    bench.measure([Hybrid(0, frozenset(links.group("counterforce")))])
    assert bench.value(RUN_A, "counterforce", COURSE) == pytest.approx(np.zeros(8))
    assert (bench.value(RUN_B, "counterforce", COURSE) > 0).all()
    assert bench.gap("orbit", WINDOW) == pytest.approx(
        bench.months[-12:, bench.rows["orbit"], 1].mean(0)
        - bench.months[-12:, bench.rows["orbit"], 0].mean(0),
        abs=1e-5,
    )


def test_with_one_lever_apart_the_chain_begins_at_that_lever():
    made = plan(set={"lever.tone": 0.9})
    chain, roots = explained(Bench(mediation(plan(), made), WORLDS, 12 * YEARS), "western_hostility", 2)
    assert [(root.kind, root.name) for root in roots] == [("lever", "tone")]
    assert roots[0].share.share == pytest.approx(1.0)
    top = chain.nodes["western_hostility"]
    assert top.links[0].source == "lever.tone"
    assert top.links[0].share.share > 0.5  # the rest comes round by the effort that a tone provokes
    sources = {link.source for node in chain.nodes.values() for link in node.links if link.kind == "lever"}
    assert sources == {"lever.tone"}


def test_with_a_mechanism_off_the_chain_begins_at_that_mechanism():
    made = plan(off=["blocked_frustration"])
    chain, roots = explained(Bench(mediation(plan(), made), WORLDS, 12 * YEARS), "frustration", 1)
    assert [(root.kind, root.name) for root in roots] == [("parameter", "blocked_frustration")]
    first, *others = chain.nodes["frustration"].links
    assert first.source == "parameter.blocked_frustration"
    assert first.share.share == pytest.approx(1.0, abs=0.1)
    assert first.strengths == ("blocked_frustration",)
    assert all(abs(link.share.share) < 0.1 for link in others)


def test_with_a_start_apart_the_chain_begins_there():
    made = plan(set={"start.organs": 0.3})
    chain, roots = explained(Bench(mediation(plan(), made), WORLDS, 24), "organs", 1)
    assert [(root.kind, root.name) for root in roots] == [("start", "organs")]
    assert chain.nodes["organs"].links[0].source == "start.organs"
    assert chain.nodes["organs"].links[0].share.share > 0.5
