"""Signatures of part III of the article: the economy, the people and the light abroad (III.2-9, III.16)."""

from __future__ import annotations

import numpy as np
from experiments import Lab, held, paired, rows, signature

FAR = ("BRA", "CHI", "CUB", "INS", "CEY", "IND", "FWA", "PHI", "MAL")


@signature("S37")
def s37(lab: Lab):
    high = lab.run()["frustration"] > 0.5
    year = np.where(high.any(0), high.argmax(0) / 12, 99.0)
    a, b = float(np.median(year)), float(lab.run(years=20, off=["blocked_frustration"])["frustration"].max())
    return a, b, 9 <= a <= 16 and b < 0.3, "reference: the highest frustration with the mechanism off"


@signature("S38")
def s38(lab: Lab):
    def f(off):
        run = lab.run(years=15, off=off)
        united = run["party_unity"] > 0.7
        return float(
            np.percentile(run["open_dissent"][united] if united.sum() > 100 else run["open_dissent"], 99)
        )

    a, b = f(()), f(("obedience_by_fear",))
    return a, b, a < 0.03 and b > 0.10, ""


@signature("S39")
def s39(lab: Lab):
    a, b = lab.run(years=10), lab.run(years=10, off=["heavy_industry_first"])
    ratio = [float((run["heavy_capital"] / run["consumer_capital"])[119].mean()) for run in (a, b)]
    less = paired(a, b, "consumption", 36)
    return *ratio, ratio[0] > 1.2 * ratio[1] and less < 0, f"consumption {less:+.3f}"


@signature("S40")
def s40(lab: Lab):
    a, b = lab.run(years=20), lab.run(years=20, off=["forced_labour_system"])
    early, late = paired(a, b, "effective_labour", 18, 30), paired(a, b, "effective_labour", 228, 240)
    return early, late, early > 0 and late < 0, ""


@signature("S41")
def s41(lab: Lab):
    def f(off, exhaustion):
        a, b = (lab.run(years=2, off=off, holds=held(drive=x, exhaustion=exhaustion)) for x in (1.0, 0.7))
        return paired(a, b, "effective_labour", 12, 24)

    rested, a, b = f((), 0.60), f((), 0.92), f(("limits_of_endurance",), 0.92)
    return a, b, a < 0.35 * rested and b > 2 * a, f"at .60 {rested:.4f}"


@signature("S42")
def s42(lab: Lab):
    d = paired(lab.run(years=25), lab.run(years=25, off=["scars_of_childhood"]), "labour_culture", 288, 300)
    return d, 0.0, d < -0.02, ""


@signature("S43")
def s43(lab: Lab):
    a, b = (lab.run(years=34, off=off)["output"][396] for off in ((), ("neglected_maintenance",)))
    r = float((a / b).mean())
    return r, 1.0, r < 0.92, ""


@signature("S44")
def s44(lab: Lab):
    def f(off):
        more, usual = (
            lab.run(years=20, off=off, set={"heavy_industry_first": x})["output"][239] for x in (1.4, 1.0)
        )
        return float((more / usual).mean())

    a, b = f(()), f(("uneven_development",))
    return a, b, a < b - 0.005, ""


@signature("S45")
def s45(lab: Lab):
    d = paired(lab.run(years=15), lab.run(years=15, off=["fear_hampers_craft"]), "labour_culture", 168, 180)
    return d, 0.0, d < -0.05, ""


@signature("S46")
def s46(lab: Lab):
    a, b = (
        float(lab.run("withdrawal", years=8, off=off).januaries("influence")[8, rows(FAR)].mean())
        for off in ((), ("enthusiasm_without_substance",))
    )
    return a, b, a < 0.8 * b, ""


@signature("S56")
def s56(lab: Lab):
    def f(off):
        fallen = held(60, 180, popular_faith=0.05, exhaustion=0.9, conviction=0.2)
        a, b = lab.run(years=15, off=off, holds=fallen), lab.run(years=15, off=off)

        def half(name):
            d = (b[name] - a[name]).mean(1)[60:]
            return int(np.argmax(d > 0.5 * d[-12:].mean()))

        return half("radiance") - half("inner_vitality")

    a, b = f(()), f(("afterglow",))
    return a, b, a > 24 and b < 15, ""


@signature("S57")
def s57(lab: Lab):
    def f(off):
        run = lab.run(years=10, off=off)
        return run.mean("appeal_abroad", 12, 120) - run.mean("popular_faith", 12, 120)

    a, b = f(()), f(("afterglow",))
    return a, b, a > 0.10 and a > b, ""


@signature("S72")
def s72(lab: Lab):
    a, b = (lab.run(years=6, set={"start.exhaustion": x}) for x in (0.80, 0.40))
    d = paired(a, b, "output", 36, 60)
    return d, paired(a, b, "popular_faith", 36, 60), d < -0.02, "reference: popular faith"


@signature("S87")
def s87(lab: Lab):
    d = paired(lab.run(years=13), lab.run(years=13, off=["young_generation_helps"]), "exhaustion", 140, 150)
    return d, 0.0, d < -0.03, ""


@signature("S88")
def s88(lab: Lab):
    run = lab.run("withdrawal", level=0.0)
    a, b = run.share("breakup"), run.mean("conviction", 0) - run.mean("conviction", 240)
    return a, b, a > 0.08 and b > 0.05, "ever reached"


@signature("S92")
def s92(lab: Lab):
    x = lab.run(years=20)["labour_culture"]
    a, b = float(x[240].mean()), float(np.percentile(x, 95, axis=1).max())
    return a, b, a < 0.5 and b < 0.5, "reference: the highest monthly 95th percentile in 20 years"
