"""Signatures of part I of the article: ideology and the circumstances of power."""

from __future__ import annotations

import numpy as np
from experiments import Lab, held, paired, signature, t_of, theatres


@signature("S01")
def s01(lab: Lab):
    def f(off):
        a, b = (lab.run(years=6, off=off, holds=held(private_remnants=x)) for x in (0.02, 0.60))
        return paired(a, b, "menace", 48, 72)

    a, b = f(()), f(("menace_substitution",))
    return a, b, a > 0.10 and abs(b) < 0.02, ""


@signature("S02")
def s02(lab: Lab):
    def f(off):
        return paired(
            lab.run(years=4, off=off, holds=held(24, 40, open_dissent=0.10)),
            lab.run(years=4, off=off),
            "menace",
            36,
            40,
        )

    a, b = f(()), f(("foreign_agents",))
    return a, b, a - b > 0.02 and a > 0, ""


@signature("S03")
def s03(lab: Lab):
    def f(off):
        def go(organs, hostility):
            return lab.run(years=6, off=off, holds=held(organs=organs, western_hostility=hostility))

        base = go(0.75, 0.40)
        home = abs(paired(base, go(0.375, 0.40), "menace", 60, 72))
        return home / max(abs(paired(base, go(0.75, 0.20), "menace", 60, 72)), 1e-6)

    a, b = f(()), f(("menace_substitution", "siege_interest"))
    return a, b, a > 2 and b < 1, ""


@signature("S04")
def s04(lab: Lab):
    def f(off):
        a, b = (lab.run(years=6, off=off, holds=held(menace=x)) for x in (0.95, 0.30))
        return paired(a, b, "western_hostility", 36, 72)

    a, b = f(()), f(("self_fulfilling_hostility",))
    return a, b, a > 0.10 and abs(b) < 0.02, ""


@signature("S05")
def s05(lab: Lab):
    def f(off):
        eased = lab.run(years=15, off=off, holds=held(60, mellowing=0.6))["organs"][60:]
        return lab.run(years=15, off=off).mean("organs_mastery", 175), float((eased > 0.45).sum(0).mean())

    a, b = f(()), f(("organs_become_masters",))
    note = f"mastery {a[0]:.3f} against {b[0]:.3f}"
    return a[1], b[1], a[0] > 0.3 and a[0] - b[0] > 0.2 and a[1] - b[1] > 3, note


@signature("S06")
def s06(lab: Lab):
    a, b = lab.run(years=6), lab.run(years=6, off=["siege_interest"])
    d = paired(a, b, "menace", 48, 72)
    return d, 0.0, d > 0.03 and t_of(a, b, "menace", 48, 72) > 3, ""


@signature("S07")
def s07(lab: Lab):
    def f(off):
        run = lab.run(years=9, off=off, holds=held(60, mellowing=0.6))
        return run.mean("organs", 60) - run.mean("organs", 96)

    a, b = f(()), f(("organs_ratchet",))
    return a, b, b - a > 0.05, ""


@signature("S08")
def s08(lab: Lab):
    def f(off):
        a, b = (lab.run(years=10, off=off, holds=held(organs=x)) for x in (0.85, 0.45))
        return paired(a, b, "private_opposition", 96, 120)

    a, b = f(()), f(("repression_breeds_opposition",))
    return a, b, a > 0.05 and b < 0.5 * a, ""


@signature("S09")
def s09(lab: Lab):
    def f(off):
        return lab.run(years=10, off=off, holds=held(60, organs=0.3)).mean("menace", 84, 120)

    a, b = f(()), f(("canonised_fiction",))
    return a, b, a - b > 0.04, ""


@signature("S10")
def s10(lab: Lab):
    def f(off):
        # the tide is held near even odds, where the logistic curve is alike both ways
        even = held(frustration=0.4, recent_gain=0.0)
        change = {"tide_of_history": 1.0, "start.confidence": 0.55}
        b = lab.run(years=5, off=off, set=change, holds=even)
        up, down = (
            lab.run(years=5, off=off, set=change, holds=even + held(24, 30, western_impression=x))
            for x in (0.78, 0.38)
        )
        return -paired(up, b, "confidence", 30) / max(paired(down, b, "confidence", 30), 1e-6)

    a, b = f(()), f(("congenial_belief",))
    return a, b, a < 0.8 * b, "frustration held at .4 in place of a doctrine below its range"


@signature("S11")
def s11(lab: Lab):
    def f(off):
        # design changed after a first failure: break-ups, in which all profession ends, are kept out of both arms
        # by keeping rivals from reaching down; the prototype left them out by freezing such worlds
        run = lab.run(years=20, off=(*off, "reaching_down"))
        widened = run["profession"] - run["conviction"]
        return float((widened[240] - widened[12]).mean())

    a, b = f(()), f(("enthusiasm_to_imposture",))
    return a, b, a > 0.10 and a - b > 0.10, "reaching_down off in both arms (design changed after a failure)"


