"""One expression of Python, read as LaTeX.

Names of the registers stay as they are, upright; the notation for the rest is at the foot of every page in
``docs/theory``. Nothing is simplified: what stands on a page is what the code does, operation by operation.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping

WIDE = 56  # signs; a sum or product that would be wider is set in lines
OR, COMPARED, SUM, PRODUCT, NEGATED, POWER, ATOM = range(7)

OWNERS = {"read": "mind", "_mood": "mood"}  # local names of the same record


class Names:
    """How names are written at one place of the code: ``local`` gives the LaTeX of each local name."""

    def __init__(self, local: Mapping[str, str], helper: Callable[[ast.Call, Names], str | None]):
        self.local, self.helper = local, helper


def text(name: str) -> str:
    """Return a name, upright."""
    return rf"\text{{{name}}}"


def names_in(latex: str) -> list[str]:
    """Return every name of the registers or of the code that stands in a formula."""
    found = re.findall(r"\\text\{([a-z_][\w.]*)\}", latex)
    return [name for name in found if name != "otherwise"]


def new(name: str) -> str:
    """Return the sign of a new value: primed if it is a quantity."""
    from kennan.model import quantities

    return text(name) + ("'" if name in quantities.load() else "")


_INNERMOST = re.compile(r"\\begin\{(array|cases)\}(?:\{l\})?((?:(?!\\begin).)*?)\\end\{\1\}", re.DOTALL)


def width(latex: str) -> int:
    """Return about how many signs wide a formula is set."""
    while block := _INNERMOST.search(latex):
        widest = max(width(row) for row in block[2].split(r"\\"))
        latex = latex[: block.start()] + "x" * widest + latex[block.end() :]
    plain = re.sub(r"\\(?:text|operatorname)\{([^}]*)\}", lambda m: "x" * len(m[1]), latex)
    return len(re.sub(r"\\[a-zA-Z]+|[\\{}$&_^ ]", "", plain))


def render(node: ast.expr, names: Names, outer: int = OR) -> str:
    """Return an expression as LaTeX, in brackets where an operator of strength ``outer`` around it needs them."""
    latex, strength = _read(node, names)
    return rf"\left({latex}\right)" if strength < outer else latex


def lines(parts: list[tuple[str, str]], limit: int = WIDE) -> str:
    """Return parts (each: the sign before it, and itself) in one line, or in as many as their width asks for."""
    rows: list[str] = [""]
    for sign, part in parts:
        joined = f"{rows[-1]} {sign} {part}".strip() if rows[-1] else f"{sign if sign == '-' else ''}{part}"
        if rows[-1] and width(joined) > limit:
            rows.append(f"{sign} {part}")
        else:
            rows[-1] = joined
    if len(rows) == 1:
        return rows[0]
    return r"\begin{array}{l} " + r" \\ ".join(rows) + r" \end{array}"


def _read(node: ast.expr, names: Names) -> tuple[str, int]:
    if (positive := _without_minus(node)) is not None:
        return "-" + render(positive, names, PRODUCT), SUM
    match node:
        case ast.Constant(value=float() | int() as value):
            return _number(value), ATOM if value >= 0 else NEGATED
        case ast.Name(id=name):
            return names.local.get(name, text(name)), ATOM
        case ast.Attribute():
            return attribute(node), ATOM
        case ast.UnaryOp(op=ast.Invert(), operand=inner):
            return r"\neg " + render(inner, names, POWER), NEGATED
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            return lines(_sum(node, names, "+")), SUM
        case ast.BinOp(op=ast.Mult()):
            kept = [f for f in _factors(node) if not _is_one(f)]
            if len(kept) == 1:
                return _read(kept[0], names)
            parts = [(r"\cdot", render(factor, names, PRODUCT)) for factor in kept]
            return lines(parts, WIDE + 10), PRODUCT
        case ast.BinOp(op=ast.Div(), left=top, right=bottom):
            return rf"\frac{{{render(top, names)}}}{{{render(bottom, names)}}}", PRODUCT
        case ast.BinOp(op=ast.Pow(), left=base, right=power):
            return rf"{_base(base, names)}^{{{render(power, names)}}}", POWER
        case ast.BinOp(op=ast.MatMult(), left=left, right=right):
            return (
                rf"\sum_{{j}} {render(left, names)}_{{ij}} \cdot {render(right, names, PRODUCT)}_{{j}}",
                PRODUCT,
            )
        case ast.BinOp(op=ast.BitAnd(), left=left, right=right):
            both = [("", _condition(left, names)), (r"\wedge", _condition(right, names))]
            return lines(both), COMPARED
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return lines([("", _condition(left, names)), (r"\vee", _condition(right, names))]), OR
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            written = {ast.Lt: "<", ast.Gt: ">", ast.LtE: r"\le", ast.GtE: r"\ge"}[type(sign)]
            return f"{render(left, names, SUM)} {written} {render(right, names, SUM)}", COMPARED
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=int() as at)):
            whole = names.local.get(name, text(name))
            return (rf"\left({whole}\right)" if "_{" in whole else whole) + f"_{{{at + 1}}}", ATOM
        case ast.Subscript(slice=ast.Constant(value=str() as key)):
            return new(key), ATOM
        case ast.Lambda(body=body):
            return _read(body, names)
        case ast.Call():
            return _call(node, names)
    raise ValueError(f"cannot read {ast.unparse(node)}")


def _without_minus(node: ast.expr) -> ast.expr | None:
    """Return what a leading minus is set before, or nothing if there is none."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return node.operand
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div):
        left = _without_minus(node.left)
        return None if left is None else ast.BinOp(left, node.op, node.right)
    return None


