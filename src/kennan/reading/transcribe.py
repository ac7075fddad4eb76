"""A mechanism's code, read as equations: statement by statement, function by function.

Equations are read when somebody asks for them and are kept nowhere, so that none can fall behind its code.

A local value that a function returns under the name of a quantity is written as that quantity, marked as new
(``x'``). One that borrows the name of a quantity or number without being returned as it is starred, and one that is
worked on in several steps is numbered, so that no sign on a page stands for two things.
"""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass, field

from kennan.model.in_use import of_model
from kennan.reading import latex
from kennan.reading.latex import Names, render, text

ENTRIES = ("advance", "believe", "provoke")  # what the month calls
CONTEXT = ("s", "p", "draw", "levers", "here", "dt", "mind", "read", "mood")
OWN = ("s", "p", "here", "draw")  # whose names are those of the registers
FORMS = ("approach", "fill")


@dataclass
class Section:
    """The equations of one function: its name, the first line of its docstring, and the equations in order."""

    name: str
    sentence: str
    equations: list[str] = field(default_factory=list)


@of_model
def known() -> frozenset[str]:
    """Return every name of the registers of quantities, parameters and levers."""
    from kennan.model import parameters, quantities

    return frozenset([*quantities.load(), *parameters.load()])


def equations(source: str) -> list[Section]:
    """Return the equations in the code of a mechanism, what the month calls first, then its helpers.

    Parameters
    ----------
    source : the text of the file.

    Raises
    ------
    ValueError : a line cannot be read as an equation; it is in the message.
    """
    functions = {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    return _File(functions).sections()


class _File:
    def __init__(self, functions: dict[str, ast.FunctionDef]):
        self.functions = functions
        self.calls = _call_sites(functions)

    def sections(self) -> list[Section]:
        order = sorted(self.functions, key=lambda name: name not in ENTRIES)
        found = [self._section(self.functions[name]) for name in order]
        for section in found:
            section.equations = [" ".join(equation.split()) for equation in section.equations]
        return [section for section in found if section.equations]

    def _section(self, function: ast.FunctionDef) -> Section:
        section = Section(function.name, (ast.get_docstring(function) or "").split("\n")[0])
        local = self._given(function)
        named = self.named(function.name)
        if not named:  # an operator: its arguments are signs of their own
            for argument in _own_arguments(function):
                local[argument] = _unclaimed(argument)
        steps = list(self._steps(function.body, local))
        results = self._results(function.name, steps)
        count, seen = Counter(target for target, _ in steps if target), Counter[str]()
        for target, _ in steps:
            local.setdefault(target, "") if target else None
        names = Names(local, self._helper)
        final = {target: results.get(target) or _unclaimed(target) for target in count}
        for name in final:  # until it is set for the first time a name has its sign from outside, if any
            local.pop(name, None) if not local.get(name) else None
        for target, value in steps:
            if target.endswith(")"):
                section.equations += _equation(
                    render(ast.parse(target, mode="eval").body, names), value, names
                )
                continue
            if isinstance(value, ast.Dict) and target:
                section.equations += self._dictionary(function.name, value, names)
                continue
            if not target:
                section.equations += self._returned(function, value, names)
                continue
            seen[target] += 1
            last = seen[target] == count[target]
            sign = final[target] if last else _step(final[target], seen[target])
            if not _same(sign, value, names):
                section.equations += _equation(sign, value, names)
            local[target] = sign
        return section

    def _given(self, function: ast.FunctionDef) -> dict[str, str]:
        """Return the signs of the arguments that are values of the caller, under the caller's names."""
        given = {"dt": r"\Delta t"} if any(a.arg == "dt" for a in function.args.args) else {}
        if function.name in _SAME:
            returned = _returned_names(self.functions["advance"])
            given |= {name: returned.get(name, _unclaimed(name)) for name in _own_arguments(function)}
        return given

    def _steps(self, body: list[ast.stmt], local: dict[str, str]) -> list[tuple[str, ast.expr]]:
        """Return the assignments in order, ("", value) for what is returned; what only renames goes to ``local``."""
        steps: list[tuple[str, ast.expr]] = []
        inner = {node.name: node for node in body if isinstance(node, ast.FunctionDef)}
        for node in body:
            match node:
                case ast.FunctionDef(body=[ast.Return(value=ast.expr() as value)]) if node.args.args:
                    local.update({f"{node.name}(": node.name, **{a.arg: text(a.arg) for a in node.args.args}})
                    call = ast.Call(ast.Name(node.name), [ast.Name(a.arg) for a in node.args.args], [])
                    steps.append((ast.unparse(call), value))
                case ast.Assign(targets=[target], value=value):
                    value = _apart(value)
                    if isinstance(value, ast.Name) and value.id in inner:
                        found = self._steps(inner[value.id].body, local)
                        steps += [step for step in found[:-1] if not _again(step, steps)]
                        value = found[-1][1]
                    steps += [
                        step for step in self._assigned(target, value, local) if not _again(step, steps)
                    ]
                case ast.Return(value=ast.expr() as value):
                    steps.append(("", value))
        return steps

    def _assigned(
        self, target: ast.expr, value: ast.expr, local: dict[str, str]
    ) -> list[tuple[str, ast.expr]]:
        """Return what an assignment sets; names that a helper's section explains are only noted in ``local``."""
        helper = self.functions.get(getattr(value.func, "id", "")) if isinstance(value, ast.Call) else None
        if isinstance(target, ast.Tuple) and helper:
            names = [element.id for element in target.elts if isinstance(element, ast.Name)]
            local.update(zip(names, self.calls[helper.name], strict=True))
            return []
        return _assigned(target, value, local)

    def _results(self, function: str, steps: list[tuple[str, ast.expr]]) -> dict[str, str]:
        """Return the LaTeX of the local names that a function returns under another name."""
        found: dict[str, str] = {}
        value = steps[-1][1]
        for dictionary in [v for _, v in steps if isinstance(v, ast.Dict)]:
            for key, item in zip(dictionary.keys, dictionary.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(item, ast.Name):
                    found[item.id] = latex.new(str(key.value))
        if isinstance(value, ast.Tuple):
            wanted = self.calls.get(function, [])
            for at, item in enumerate(value.elts):
                if isinstance(item, ast.Name) and at < len(wanted):
                    found[item.id] = wanted[at]
        return found

    def named(self, function: str) -> bool:
        """Say whether a function is called with the month's own things alone, so that its result is one named value."""
        return function in ENTRIES or not _own_arguments(self.functions[function]) or function in _SAME

    def _returned(self, function: ast.FunctionDef, value: ast.expr, names: Names) -> list[str]:
        if isinstance(value, ast.Dict):
            return self._dictionary(function.name, value, names)
        if not self.named(function.name):
            arguments = r",\; ".join(names.local[a] for a in _own_arguments(function))
            called = rf"\operatorname{{{function.name.strip('_')}}} \left({arguments}\right)"
            return _equation(called, value, names)
        wanted = self.calls.get(function.name, [])
        if isinstance(value, ast.Tuple):
            pairs = zip(wanted, value.elts, strict=True)
            return [
                e
                for sign, item in pairs
                if not _same(sign, item, names)
                for e in _equation(sign, item, names)
            ]
        sign = wanted[0] if wanted else text(function.name.strip("_"))
        return [] if _same(sign, value, names) else _equation(sign, value, names)

    def _dictionary(self, function: str, value: ast.Dict, names: Names) -> list[str]:
        found: list[str] = []
        for key, item in zip(value.keys, value.values, strict=True):
            if key is None or not isinstance(key, ast.Constant) or key.value == "events":
                continue
            entry = function in ENTRIES
            sign = latex.new(str(key.value)) if entry else latex.record(function, str(key.value))
            if not _same(sign, item, names):
                found += _equation(sign, item, names)
        return found

    def _helper(self, node: ast.Call, names: Names) -> str | None:
        name = getattr(node.func, "id", "")
        if f"{name}(" in names.local:  # a function within the function
            arguments = r",\; ".join(render(a, names) for a in node.args)
            return rf"\operatorname{{{name}}} \left({arguments}\right)"
        function = self.functions.get(name)
        if function is None:  # of another file
            return text(name.strip("_"))
        own = _own_arguments(function)
        if self.named(name):
            wanted = self.calls.get(name, [])
            return wanted[0] if len(wanted) == 1 else text(name.strip("_"))
        parameters = [a.arg for a in function.args.args]
        arguments = r",\; ".join(render(node.args[parameters.index(a)], names) for a in own)
        return rf"\operatorname{{{name.strip('_')}}} \left({arguments}\right)"


#: Helpers whose further arguments are values of the same name at the one place that calls them.
_SAME = ("_aspiration", "_upkeep", "_vulnerability", "openings")


def _own_arguments(function: ast.FunctionDef) -> list[str]:
    return [a.arg for a in function.args.args if a.arg not in CONTEXT]


def _unclaimed(name: str) -> str:
    """Return the sign of a local value: starred if a register has its name."""
    return text(name) + ("^{*}" if name in known() else "")


def _step(sign: str, number: int) -> str:
    return sign.removesuffix("'").removesuffix("^{*}") + f"_{{{number}}}"


def _same(sign: str, node: ast.expr, names: Names) -> bool:
    return (
        isinstance(node, ast.Name | ast.Subscript | ast.Call | ast.Attribute) and _bare(node, names) == sign
    )


def _bare(node: ast.expr, names: Names) -> str:
    try:
        return render(node, names)
    except ValueError:
        return ""


def _apart(node: ast.expr) -> ast.expr:
    """Return what a wall of compilation holds: ``here.apart(lambda: x)`` is x."""
    while isinstance(node, ast.Call) and ast.unparse(node.func) in ("here.apart", "Names"):
        node = node.args[0]
        if isinstance(node, ast.Lambda):
            node = node.body
    return node


def _again(step: tuple[str, ast.expr], steps: list[tuple[str, ast.expr]]) -> bool:
    """Say whether a step repeats another word for word, reading nothing that could have changed between them."""
    reads = {node.id for node in ast.walk(step[1]) if isinstance(node, ast.Name)}
    same = any(name == step[0] and ast.unparse(value) == ast.unparse(step[1]) for name, value in steps)
    return same and reads <= {"s", "p", "here", "levers"}


def _assigned(target: ast.expr, value: ast.expr, local: dict[str, str]) -> list[tuple[str, ast.expr]]:
    if isinstance(target, ast.Tuple):
        if not isinstance(value, ast.Tuple):
            return []  # the results of a function within the function; its own steps are before this one
        pairs = zip(target.elts, value.elts, strict=True)
        return [step for one, other in pairs for step in _assigned(one, other, local)]
    if not isinstance(target, ast.Name):
        return []
    owner = value.value if isinstance(value, ast.Attribute) else None
    if isinstance(value, ast.Attribute) and isinstance(owner, ast.Name) and owner.id in OWN:
        local[target.id] = latex.attribute(value)
        return []
    if isinstance(value, ast.Name) and value.id == target.id:
        return []
    return [(target.id, value)]


def _equation(sign: str, value: ast.expr, names: Names) -> list[str]:
    """Return one assignment as equations: a rate where the form is a rate, else an equality."""
    if isinstance(value, ast.Call) and getattr(value.func, "id", "") in FORMS:
        stock = value.args[0]
        if isinstance(stock, ast.Attribute) and ast.unparse(stock).startswith("s."):
            return _rate(sign, stock.attr, value, names)
    return [f"{sign} = {render(value, names)}"]


def _rate(sign: str, stock: str, value: ast.Call, names: Names) -> list[str]:
    x = text(stock)
    left = rf"\frac{{\mathrm{{d}}\, {x}}}{{\mathrm{{d}}t}}"
    if sign != x + "'":
        left = rf"{sign}:\quad {left}"
    first, second = value.args[1:3]
    if getattr(value.func, "id", "") == "approach":
        before, target = [], render(first, names, latex.PRODUCT)
        if latex.width(target) > 34:
            before = [rf"{x}^{{\infty}} = {render(first, names)}"]
            target = rf"{x}^{{\infty}}"
        gap = rf"{target} - {x}"
        if (
            isinstance(second, ast.BinOp)
            and isinstance(second.op, ast.Div)
            and ast.unparse(second.left) == "1.0"
        ):
            speed = render(second.right, names, latex.PRODUCT)
            return [*before, rf"{left} = {speed} \cdot \left({gap}\right)"]
        return [*before, rf"{left} = \frac{{{gap}}}{{{render(second, names)}}}"]
    parts = [("+", rf"{render(first, names, latex.PRODUCT)} \cdot \left(1 - {x}\right)")]
    if not (isinstance(second, ast.Constant) and second.value == 0):
        parts.append(("-", rf"{render(second, names, latex.PRODUCT)} \cdot {x}"))
    return [f"{left} = {latex.lines(parts)}"]


def _call_sites(functions: dict[str, ast.FunctionDef]) -> dict[str, list[str]]:
    """Return, by helper, the signs under which its results are known where it is called."""
    found: dict[str, list[str]] = {}
    for function in functions.values():
        returned = _returned_names(function)
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                call = _apart(node.value)
                name = getattr(call.func, "id", "") if isinstance(call, ast.Call) else ""
                if name not in functions:
                    continue
                target = node.targets[0]
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                signs = [returned.get(n.id) or _unclaimed(n.id) for n in names if isinstance(n, ast.Name)]
                results = functions[name].body[-1]
                many = isinstance(results, ast.Return) and isinstance(results.value, ast.Tuple)
                if many and len(signs) == 1:
                    signs = [f"{signs[0]}_{{{at + 1}}}" for at in range(len(results.value.elts))]  # type: ignore
                found[name] = signs
            elif isinstance(node, ast.Dict):
                for key, item in zip(node.keys, node.values, strict=True):
                    name = getattr(item.func, "id", "") if isinstance(item, ast.Call) else ""
                    if name in functions and isinstance(key, ast.Constant):
                        found.setdefault(name, [latex.new(str(key.value))])
    return found


def _returned_names(function: ast.FunctionDef) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Dict):
            for key, item in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(item, ast.Name):
                    found[item.id] = latex.new(str(key.value))
    return found