@signature("S12")
def s12(lab: Lab):
    a, b = (lab.run(years=20, off=off, holds=held(organs=0.3)).mean("private_remnants", 239)
            for off in ((), ("relaxation_breeds_rivals",)))  # fmt: skip
    return a, b, a > 2 * b, ""


#: A leader who does not die of himself, dies in month ``m``, and whose successor does not die either.
def leader_dies(m: int):
    return held(0, m, leader_age=20.0) + held(m, m + 1, leader_age=200.0) + held(m + 1, leader_age=20.0)


@signature("S13")
def s13(lab: Lab):
    def f(off):
        run = lab.run(years=17, off=(*off, "reaching_down"), set={"quiet_chance": 0.2, "ouster_hazard": 0.01},
                      holds=leader_dies(12))  # fmt: skip
        violent = run.events("violent_transfer")[13] > 0
        return float((run["ruling"][193][violent] > 0.5).mean())

    a, b = f(()), f(("jealous_power",))
    return a, b, a > 0.6 and a - b > 0.25, "worlds in which the transfer turned violent"


@signature("S14")
def s14(lab: Lab):
    a, b = (
        lab.run(years=20, off=off).mean("independent_association", 228, 240)
        for off in ((), ("amorphous_society",))
    )
    return a, b, a - b < -0.05, ""


@signature("S15")
def s15(lab: Lab):
    def f(off):
        a, b = (lab.run(years=6, off=off, holds=held(insecurity=x)) for x in (0.95, 0.30))
        return paired(a, b, "consumption", 24, 60)

    a, b = f(()), f(("heavy_industry_first",))
    return a, b, a < -0.03 and a < b - 0.02, ""


@signature("S69")
def s69(lab: Lab):
    more, less = (lab.run(years=10, holds=held(organs=x)) for x in (0.9, 0.4))
    a = paired(more, less, "insecurity", 96, 120)
    b = lab.run(years=20).mean("insecurity", 60, 180)
    return a, b, a > -0.02 and b > 0.5, ""


@signature("S71")
def s71(lab: Lab):
    def f(discipline):
        # doctrine of 1.7 and .2 in log-odds is confidence of .85 and .55 without news
        a, b = (
            lab.run("withdrawal", years=10, holds=held(confidence=x, discipline=discipline))
            for x in (0.85, 0.55)
        )
        return paired(a, b, "pressure", 60, 120)

    a, b = f(0.92), f(0.45)
    return a, b, a > 0 and b > 0 and a - b > 0.05, "confidence held in place of a doctrine below its range"


@signature("S73")
def s73(lab: Lab):
    table = theatres()
    own = np.asarray(table.autonomy) <= 0.6
    outside = np.asarray(table.influence) < 0.999

    def f(off):
        ever = lab.run("withdrawal", years=20, off=off).januaries("in_orbit").max(0) > 0.5
        return float(ever[own & outside].sum(0).mean())

    a, b = f(()), f(("final_push",))
    return a, b, a > 3 and b < 0.3, "theatres that stood in the orbit on some 1 January"


@signature("S82")
def s82(lab: Lab):
    own = np.asarray(theatres().autonomy) > 0.6

    def f(off):
        return float(lab.run(years=8, off=(*off, "final_push")).januaries("influence")[8][own].mean())

    a, b = f(()), f(("home_grown_movements",))
    return a, b, a > b + 0.05, ""


@signature("S84")
def s84(lab: Lab):
    def f(off):
        off = (*off, "repression_breeds_opposition")
        a, b = (lab.run(years=8, off=off, holds=held(popular_faith=x)) for x in (0.10, 0.60))
        return paired(a, b, "organs", 72, 96)

    a, b = f(()), f(("dictatorship_of_minority",))
    return a, b, a > 0.04 and a > b + 0.03, ""


@signature("S85")
def s85(lab: Lab):
    d = paired(lab.run(years=10), lab.run(years=10, off=["withered_administration"]), "maintenance", 108, 120)
    return d, 0.0, d < -0.04, ""


@signature("S90")
def s90(lab: Lab):
    still = held(recent_gain=0.0, frustration=0.10, unfulfilled_prophecy=0.0)
    calm = lab.run(years=11, holds=still + held(western_impression=0.58))
    bad = lab.run(
        years=11, holds=still + held(0, 120, western_impression=0.58) + held(120, western_impression=0.66)
    )
    by_year = [calm.mean("confidence", 12 * y, 12 * y + 12) for y in range(10)]
    moved = paired(bad, calm, "confidence", 132)
    return min(by_year), moved, min(by_year) > 0.7 and abs(moved) < 0.05, "the lowest of ten yearly means"