def _condition(node: ast.expr, names: Names) -> str:
    return render(node, names, SUM if isinstance(node, ast.Compare) else COMPARED)


def _number(value: float) -> str:
    if value and abs(value) < 1e-3:
        digits, power = f"{value:e}".split("e")
        return (
            rf"{float(digits):g} \cdot 10^{{{int(power)}}}" if float(digits) != 1 else rf"10^{{{int(power)}}}"
        )
    return f"{value:g}"


def attribute(node: ast.Attribute) -> str:
    """Return what is read by name: a quantity, number, lever, draw, or figure of the place."""
    owner = node.value.id if isinstance(node.value, ast.Name) else ""
    if owner == "here":
        return r"\Delta t" if node.attr == "dt" else rf"{text(node.attr)}^{{\circ}}"
    if owner == "draw":
        from kennan.model import chance

        law = "u" if chance.declared()[node.attr][0] == chance.UNIFORM else "z"
        return rf"{law}_{{{text(node.attr)}}}"
    if owner == "levers":
        return text("lever." + node.attr)
    if owner in ("s", "p"):
        return text(node.attr)
    return record(owner, node.attr)


def record(owner: str, name: str) -> str:
    """Return a named part of what a helper works out for all theatres alike, such as ``mind.words``."""
    sign = new(name)
    return sign if sign.endswith("'") else text(f"{OWNERS.get(owner, owner)}.{name}")


def _is_one(node: ast.expr) -> bool:
    """Say whether a factor only turns a condition into a number."""
    return ast.unparse(node) == "jnp.float32(1.0)"


