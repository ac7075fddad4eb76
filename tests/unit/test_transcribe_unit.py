"""Code read as equations: one expression, and one function of a file."""

from __future__ import annotations

import ast

import pytest

from kennan.reading import transcribe
from kennan.reading.latex import Names, render


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("a - (b + c)", r"\text{a} - \left(\text{b} + \text{c}\right)"),
        ("(a + b) * c", r"\left(\text{a} + \text{b}\right) \cdot \text{c}"),
        ("a / (b * c) + d", r"\frac{\text{a}}{\text{b} \cdot \text{c}} + \text{d}"),
        ("-a * b / c", r"-\frac{\text{a} \cdot \text{b}}{\text{c}}"),
        ("a * -b", r"\text{a} \cdot \left(-\text{b}\right)"),
        ("(a - b) ** 2", r"\left(\text{a} - \text{b}\right)^{2}"),
        ("jnp.exp(a * jnp.log(s.b))", r"\text{b}^{\text{a}}"),
        ("jnp.exp(-here.dt / p.a)", r"e^{-\frac{\Delta t}{\text{a}}}"),
        ("jnp.maximum(a - b, 0.0)", r"\left[\text{a} - \text{b}\right]^{+}"),
        ("(a > b) & ~c | d", r"\left(\text{a} > \text{b}\right) \wedge \neg \text{c} \vee \text{d}"),
        ("clip01(a) * levers.tone", r"\left[\text{a}\right]_{0}^{1} \cdot \text{lever.tone}"),
        ("draw.crisis < a", r"u_{\text{crisis}} < \text{a}"),
        (
            "jnp.where(a, b, jnp.where(c, d, e))",
            r"\begin{cases} \text{b} & \text{if } \text{a} \\ \text{d} & \text{if } \text{c} \\ "
            r"\text{e} & \text{otherwise} \end{cases}",
        ),
    ],
)
def test_code_is_read_as_written(code, wanted):
    assert render(ast.parse(code, mode="eval").body, Names({}, lambda *_: None)) == wanted


@pytest.mark.parametrize(
    "code", ["[a for a in b]", "a if b else c", "unheard_of(a)", "a @ b @ c if d else e"]
)
def test_what_cannot_be_read_is_refused(code):
    with pytest.raises(ValueError, match="cannot read"):
        render(ast.parse(code, mode="eval").body, Names({}, lambda *_: None))


CODE = """
def advance(s, p, draw, levers, here):
    \"\"\"Advance menace.\"\"\"
    wanted = p.siege * levers.tone
    return {"menace": approach(s.menace, wanted, p.siege_memory, here.dt)}
"""


def test_a_function_is_read_line_by_line():
    (section,) = transcribe.equations(CODE)
    assert (section.name, section.sentence) == ("advance", "Advance menace.")
    assert section.equations == [
        r"\text{wanted} = \text{siege} \cdot \text{lever.tone}",
        r"\frac{\mathrm{d}\, \text{menace}}{\mathrm{d}t} = "
        r"\frac{\text{wanted} - \text{menace}}{\text{siege_memory}}",
    ]


def test_a_changed_line_changes_its_equation():
    (section,) = transcribe.equations(CODE.replace("p.siege * levers.tone", "p.siege - levers.tone"))
    assert section.equations[0] == r"\text{wanted} = \text{siege} - \text{lever.tone}"
