"""Everything that the exploring page names, from the registers: made once, as the page's models."""

from __future__ import annotations

import kennan
from kennan.engine.version import ENGINE_VERSION
from kennan.model.in_use import of_model
from kennan.reading import brought
from kennan.server import schema_explore as s
from kennan.server.schema import Brought
from kennan.server.summarise import TOLD, series

SCENARIO = "x-1947"


@of_model
def registers() -> s.Registers:
    """Return what the page names: levers, policies, series, outcomes, theatres, mechanisms, passages."""
    from kennan import article, policies, scenarios
    from kennan.history.record.states import names as state_names
    from kennan.model import definitions, quantities
    from kennan.model.parameters import strengths
    from kennan.records.words import EVENT_WORDS
    from kennan.scenarios import theatre_states

    world = scenarios.load(SCENARIO)
    soil, names = theatre_states(SCENARIO), state_names()
    known = quantities.load()
    shown = (*series(), "crises_grave", "progress_general_war")
    return s.Registers(
        kennan=kennan.__version__,
        engine=ENGINE_VERSION,
        scenario=SCENARIO,
        start=world.start_year,
        levers=[
            s.LeverSaid(**{**vars(one), "passages": list(one.passages)}) for one in policies.levers().values()
        ],
        policies=[_policy(name) for name in policies.names()],
        by_hand=[
            s.HandSaid(**{name: getattr(one, name) for name in s.HandSaid.model_fields})
            for one in policies.by_hand().values()
        ],
        series=[
            s.QuantitySaid(
                name=name,
                sentence=known[name].sentence,
                unit=known[name].unit,
                passages=list(known[name].passages),
            )
            for name in shown
        ],
        outcomes=[
            s.OutcomeSaid(
                name=name,
                title=one.title,
                sentence=one.sentence,
                rule=one.rule,
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
            s.MechanismSaid(name=name, file=p.file, sentence=p.sentence, passages=list(p.passages))
            for name, p in strengths().items()
        ],
        brought=[Brought(**row) for row in brought.rows()],
        events={kind: EVENT_WORDS[kind] for kind in TOLD},
        passages=[s.PassageSaid(id=key, paraphrase=p.paraphrase) for key, p in article.passages().items()],
    )


def _policy(name: str) -> s.PolicySaid:
    from kennan import policies

    one = policies.load(name)
    data = one.as_dict()
    return s.PolicySaid(
        **data["policy"],
        levers={lever: p[0][1] if len(p) == 1 else p for lever, p in data["levers"].items()},
        rules=data["rules"],
    )


@of_model
def parameters() -> s.Parameters:
    """Return every number of the model, with its mark and source."""
    from kennan.model import parameters as register

    names = s.ParameterSaid.model_fields
    return s.Parameters(
        parameters=[
            s.ParameterSaid(**{**{n: getattr(p, n) for n in names}, "passages": list(p.passages)})
            for p in register.load().values()
        ]
    )
