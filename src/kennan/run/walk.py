"""Walks chunks of worlds through the years: prepares arrays, calls the compiled program, copies what comes out."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jax
import numpy as np

from kennan import policies, scenarios
from kennan.model import chance, place, quantities
from kennan.model.recorded import EVENTS, THEATRE_FIELDS
from kennan.run import chunk
from kennan.run.drawn import parameters_of
from kennan.run.hold import Holds
from kennan.run.version import CHUNK

if TYPE_CHECKING:
    from kennan.run.plan import Plan


@dataclass
class Sink:
    """Preallocated arrays of one block, filled chunk by chunk; worlds on the last axis."""

    monthly: dict[str, np.ndarray]
    theatre: dict[str, np.ndarray]
    events: dict[str, np.ndarray]
    parameters: np.ndarray


class Walk:
    """A plan made ready to be walked: everything that chunks share."""

    def __init__(self, plan: Plan, holds: Holds):
        self.plan = plan
        self.per_month = plan.steps_per_month
        self.spans = -(-plan.years // chunk.SPAN)
        self.scenario = scenarios.load(plan.scenario)
        self.tables = place.tables(self.scenario.theatres)
        self.names = chunk.monthly_names()
        progress = {name for name in self.names if name.startswith("progress_")}
        self.kept = [
            (row, name) for row, name in enumerate(self.names) if name in progress | set(plan.record)
        ]
        self.times = self._times(holds)
        self.levers = [self._levers(policy) for policy in plan.policies]
        self.given = self._given()
        self.pool = jax.local_devices()
        self.devices = len(self.pool)
        self._local = threading.local()
        self._taken = 0
        self._lock = threading.Lock()
        self._placed: dict[int, Any] = {}

    # ---- what is prepared once

    @property
    def steps(self) -> int:
        """Number of steps that are walked: whole spans, so that the compiled program has one shape."""
        return self.spans * chunk.SPAN * chunk.MONTHS * self.per_month

    def _times(self, holds: Holds) -> dict[str, np.ndarray]:
        """Return what belongs to each step but not to a policy [step, ...]."""
        steps = np.arange(self.steps)
        years = self.scenario.start_year + (steps + 1) / (chunk.MONTHS * self.per_month)
        held = holds.arrays(self.names, self.scenario.theatres.code, steps // self.per_month)
        return {**held, **hindsight(self.scenario.hindsight, years, on=self.plan.with_hindsight)}

    def _levers(self, policy: Any) -> dict[str, np.ndarray]:
        step_years = 1.0 / (chunk.MONTHS * self.per_month)
        start = self.scenario.start_year + (self.scenario.start_month - 1) / 12
        return vars(policies.arrays(policy, start, self.steps, step_years))

    def _given(self) -> np.ndarray:
        start = {name: entry.value for name, entry in self.scenario.start.items()}
        start |= self.plan.start
        register = quantities.load()
        rest = {name: max(0.0, register[name].low) for name in self.names}
        return np.array([start.get(name, rest[name]) for name in self.names], np.float32)

    # ---- compiling

    def is_compiled(self) -> bool:
        """Return whether the program was compiled on this machine before (as far as the cache tells)."""
        from kennan.run.devices import cache_folder

        return any(cache_folder().glob("jit_span*"))

    def compile(self) -> None:
        """Compile the program, or load it from the cache."""
        sink = self.sink(CHUNK, parameters_of(self.plan, np.arange(CHUNK)))
        self.run(0, 0, 0, sink, spans=1)
        del self._local.device
        self._taken = 0  # the first worker thread takes over the device that is ready

    # ---- running

    def sink(self, worlds: int, parameters: np.ndarray) -> Sink:
        """Return empty arrays for a block of worlds."""
        months, years, n = self.plan.years * 12 + 1, self.plan.years + 1, len(self.scenario.theatres)
        return Sink(
            monthly={name: np.empty((months, worlds), np.float32) for _, name in self.kept},
            theatre={name: np.empty((years, n, worlds), kind) for name, (kind, _) in THEATRE_FIELDS.items()},
            events={name: np.zeros((months, worlds), np.uint8) for name in EVENTS},
            parameters=parameters,
        )

    def _device(self) -> Any:
        """Return the device of the calling thread; threads take devices in turn."""
        if not hasattr(self._local, "device"):
            with self._lock:
                self._local.device = self.pool[self._taken % self.devices]
                self._taken += 1
        return self._local.device

    def _shared(self, device: Any) -> Any:
        """Return the arrays that every chunk reads, placed on a device once."""
        if device.id not in self._placed:
            rules = [{k: v for k, v in levers.items() if k != "schedule"} for levers in self.levers]
            times = []
            for levers in self.levers:
                table = {**self.times, "schedule": levers["schedule"][:-1]}
                width = chunk.SPAN * chunk.MONTHS * self.per_month
                times.append(
                    [{k: v[i * width : (i + 1) * width] for k, v in table.items()} for i in range(self.spans)]
                )
            first = [{k: v[0] for k, v in spans[0].items()} for spans in times]
            self._placed[device.id] = jax.device_put((self.tables, rules, times, first, self.given), device)
        return self._placed[device.id]

    def run(self, policy: int, first: int, at: int, sink: Sink, spans: int | None = None) -> None:
        """Walk one chunk: worlds ``first + at`` onwards under one policy, into a block's arrays from column ``at``."""
        device = self._device()
        tables, rules, times, starting, given = self._shared(device)
        columns = slice(at, at + CHUNK)
        worlds = np.arange(first + at, first + at + CHUNK)
        keys = jax.device_put(chance.world_keys(self.plan.seed, worlds), device)
        table = jax.device_put(np.ascontiguousarray(sink.parameters[:, columns]), device)
        go = jax.device_put(np.bool_(True), device)
        state, fields = chunk.set_out(
            go, keys, table, given, tables, starting[policy], steps_per_month=self.per_month
        )
        self._keep(sink, columns, 0, np.array(state["world"])[None], None)
        self._keep_fields(sink, columns, 0, {name: np.asarray(v)[None] for name, v in fields.items()})
        for i in range(self.spans if spans is None else spans):
            step = np.uint32(i * chunk.SPAN * chunk.MONTHS * self.per_month)
            state, monthly, events, fields = chunk.span(
                go,
                state,
                keys,
                step,
                table,
                tables,
                rules[policy],
                times[policy][i],
                steps_per_month=self.per_month,
            )
            month = 1 + i * chunk.SPAN * chunk.MONTHS
            flat = lambda x: np.asarray(x).reshape(-1, *x.shape[2:])  # noqa: E731
            self._keep(sink, columns, month, flat(monthly), flat(events))
            self._keep_fields(
                sink, columns, 1 + i * chunk.SPAN, {name: np.asarray(v) for name, v in fields.items()}
            )

    def _keep(
        self, sink: Sink, columns: slice, month: int, monthly: np.ndarray, events: np.ndarray | None
    ) -> None:
        """Copy months [month, quantity, world] into the block, as many as the plan asks for."""
        length = min(len(monthly), self.plan.years * 12 + 1 - month)
        for row, name in self.kept:
            sink.monthly[name][month : month + length, columns] = monthly[:length, row]
        if events is not None:
            for row, name in enumerate(EVENTS):
                sink.events[name][month : month + length, columns] = events[:length, row]

    def _keep_fields(self, sink: Sink, columns: slice, year: int, fields: dict[str, np.ndarray]) -> None:
        length = min(len(next(iter(fields.values()))), self.plan.years + 1 - year)
        for name, value in fields.items():
            sink.theatre[name][year : year + length, :, columns] = value[:length]


def hindsight(given: Any, years: np.ndarray, *, on: bool) -> dict[str, np.ndarray]:
    """Return the year-dated effects that nobody could know at the start [step], or what stands in their
    place.

    Off, colonies are as vulnerable as any theatre, a grave crisis is as dangerous at any date, and schooling
    (-1) is left to the model.
    """
    if not on:
        still = np.zeros(len(years), np.float32)
        return {"decolonisation": still, "war_risk": still + 1, "schooling": still - 1}
    value = {name: entry.value for name, entry in given.items()}
    peak = np.exp(-(((years - value["decolonisation_peak"]) / value["decolonisation_width"]) ** 2))
    fading = np.exp(-np.maximum(years - value["deterrence_start"], 0.0) / value["deterrence_scale"])
    taught = np.maximum(years - value["education_origin"], 0.0) ** value["education_power"]
    half = value["education_half"] ** value["education_power"]
    effects = {
        "decolonisation": value["decolonisation_size"] * peak,
        "war_risk": value["deterrence_floor"] + (1.0 - value["deterrence_floor"]) * fading,
        "schooling": value["education_floor"] + value["education_rise"] * taught / (taught + half),
    }
    return {name: series.astype(np.float32) for name, series in effects.items()}
