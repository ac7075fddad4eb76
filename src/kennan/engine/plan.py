"""One frozen, checked plan: everything that the worlds of a run depend on, in one file that anyone can read.

The command line, Python and a plan file all come through here, so that the same wishes give the same plan,
and the same plan gives the same worlds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from os import PathLike
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainSerializer, PlainValidator

from kennan import scenarios, textfile
from kennan.card import Card, Shown
from kennan.engine.fitting import refuse_late
from kennan.engine.numbers import LEVER, START
from kennan.engine.validate import DEFAULTS, changed, folded, validate
from kennan.faults import BadInput, Fault, digits
from kennan.model.extension import Extension
from kennan.policies import Policy

LARGEST = 5_000_000  # bytes of a plan file; ten thousand would do


class Fixed(dict[str, float]):
    """A dictionary that cannot be changed, so that a plan stays what was checked."""

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise TypeError("a plan cannot be changed; Plan.replace(...) makes another one")

    __setitem__ = __delitem__ = __ior__ = update = setdefault = pop = popitem = clear = _refuse


def _fixed(value: Any) -> Any:
    return Fixed(value) if isinstance(value, Mapping) else value


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value


def _text(data: Mapping[str, Any]) -> str:
    return json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


Held = Annotated[Policy, PlainValidator(lambda value: value), PlainSerializer(folded)]
World = Annotated[scenarios.Chosen, PlainValidator(lambda value: value), PlainSerializer(scenarios.plain)]
Brought = Annotated[
    tuple[Extension, ...],
    PlainValidator(lambda value: value),
    PlainSerializer(lambda value: [one.as_dict() for one in value]),
]
Numbers = Annotated[Mapping[str, float], PlainValidator(_fixed), PlainSerializer(_plain)]
Parameters = Annotated[str | Mapping[str, float], PlainValidator(_fixed), PlainSerializer(_plain)]


class Plan(Shown, BaseModel):
    """What is to be simulated. Made by :meth:`build` or :meth:`from_json`, and never changed afterwards.

    Attributes
    ----------
    scenario : the world at the start: a shipped one by its name, any other in full
        (:class:`~kennan.scenarios.Folder`).
    policies : what the open power does, each in full; every policy meets the same luck.
    worlds, first_world : how many possible histories, and the number of the first.
    years : how long, in years.
    seed : chooses the luck.
    parameters : "drawn" (each world draws its own from the priors), "median" (all take the medians),
        or named numbers, which hold in every world while all others take their medians.
    set : numbers that hold in every world, by parameter name, "start.<quantity>" or "lever.<name>" (a lever
        held constant, whatever the policy says).
    off : mechanisms that are switched off.
    with_hindsight : whether effects and policies are let in that nobody could know at the start.
    record : quantities that are kept month by month.
    steps_per_month : steps of time in a month (1, 2 or 4).
    extensions : mechanisms that somebody brought, each in full (:class:`~kennan.model.extension.Extension`), by name.
    engine_version : the arithmetic that the results belong to.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True)

    scenario: World
    policies: tuple[Held, ...]
    worlds: int
    first_world: int
    years: int
    seed: int
    parameters: Parameters
    set: Numbers
    off: tuple[str, ...]
    with_hindsight: bool
    record: tuple[str, ...]
    steps_per_month: int
    extensions: Brought
    engine_version: str

    def __init__(self, **given: Any):
        super().__init__(**validate(given))

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Plan:
        """Return the plan of fields from elsewhere, which must hold everything themselves: no field may be a path.

        Raises
        ------
        BadInput : they are no sound plan; all faults at once.
        """
        plan = cls.__new__(cls)
        BaseModel.__init__(plan, **validate(given, files=False))
        return plan

    @classmethod
    def build(
        cls,
        scenario: str | PathLike[str] | scenarios.Folder = "x-1947",
        policies: str | PathLike[str] | Policy | Callable[..., Any] | Iterable[Any] = ("containment",),
        worlds: int = 1000,
        first_world: int = 0,
        years: int = 45,
        seed: int = 47,
        parameters: str | PathLike[str] | Mapping[str, float] = "drawn",
        set: Mapping[str, float] | None = None,
        off: str | Iterable[str] = (),
        with_hindsight: bool = False,
        record: str | Iterable[str] = (),
        steps_per_month: int = 1,
        extensions: str | PathLike[str] | Extension | Iterable[Any] | None = None,
    ) -> Plan:
        """Return the plan of these wishes.

        Parameters
        ----------
        scenario : a shipped name, or the path of a folder, which is read into the plan.
        policies : one or more shipped names, TOML files, :class:`~kennan.policies.Policy` objects, or functions
            (:func:`kennan.policies.in_code`).
        parameters : "drawn", "median", a TOML file of ``name = value`` lines, or such names and values.
        record : names of quantities, "all", or nothing for the usual ones.
        extensions : folders or installed names, whose code is run; those of the model in use when left out.

        The others are as in the attributes of the class.

        Raises
        ------
        BadInput : anything is wrong; all faults at once, each with its place and what is allowed.

        Example
        -------
        >>> Plan.build(policies="containment", worlds=10, off=["patience"]).months
        540
        """
        given = {key: value for key, value in locals().items() if key in DEFAULTS}
        if extensions is None:
            del given["extensions"]
        plan = cls(**given | {"set": set if set is not None else {}})
        refuse_late(plan)
        return plan

    @property
    def months(self) -> int:
        """Months that are walked."""
        return 12 * self.years

    @property
    def steps(self) -> int:
        """Steps of time that are walked."""
        return self.months * self.steps_per_month

    @property
    def drawn(self) -> bool:
        """Whether worlds draw their parameters from the priors."""
        return self.parameters == "drawn"

    @property
    def fixed(self) -> dict[str, float]:
        """Parameters that hold in every world: of the file, those set, and 0 for what is off."""
        given = self._given | dict.fromkeys(self.off, 0.0)
        return {name: value for name, value in given.items() if not name.startswith((START, LEVER))}

    @property
    def start(self) -> dict[str, float]:
        """Quantities that start elsewhere than in the scenario, by name."""
        return {n.removeprefix(START): value for n, value in self._given.items() if n.startswith(START)}

    @property
    def constant(self) -> dict[str, float]:
        """Levers that are held constant, whatever the policy says, by name."""
        return {n.removeprefix(LEVER): value for n, value in self._given.items() if n.startswith(LEVER)}

    @property
    def _given(self) -> dict[str, float]:
        given = self.parameters if isinstance(self.parameters, Mapping) else {}
        return {**given, **self.set}

    def replace(self, **changes: Any) -> Plan:
        """Return the plan with other values in some fields; these are checked, what stands as it was is not again.

        Raises
        ------
        BadInput : a change does not fit.
        """
        plan = Plan.__new__(Plan)
        BaseModel.__init__(plan, **changed({name: getattr(self, name) for name in DEFAULTS}, changes))
        return plan

    def as_dict(self) -> dict[str, Any]:
        """Return the plan as plain data, as :meth:`to_json` writes it."""
        data = self.model_dump(mode="json")
        if not data["extensions"]:
            del data["extensions"]  # a plan without them is what it was before there were any
        return data

    def to_json(self) -> str:
        """Return the plan as text: the same plan gives the same bytes."""
        return _text(self.as_dict())

    @classmethod
    def from_json(cls, text: str) -> Plan:
        """Return the plan that :meth:`to_json` wrote, or that someone wrote by hand.

        Missing fields take their defaults. The scenario and policies stand in it by shipped name or in full, never
        as a path. Nothing of an extension in it is run; that takes consent (:mod:`kennan.engine.consent`).

        Raises
        ------
        BadInput : it is not JSON, or not a sound plan; all faults at once.
        """
        do = "a plan.json as a run writes it, or an object with some of its fields"
        if len(text) > LARGEST:
            raise BadInput(Fault(f"the plan has {len(text):,} characters", "plan", f"at most {LARGEST:,}"))
        data = textfile.from_json(text, "plan", "plan", do)
        if not isinstance(data, dict):
            raise BadInput(Fault("the plan is not a JSON object", "plan", do))
        return cls.of({"extensions": (), **data})

    @property
    def histories(self) -> int:
        """Number of histories that are walked: every world under every policy."""
        return len(self.policies) * self.worlds

    def digest(self) -> str:
        """Return the SHA-256 of :meth:`to_json`, without what a scenario's things are called and where they are drawn:
        two plans with the same digest give the same worlds."""
        data = self.as_dict()
        if isinstance(self.scenario, scenarios.Folder):
            data["scenario"] = self.scenario.counting()
        return hashlib.sha256(_text(data).encode()).hexdigest()

    def describe(self) -> str:
        """Return the plan in a few words."""
        first, *others = [policy.name for policy in self.policies]
        each = " each" if others else ""
        worlds = f"{self.worlds:,} world{'s' if self.worlds > 1 else ''}{each}"
        if self.first_world:
            worlds += f" from number {self.first_world:,}"
        numbers = {"drawn": "parameters drawn from their priors", "median": "parameters at their medians"}
        said = [
            f"{self.scenario}, {self.years} year{'s' if self.years > 1 else ''}",
            first + (f" beside {', '.join(others)}" if others else ""),
            f"{worlds}, seed {self.seed}",
            numbers[self.parameters]
            if isinstance(self.parameters, str)
            else f"{len(self.parameters)} parameters given",
        ]
        if self.set:
            said.append("set " + ", ".join(f"{name} = {digits(value)}" for name, value in self.set.items()))
        if self.off:
            said.append("off: " + ", ".join(self.off))
        if self.extensions:
            said.append("with " + ", ".join(one.name for one in self.extensions))
        if self.with_hindsight:
            said.append("with hindsight")
        if self.steps_per_month > 1:
            said.append(f"{self.steps_per_month} steps a month")
        return "; ".join(said)

    def _card_(self) -> Card:
        rows = [
            ("scenario", str(self.scenario)),
            *(("policy", f"{policy.name}: {policy.sentence}") for policy in self.policies),
            (
                "worlds",
                f"{self.worlds:,}" + (f" from number {self.first_world:,}" if self.first_world else ""),
            ),
            ("years", str(self.years)),
            ("seed", str(self.seed)),
        ]
        given = {} if isinstance(self.parameters, str) else self.parameters
        rows.append(("parameters", f"{len(given)} given" if given else str(self.parameters)))
        rows += [(f"  {name}", digits(value)) for name, value in given.items()]
        rows += [(f"set {name}", digits(value)) for name, value in self.set.items()]
        rows += [("off", name) for name in self.off]
        rows += [("with", f"{one.name}, by {one.author}: {one.sentence}") for one in self.extensions]
        rows.append(("with hindsight", "yes" if self.with_hindsight else "no"))
        rows.append(("record", ", ".join(self.record)))
        rows.append(("steps a month", str(self.steps_per_month)))
        rows.append(("engine", self.engine_version))
        return Card(self.digest()[:8], self.describe(), rows)

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plan) and self.to_json() == other.to_json()

    def __reduce__(self) -> tuple[Any, ...]:
        return Plan.from_json, (self.to_json(),)

    def __copy__(self) -> Plan:
        return self  # nothing in it can change

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Plan:
        return self