def _sum(node: ast.expr, names: Names, sign: str) -> list[tuple[str, str]]:
    """Return the terms of a sum with their signs, left to right."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        right = "+" if isinstance(node.op, ast.Add) else "-"
        return [*_sum(node.left, names, sign), (right, _term(node.right, names, right))]
    return [(sign, _term(node, names, sign))]


def _term(node: ast.expr, names: Names, sign: str) -> str:
    return render(node, names, PRODUCT if sign == "-" else SUM)


def _factors(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return [*_factors(node.left), *_factors(node.right)]
    return [node]


def _call(node: ast.Call, names: Names) -> tuple[str, int]:
    """Return a call: a function of arrays, one of the forms, or a helper of the file."""
    args = node.args

    def arg(at: int, outer: int = OR) -> str:
        return render(args[at], names, outer)

    function = node.func
    if isinstance(function, ast.Attribute) and not (
        isinstance(function.value, ast.Name) and function.value.id in ("jnp", "here")
    ):
        return _method(function, names)
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    match name:
        case "apart" | "Names" | "dict":
            return _read(args[0], names)
        case "exp":
            return _exp(args[0], names), POWER
        case "log":
            return rf"\ln {arg(0, ATOM)}", PRODUCT
        case "log1p":
            return rf"\ln \left(1 + {arg(0, SUM)}\right)", PRODUCT
        case "sqrt":
            return rf"\sqrt{{{arg(0)}}}", ATOM
        case "maximum" if isinstance(args[1], ast.Constant) and args[1].value == 0:
            return rf"\left[{arg(0)}\right]^{{+}}", ATOM
        case "maximum" | "minimum":
            return rf"\{name[:3]} \left({arg(0)},\; {arg(1)}\right)", ATOM
        case "clip":
            return rf"\left[{arg(0)}\right]_{{{arg(1)}}}^{{{arg(2)}}}", ATOM
        case "where":
            return _cases(node, names), ATOM
        case "stack" if isinstance(args[0], ast.List):
            return r"\left(" + r",\; ".join(render(e, names) for e in args[0].elts) + r"\right)", ATOM
        case "stack":
            return text("the progress of each"), ATOM
        case "float32":
            return _read(args[0], names)
        case "clip01":
            return rf"\left[{arg(0)}\right]_{{0}}^{{1}}", ATOM
        case "above":
            mark = "" if ast.unparse(args[1]) == "0.0" else f" - {arg(1, PRODUCT)}"
            return rf"\left[{arg(0)}{mark}\right]^{{+}}", ATOM
        case "sigmoid":
            return rf"\sigma \left({arg(0)}\right)", ATOM
        case "normal_cdf":
            return rf"\Phi \left({arg(0)}\right)", ATOM
        case "hill":
            return rf"\operatorname{{hill}} \left({arg(0)};\; {arg(1)},\; {arg(2)}\right)", ATOM
        case "chance_of":
            return rf"\operatorname{{chance}} \left({arg(0)}\right)", ATOM
        case "approach" | "fill":
            inside = lines([("", arg(0) + r";\; "), ("", arg(1) + r",\; "), ("", arg(2))])
            return rf"\operatorname{{{name}}} \left({inside}\right)", ATOM
        case "jacobi":
            x = arg(0, PRODUCT)
            return (
                rf"{arg(1, PRODUCT)} \cdot \sqrt{{{x} \cdot \left(1 - {x}\right) \cdot \Delta t}}"
                rf" \cdot {arg(2)}",
                PRODUCT,
            )
    if (found := names.helper(node, names)) is not None:
        return found, ATOM
    raise ValueError(f"cannot read {ast.unparse(node)}")


def _method(function: ast.Attribute, names: Names) -> tuple[str, int]:
    inner = function.value
    match function.attr:
        case "astype":
            return _read(inner, names)
        case "sum":
            return rf"\sum {render(inner, names, PRODUCT)}", SUM
        case "mean":
            return rf"\overline{{{render(inner, names)}}}", ATOM
        case "max" | "min":
            return rf"\{function.attr} {render(inner, names, ATOM)}", ATOM
    raise ValueError(f"cannot read the method {function.attr}")


def _base(node: ast.expr, names: Names) -> str:
    """Return what is raised to a power; what bears a mark above already goes in brackets."""
    latex = render(node, names, ATOM)
    return rf"\left({latex}\right)" if latex.endswith(("'", "}^{*}", "circ}")) else latex


def _exp(node: ast.expr, names: Names) -> str:
    """Return e to a power; the exponential of a logarithm times a power is that power."""
    factors = _factors(node)
    logs = [f for f in factors if isinstance(f, ast.Call) and ast.unparse(f.func) == "jnp.log"]
    rest = [f for f in factors if f not in logs]
    if len(logs) == 1 and len(rest) == 1:
        return rf"{_base(logs[0].args[0], names)}^{{{render(rest[0], names)}}}"
    power = render(node, names)
    if width(power) > WIDE // 2 or "array" in power:
        return rf"\exp \left({power}\right)"
    return rf"e^{{{power}}}"


def _cases(node: ast.Call, names: Names) -> str:
    """Return a choice, and those nested in its last branch, as cases."""
    rows, rest = [], node
    while True:
        condition, yes, no = rest.args
        rows.append(rf"{render(yes, names)} & \text{{if }} {render(condition, names)}")
        if not (isinstance(no, ast.Call) and ast.unparse(no.func) == "jnp.where"):
            break
        rest = no
    rows.append(rf"{render(no, names)} & \text{{otherwise}}")
    return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"
