"""Signatures of part II of the article: force, crises and ways out (II.9-10), and shifting points (III.1)."""

from __future__ import annotations

import numpy as np
from experiments import Lab, paired, signature, walled

TEN = ("CZE", "HUN", "MAN", "NCH", "GRE", "ITA", "FRA", "WGR", "IRN", "VNN")


def yields(run) -> float:
    """Return the share of crises' turns in which the Kremlin yields."""
    mine, theirs, higher = (
        run.events(kind).sum() for kind in ("kremlin_yields", "west_yields", "escalation")
    )
    return float(mine / max(int(mine) + int(theirs) + int(higher), 1))


@signature("S30")
def s30(lab: Lab):
    def f(off):
        a = lab.run("withdrawal", years=5, off=off, walls=walled(TEN, 0.6, 30, 36))
        return paired(a, lab.run("withdrawal", years=5, off=off), "confidence", 42, 48)

    a, b = f(()), f(("patience",))
    return a, b, a > -0.02 and b < a - 0.01, ""


@signature("S31")
def s31(lab: Lab):
    runs = [lab.run(years=15, steady=s) for s in (0.95, 0.7, 0.45, 0.2, 0.0)]
    v = [run.mean("orbit", 180) for run in runs]
    frustration = paired(runs[0], runs[-1], "frustration", 180)
    monotone = all(v[i + 1] > v[i] - 0.005 for i in range(4))
    note = f"orbit {' '.join(f'{x:.3f}' for x in v)}; frustration {frustration:+.3f}"
    return v[-1], v[0], v[-1] - v[0] > 0.04 and monotone and frustration > 0.1, note


@signature("S32")
def s32(lab: Lab):
    def f(off):
        off = (*off, "temper_exploited", "escalation_to_war")
        return yields(lab.run(years=20, off=off, tone=0.85, exit=0.1)) - yields(
            lab.run(years=20, off=off, tone=0.1, exit=0.1)
        )

    a, b = f(()), f(("prestige_engaged",))
    return a, b, a < -0.15 and a < b - 0.15, ""


@signature("S33")
def s33(lab: Lab):
    def f(off):
        off = (*off, "escalation_to_war")
        a, b = (lab.run(years=15, off=off, tone=0.5, temper=x).count("west_yields") for x in (0.8, 0.0))
        return a - b

    a, b = f(()), f(("temper_exploited",))
    return a, b, a > 0.3 and a > b + 0.3, ""


@signature("S34")
def s34(lab: Lab):
    def f(off):
        off = (*off, "escalation_to_war")
        a, b = (yields(lab.run(years=20, off=off, tone=0.5, exit=x)) for x in (0.95, 0.05))
        return a - b

    a, b = f(()), f(("face_saving_exit",))
    return a, b, a > 0.1 and a > b + 0.1, ""


@signature("S35")
def s35(lab: Lab):
    def f(off):
        return lab.run("perimeter", years=20, off=off).count("takeover") - lab.run(years=20, off=off).count(
            "takeover"
        )

    a, b = f(()), f(("fluid_pressure",))
    return a, b, a > 3, "reference: the fluid off"


@signature("S36")
def s36(lab: Lab):
    a, b = (lab.run(policy, years=20).mean("orbit", 240) for policy in ("charm", "containment"))
    return a, b, a - b > 0.03, ""


@signature("S75")
def s75(lab: Lab):
    def f(off):
        off = (*off, "escalation_to_war")
        a, b = (yields(lab.run(years=20, off=off, level=x)) for x in (0.80, 0.25))
        return a - b

    a, b = f(()), f(("sensitivity_to_force",))
    return a, b, a > 0.05 and a > b + 0.05, ""


@signature("S79")
def s79(lab: Lab):
    e = lab.run(years=20).januaries("effort")[1:]
    top = np.argsort(-e, axis=1)[:, :5]
    a = float(np.mean([len(np.unique(top[..., w])) for w in range(top.shape[2])]))
    return a, None, a > 10, "January values (the dossier looked twice a year)"


@signature("S80")
def s80(lab: Lab):
    a, b = lab.run(tone=0.85, exit=0.1, temper=0.6).share("general_war"), lab.run().share("general_war")
    return a, b, a > b + 0.05, ""
