"""The reading page: what a number is, the article with its evidence, a claim tested anew, a passage switched off."""

from __future__ import annotations

from typing import Any

from kennan import article as text
from kennan.engine.version import ENGINE_VERSION
from kennan.faults import BadInput, unknown
from kennan.reading import article as articles
from kennan.reading import mechanism as mechanisms
from kennan.reading import provenance, switching
from kennan.server import schema_read as s
from kennan.server.call import Call, Ready, Refused, Work
from kennan.server.endpoint import endpoint


def _kept(call: Call[Any], key: str, make: Any) -> Ready:
    """Return an answer that does not change while the server runs, made once.

    Raises
    ------
    Refused : there is nothing of that name (404).
    """
    if (body := call.desk.answers.get(key)) is None:
        try:
            body = make().model_dump_json().encode()
        except BadInput as error:
            raise Refused(404, error.faults) from None
        call.desk.answers.put(key, body)
    return Ready(body)


def _provenance(call: Call[Any], name: str) -> s.Provenance:
    """Return what a number is, in the words of the world that is served."""
    return s.Provenance(**provenance.told(provenance.quantity(name), call.desk.world.words.tell))


@endpoint("/api/quantity/{name}", answer=s.Provenance, early=True)
def quantity(call: Call[None]) -> Ready:
    """Say what a number is: sentence, unit, passages, formula, the numbers it rests on."""
    name = call.path["name"]
    return _kept(call, f"quantity {name}", lambda: _provenance(call, name))


@endpoint("/api/parameter/{name}", answer=s.Provenance, early=True)
def parameter(call: Call[None]) -> Ready:
    """Say what a number of the model is, where it stands in the equations, and what it rests on."""
    name = f"parameter:{call.path['name'].rpartition(':')[2]}"
    return _kept(call, name, lambda: _provenance(call, name))


@endpoint("/api/mechanism/{name}", answer=s.Mechanism, early=True)
def mechanism(call: Call[None]) -> Ready:
    """Show a mechanism as code, with its equations, numbers and claims."""
    name = call.path["name"]
    return _kept(call, f"mechanism {name}", lambda: s.Mechanism(**mechanisms.one(name)))


@endpoint("/api/article", answer=s.Article, early=True)
def article(call: Call[None]) -> Ready:
    """Give the whole article in our words, with claims, both ledgers' verdicts, and the glossary."""
    return _kept(call, "article", lambda: s.Article(**articles.whole()))


@endpoint("/api/claim/{id}/run", request=s.ClaimRun, answer=s.ClaimRan, stream=True)
def run_claim(call: Call[s.ClaimRun]) -> s.ClaimRan:
    """Test a claim of the article anew, in few worlds."""
    from kennan import ledger

    name, asked = call.path["id"], call.asked
    known = text.claims()
    if name not in known:
        raise Refused(404, unknown("claim", name, known, do="GET /api/article lists them"))
    with call.desk.worker.alone(call.work):
        found = ledger.verify(
            [name], quick=True, worlds=asked.worlds, seed=asked.seed, progress=call.work.progress
        )
    (claim,) = found.as_dict()["claims"]
    compact = articles.ledgers.compact(found.as_dict(), ENGINE_VERSION, "")["claims"][name]
    return s.ClaimRan(
        id=name,
        verdict=claim["verdict"],
        checks=[s.CheckRow(**articles.check_row(check)) for check in compact["checks"]],
        seed=found.seed,
        worlds=found.worlds,
        experiments=found.experiments,
        sure=found.sure,
        level=found.level,
        seconds=round(found.seconds, 2),
        engine_version=ENGINE_VERSION,
    )


@endpoint("/api/off", request=s.SwitchOff, answer=s.SwitchedOff, stream=True)
def switch_off(call: Call[s.SwitchOff]) -> s.SwitchedOff:
    """Walk the same worlds with mechanisms on and off, and count how the endings move."""
    asked = call.asked
    on, off = switching.plans(asked.mechanisms, asked.policy, asked.worlds, asked.years, asked.seed)
    size = "first" if asked.worlds <= 128 else "more"

    done = {"on": 0, "off": 0}

    def walk(plan: Any) -> Any:
        side = "off" if plan.off else "on"

        def heard(said: dict[str, Any]) -> None:
            done[side] = said["progress"][0]
            call.work.progress(sum(done.values()), 2 * asked.worlds)

        mine = Work(cancelled=call.work.cancelled, tell=heard)
        return call.desk.worker.run(call.client, plan, work=mine, channel=f"read {size} {side}")

    return s.SwitchedOff(**switching.switched(on, off, walk))


ENDPOINTS = [quantity, parameter, mechanism, article, run_claim, switch_off]
