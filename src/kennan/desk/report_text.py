"""Sections of the report that are words: paths, how to read it, definitions, what was run, the passages."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from kennan.desk import report_tables as tables
from kennan.desk import report_words as words
from kennan.records import summary
from kennan.records.summary import TITLES

if TYPE_CHECKING:
    from xarray import Dataset


def section(title: str, *parts: str) -> str:
    """Return parts (HTML; empty ones are left out) under a heading (text)."""
    name = "".join(c if c.isalnum() else "-" for c in title.lower())
    inside = "\n".join(p for p in parts if p)
    return f'<section aria-labelledby="{name}">\n<h2 id="{name}">{escape(title)}</h2>\n{inside}\n</section>'


def text(said: str, kind: str = "") -> str:
    """Return a paragraph."""
    return f'<p class="{kind}">{escape(said)}</p>' if kind else f"<p>{escape(said)}</p>"


def paths(ds: Dataset) -> str:
    """Return the sequences of outcomes."""
    said = (
        "One world can pass through several outcomes, such as a mellowing that gives way to break-up. "
        "Where a world ended in something other than the last outcome it reached, its ending is named last."
    )
    return section("The paths that led there", text(said), tables.sequences(ds))


def defaults(found: words.Shares, default_run: Dataset | None) -> str:
    """Return the run beside that with every number at its median; "" when there is none."""
    if default_run is None:
        return ""
    said = (
        "The default run gives every world the median numbers, so its worlds differ by luck alone. Where "
        "the two rows differ much, the result rests on what is not known about the numbers and not on luck."
    )
    rows = tables.defaults(found, summary.shares(default_run), default_run.sizes["world"])
    return section("With every number at its median", text(said), rows)


def reading(ds: Dataset) -> str:
    """Return what a reader must know before drawing conclusions."""
    own = (
        "Each draws its own numbers for what the article leaves open, from the ranges stated in the "
        "model's register; so the spread shows both luck and ignorance. This is a prior predictive run: it "
        "says what the article's system does, given what its numbers could be."
    )
    shared = "All have the same numbers in this run, so the spread shows luck alone."
    lines = (
        f"A world is one possible history from {str(ds['month'].values[0])[:4]} on. "
        + (own if words.plan(ds).get("parameters", "drawn") == "drawn" else shared),
        "World 17 has the same luck and the same numbers under every policy. Policies are therefore "
        "compared world against world, and a difference is known better than either share.",
        "It is not a forecast tuned on what happened. No number is fitted to an event after its stated "
        "cut-off date; where later knowledge is used, the number is marked as calibrated, with the date.",
        "Most quantities are ordinal: 0.6 is more than 0.3, and not twice as much. Compare lines and "
        "policies with each other; do not read single values as measurements.",
        "Two ledgers are kept apart. Fidelity asks whether the program does what the article says; truth "
        "asks whether what the article says survives the record. This page belongs to neither: that "
        "containment leads to mellowing here follows in part from building in what the article asserts, "
        "and is no evidence that it did.",
        "The 90 % intervals cover the finite number of worlds only. With more worlds they shrink; the "
        "doubt about the model does not.",
    )
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return section("How to read this", f"<ul>{items}</ul>")


def definitions(ds: Dataset) -> str:
    """Return what each outcome means and the rule that decides it; "" where nothing says so."""
    found = words.definitions(ds)
    if not found:
        return ""
    items = []
    for name, (sentence, rule) in found.items():
        more = f"<dd>Rule: {escape(rule)}</dd>" if rule else ""
        items.append(f"<dt>{escape(TITLES[name].capitalize())}</dt><dd>{escape(sentence)}</dd>{more}")
    note = "Where several hold in a month, the one named first counts."
    return section("What the outcomes mean", f"<dl>{''.join(items)}</dl>", text(note, "note"))


def plan(ds: Dataset, default_run: Dataset | None) -> str:
    """Return what was run, with the policies and the whole plan."""
    rows = words.plan_rows(ds, default_run)
    parts = [
        '<dl class="plain">' + "".join(f"<dt>{escape(n)}</dt><dd>{escape(v)}</dd>" for n, v in rows) + "</dl>"
    ]
    policies = [p for p in words.plan(ds).get("policies", ()) if isinstance(p, dict) and p.get("sentence")]
    if policies:
        inside = "".join(_policy(p) for p in policies)
        parts.append(f"<h3>The policies</h3><dl>{inside}</dl>")
    if words.plan(ds):
        whole = escape(json.dumps(words.plan(ds), ensure_ascii=False, indent=1))
        parts.append(f"<details><summary>The whole plan, as it was run</summary><pre>{whole}</pre></details>")
    return section("What was run", *parts)


def _policy(policy: dict[str, Any]) -> str:
    source = ", ".join(str(policy[k]) for k in ("author", "source") if policy.get(k))
    after = f" ({source})" if source else ""
    known = " Uses hindsight." if policy.get("hindsight") else ""
    return f"<dt>{escape(str(policy['name']))}</dt><dd>{escape(str(policy['sentence']) + after + known)}</dd>"


def passages(ds: Dataset) -> str:
    """Return the passages of the article that the recorded quantities and the policies rest on."""
    rows = words.passages(ds)
    if not rows:
        return ""
    said = (
        "Paragraphs are numbered by part and place: III.2 is the second paragraph of part III. The text is "
        "paraphrased."
    )
    return section("The passages it rests on", text(said), f"<dl>{''.join(map(_passage, rows))}</dl>")


def _passage(row: tuple[str, str, list[str]]) -> str:
    name, paraphrase, rests = row
    body = f"{escape(paraphrase)} " if paraphrase else ""
    carries = f'<span class="note">Carries: {escape(", ".join(rests))}.</span>'
    return f"<dt>{escape(name)}</dt><dd>{body}{carries}</dd>"
