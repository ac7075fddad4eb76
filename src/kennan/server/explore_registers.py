"""Everything that the exploring page names, from the registers: made once, as the page's models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import kennan
from kennan.engine import fitting, offered
from kennan.engine.validate import DEFAULTS, validate
from kennan.engine.version import ENGINE_VERSION
from kennan.faults import BadInput, Faults
from kennan.model.in_use import of_model
from kennan.policies import Policy
from kennan.reading import brought
from kennan.server import schema_registers as s
from kennan.server.schema import Brought
from kennan.server.summarise import TOLD, series

if TYPE_CHECKING:
    from kennan.scenarios import Chosen, Scenario

USUAL = "containment"  # the policy that the page begins from


def world(shown: Scenario) -> s.WorldSaid:
    """Return what is served."""
    from kennan.scenarios.described import described

    return s.WorldSaid(**described(shown))


@of_model
def registers(served: Chosen) -> s.Registers:
    """Return what the page names of a scenario: levers, policies, series, outcomes, theatres, mechanisms, passages."""
    from kennan import article, policies, scenarios
    from kennan.history.record.states import names as state_names
    from kennan.model import definitions, quantities
    from kennan.model.parameters import strengths
    from kennan.records.words import EVENT_WORDS

    world = scenarios.load(served)
    soil, names, tell = world.soil, state_names(), world.words.tell
    offer = [one for name in offered.names(served) if (one := _usable(name, served))]
    known = quantities.load()
    shown = (*series(), "crises_grave", "progress_general_war")
    return s.Registers(
        kennan=kennan.__version__,
        engine=ENGINE_VERSION,
        scenario=world.name,
        usual=USUAL if any(one.name == USUAL for one in offer) else offer[0].name,
        levers=[
            s.LeverSaid(**{**vars(one), "sentence": tell(one.sentence), "passages": list(one.passages)})
            for one in policies.levers().values()
        ],
        policies=[_policy(one, world) for one in offer],
        by_hand=[
            s.HandSaid(**{name: getattr(one, name) for name in s.HandSaid.model_fields})
            for one in policies.by_hand().values()
        ],
        series=[
            s.QuantitySaid(
                name=name,
                sentence=tell(known[name].sentence),
                unit=known[name].unit,
                passages=list(known[name].passages),
            )
            for name in shown
        ],
        outcomes=[
            s.OutcomeSaid(
                name=name,
                title=tell(one.title),
                sentence=tell(one.sentence),
                rule=tell(one.rule),
                dissolves=one.dissolves,
                passages=list(one.passages),
            )
            for name, one in definitions.load().items()
        ],
        theatres=[
            s.TheatreSaid(
                code=code,
                name=world.theatres.name[i],
                region=world.theatres.region[i],
                prize=float(world.theatres.prize[i]),
                alignment=world.alignment(world.theatres.alignment[i]),
                states=[names.get(state.ccode, str(state.ccode)) for state in soil.get(code, ())],
            )
            for i, code in enumerate(world.theatres.code)
        ],
        mechanisms=[
            s.MechanismSaid(name=name, file=p.file, sentence=tell(p.sentence), passages=list(p.passages))
            for name, p in strengths().items()
        ],
        brought=[Brought(**row) for row in brought.rows()],
        events={kind: tell(EVENT_WORDS[kind]) for kind in TOLD},
        passages=[s.PassageSaid(id=key, paraphrase=p.paraphrase) for key, p in article.passages().items()],
    )


def _usable(name: str, served: Chosen) -> Policy | None:
    """Return a policy that a scenario offers, or None where it names theatres or dates that the scenario lacks."""
    from kennan import scenarios

    try:
        found = validate({"scenario": served, "policies": (name,), "with_hindsight": True}, files=False)
        (policy,), faults = found["policies"], Faults()
        fitting.of_another_time(policy, scenarios.load(served), DEFAULTS["years"], faults)
        return None if faults.found else policy
    except BadInput:
        return None


def _policy(one: Policy, world: Scenario) -> s.PolicySaid:
    data = one.as_dict()
    told = {key: world.words.tell(data["policy"][key]) for key in ("title", "sentence")}
    return s.PolicySaid(
        **data["policy"] | told,
        levers={lever: p[0][1] if len(p) == 1 else p for lever, p in data["levers"].items()},
        rules=data["rules"],
        by_hand=data.get("by_hand", {}),
        then=data.get("then", []),
    )


@of_model
def parameters(world: Scenario) -> s.Parameters:
    """Return every number of the model, with its mark and source."""
    from kennan.model import parameters as register

    names = s.ParameterSaid.model_fields
    return s.Parameters(
        parameters=[
            s.ParameterSaid(
                **{
                    **{n: getattr(p, n) for n in names},
                    "sentence": world.words.tell(p.sentence),
                    "passages": list(p.passages),
                }
            )
            for p in register.load().values()
        ]
    )
