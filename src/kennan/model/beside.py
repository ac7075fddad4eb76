"""Whether extensions can stand in the month, and beside each other; nothing of them is run."""

from __future__ import annotations

from kennan.faults import BadInput, Faults
from kennan.model import extended
from kennan.model.extension import HEAD, Extension, counted
from kennan.model.inputs import LEVERS
from kennan.model.month import ORDER


def check(these: tuple[Extension, ...]) -> None:
    """Raise BadInput for extensions that cannot stand side by side: names that the month
    has already, names and quantities of two, or no place."""
    faults, owner = Faults(), dict[tuple[str, str], Extension]()
    steps = [name for name, _ in ORDER]
    for one in these:
        where = one.path(HEAD)
        if one.name in steps:
            do = "take another name; replaces = names the step that yours takes the place of"
            faults.add(f"the month has a step called {one.name!r} already", where=where, do=do)
        if one.stands == "replaces" and one.step in {other.name for other in these}:
            what = f"{one.name!r} replaces {one.step!r}, which is an extension itself"
            faults.add(what, where=where, do=f"leave {one.step!r} out: what is not named is not there")
        for name in (*one.quantities, *one.parameters):
            if name in LEVERS:
                faults.add(
                    f"the model has a lever called {name!r} already", where=where, do="take another name"
                )
        held = [
            ("extension", one.name),
            *(("parameter", n) for n in one.parameters),
            *(("draw", n) for n in one.draws),
            *((kind, n) for kind in ("event", "outcome", "measure") for n in getattr(one, f"{kind}s")),
        ]
        held += [("quantity", n) for n in (*one.quantities, *one.changes)]
        for kind, name in held:
            if (other := owner.setdefault((kind, name), one)) is not one:
                what = f"the extensions {other.name!r} and {one.name!r} both write the quantity {name!r}"
                if kind != "quantity":
                    what = f"the extensions {other.name!r} and {one.name!r} both have {counted(kind)} called {name!r}"
                faults.add(what, where=one.at, do="leave one of them out, or change one of them")
    try:
        extended.names(steps, these)
    except BadInput as error:
        faults.take(error)
    faults.raise_if_any()
