"""The exploring page: what can be set, what comes of it, how it differs from what was pinned, and why."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

import kennan
from kennan.engine.version import ENGINE_VERSION
from kennan.faults import BadInput, Faults, unknown
from kennan.server import explore_plan, explore_registers, summarise
from kennan.server import schema_explore as s
from kennan.server import schema_registers as named
from kennan.server.call import Call, Ready
from kennan.server.endpoint import endpoint

if TYPE_CHECKING:
    from kennan.engine.engine import Block
    from kennan.engine.plan import Plan
    from kennan.ledger.why.data import Explanation, Why

WHY_WORLDS = 128  # worlds of a "why?": one chunk, twice
WHY_LINKED = 16  # worlds in which each link is exchanged


def _kept(call: Call[Any], key: str, make: Any) -> Ready:
    """Return an answer that does not change while the server runs, made once."""
    if (body := call.desk.answers.get(key)) is None:
        body = call.desk.answers.put(key, make().model_dump_json().encode())
    return Ready(body)


@endpoint("/api/world", answer=named.WorldSaid, early=True)
def world(call: Call[None]) -> Ready:
    """Return what is served: what things are called, when it begins, where theatres stand."""
    return _kept(call, "/api/world", lambda: explore_registers.world(call.desk.world))


@endpoint("/api/registers", answer=named.Registers, early=True)
def registers(call: Call[None]) -> Ready:
    """Return what can be set and what is shown: levers, policies, series, outcomes, theatres, mechanisms."""
    return _kept(call, "/api/registers", lambda: explore_registers.registers(call.desk.scenario))


@endpoint("/api/parameters", answer=named.Parameters, early=True)
def parameters(call: Call[None]) -> Ready:
    """Return every number of the model with its mark and source."""
    return _kept(call, "/api/parameters", lambda: explore_registers.parameters(call.desk.world))


@endpoint("/api/record", answer=named.Recorded, early=True)
def record(call: Call[None]) -> Ready:
    """Return what the record says of the charts, and of which it is silent."""
    from kennan.reading.recorded import recorded

    return _kept(
        call,
        "/api/record",
        lambda: named.Recorded.model_validate(recorded(summarise.SERIES, call.desk.world)),
    )


@endpoint("/api/simulate", request=s.SimulateAsked, answer=s.Simulated, stream=True)
def simulate(call: Call[s.SimulateAsked]) -> Ready:
    """Walk the worlds of a plan, and say what came of them.

    Parts come before: the first years of a few worlds, then these to the end.
    """
    begun, asked = time.perf_counter(), call.asked
    plan = explore_plan.plan_of(asked.plan, asked.worlds, summarise.record(), call.desk.scenario)
    if asked.world is not None and asked.world >= asked.worlds:
        faults = Faults()
        faults.add(f"there is no world {asked.world}", where="world", allowed=f"0 to {asked.worlds - 1}")
        faults.raise_if_any()
    key = f"/api/simulate {plan.digest()} {asked.world}"
    if (found := call.desk.answers.get(key)) is None:
        channel = "aside" if asked.aside else "explore"
        with closing(call.desk.worker.parts(call.client, plan, work=call.work, channel=channel)) as parts:
            for walked, block in parts:
                call.work.check()
                there = walked.years == plan.years and (asked.world or 0) < walked.worlds
                found = to_json(summarise.whole(block, asked.world if there else None))
                if walked is not plan:
                    call.work.part(_with(found, {"about": about(walked, begun)}).body)
        assert found is not None
        call.desk.answers.put(key, found)
    return _with(found, {"about": about(plan, begun)})


@endpoint("/api/compare", request=s.CompareAsked, answer=s.Compared)
def compare(call: Call[s.CompareAsked]) -> Ready:
    """Walk the worlds of two plans on the same luck, and say what differs world by world."""
    begun, asked = time.perf_counter(), call.asked
    now, then = _both(call, asked.worlds, summarise.record())
    key = f"/api/compare {now.digest()} {then.digest()}"
    found = call.desk.answers.get(key)
    if found is None:
        ours = call.desk.worker.run(call.client, now, work=call.work, channel=f"now {asked.worlds}")
        other = call.desk.worker.run(call.client, then, work=call.work, channel=f"then {asked.worlds}")
        call.work.check()
        found = call.desk.answers.put(key, to_json(summarise.difference(ours, other)))
    return _with(found, {"about": about(now, begun), "pinned": about(then, begun)})


@endpoint("/api/why", request=s.WhyAsked, answer=s.WhyAnswer, stream=True)
def why(call: Call[s.WhyAsked]) -> s.WhyAnswer:
    """Attribute the difference between two plans in a quantity to its roots and links."""
    from kennan.ledger import why as ledger

    asked = call.asked
    wanted = _quantity(asked.quantity)
    record = tuple(dict.fromkeys((*summarise.record(), *wanted)))
    now, then = _both(call, WHY_WORLDS, record)
    call.work.progress(0, 100, "walking both runs")
    sets = [
        _dataset(plan, call.desk.worker.run(call.client, plan, work=call.work, channel=f"why-{side}"))
        for side, plan in (("then", then), ("now", now))
    ]
    with call.desk.worker.alone(call.work):
        found = ledger.why(
            *sets,
            wanted=wanted,
            at=asked.month,
            linked=WHY_LINKED,
            progress=lambda done, total: call.work.progress(
                done, total, "exchanging links between the two runs"
            ),
            announce=lambda words: call.work.progress(0, 100, words),
        )
    return why_answer(found, found.explanations[0])


@endpoint("/api/plan", request=s.PlanFileAsked, answer=s.PlanFiles)
def plan(call: Call[s.PlanFileAsked]) -> s.PlanFiles:
    """Return a plan and its policy as the files that the command line takes."""
    made = explore_plan.plan_of(call.asked.plan, call.asked.worlds, scenario=call.desk.scenario)
    return s.PlanFiles(**explore_plan.files(made))


@endpoint("/api/plan/read", request=s.ReadAsked, answer=s.PlanRead)
def plan_read(call: Call[s.ReadAsked]) -> s.PlanRead:
    """Check a plan or policy file, and return it as the page holds a plan."""
    made, notes = explore_plan.read(call.asked.text, call.desk.scenario)
    worlds = max(explore_plan.FEWEST, min(made.worlds, explore_plan.MOST))
    return s.PlanRead(
        plan=s.PlanHeld(**explore_plan.said(made)), worlds=worlds, notes=notes, sentence=made.describe()
    )


# ---- parts


def about(plan: Plan, begun: float) -> dict[str, Any]:
    """Return what the numbers of a plan belong to."""
    return {
        "digest": plan.digest(),
        "kennan": kennan.__version__,
        "engine": ENGINE_VERSION,
        "seed": str(plan.seed),
        "worlds": plan.worlds,
        "years": plan.years,
        "policy": plan.policies[0].name,
        "ms": round(1000 * (time.perf_counter() - begun), 1),
    }


def _with(body: bytes, more: dict[str, Any]) -> Ready:
    """Return a kept answer with some fields before it, without reading it again."""
    return Ready(to_json(more)[:-1] + b"," + body[1:])


def _both(
    call: Call[s.CompareAsked] | Call[s.WhyAsked], worlds: int, record: tuple[str, ...]
) -> tuple[Plan, Plan]:
    """Return two plans that meet the same luck.

    Raises
    ------
    BadInput : either is wrong, or they have no common luck; all faults at once.
    """
    faults, made = Faults(), []
    for where, asked in (("plan", call.asked.plan), ("pinned", call.asked.pinned)):
        try:
            made.append(explore_plan.plan_of(asked, worlds, record, call.desk.scenario))
        except BadInput as error:
            faults.found += [_at(where, fault) for fault in error.faults]
    faults.raise_if_any()
    from kennan.ledger.why.sides import SAME

    for name, words in SAME.items():
        ours, other = (getattr(one, name) for one in made)
        if ours != other:
            label = name.replace("_", " ")
            what = f"the two have no common luck: {label} is {ours} now and {other} in what is pinned"
            faults.add(
                what, where=f"plan.{name}", allowed=f"runs to be compared {words}", do="pin this run anew"
            )
    faults.raise_if_any()
    return made[0], made[1]


def _at(where: str, fault: Any) -> Any:
    from dataclasses import replace

    return (
        fault if fault.where.startswith(where) else replace(fault, where=f"{where}.{fault.where}".rstrip("."))
    )


def _quantity(name: str) -> tuple[str, ...]:
    """Return the quantity whose difference is explained; ``outcome:mellowing`` stands for its progress."""
    from kennan.model import quantities
    from kennan.model.recorded import OUTCOMES

    if not name:
        return ()
    kind, _, outcome = name.partition(":")
    plain = f"progress_{outcome}" if kind == "outcome" else name
    known = [n for n, q in quantities.load().items() if q.axes == "world"]
    if plain not in known:
        raise BadInput(
            unknown("quantity", name, [*known, *(f"outcome:{one}" for one in OUTCOMES)], "quantity")
        )
    return (plain,)


def _dataset(plan: Plan, block: Block) -> Any:
    from kennan.records import dataset
    from kennan.records.frame import Frame

    blocks: list[Any] = [block]
    return dataset.in_memory(blocks, Frame.of(plan), plan.to_json())


def why_answer(found: Why, one: Explanation) -> s.WhyAnswer:
    """Return one explanation of the ledger as the page takes it."""
    share = lambda it: {"share": it.share, "low": it.low, "high": it.high}  # noqa: E731
    links = [link for node in one.nodes for link in node.links]
    passages = dict.fromkeys(
        p for node in one.nodes for p in (*node.passages, *(q for x in node.links for q in x.passages))
    )
    head = one.nodes[0] if one.nodes else None
    return s.WhyAnswer(
        a=found.a,
        b=found.b,
        at=found.at,
        quantity=one.quantity,
        sentence=head.sentence if head else "",
        worlds=found.worlds,
        worlds_linked=found.worlds_linked,
        sentences=list(one.sentences),
        roots=[
            s.WhyRoot(
                kind=r.kind, name=r.name, sentence=r.sentence, of_a=r.of_a, of_b=r.of_b, **share(r.share)
            )
            for r in one.roots
        ],
        links=[
            s.WhyLink(
                source=x.source,
                kind=x.kind,
                target=x.target,
                mechanism=x.mechanism,
                strengths=list(x.strengths),
                passages=list(x.passages),
                feedback=x.feedback,
                **share(x.share),
            )
            for x in links
        ],
        passages=list(passages),
        seconds=found.seconds,
    )


ENDPOINTS = [world, registers, parameters, record, simulate, compare, why, plan, plan_read]
