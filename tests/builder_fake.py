"""Small originals with the columns of their publishers, for tests of the builder."""

from __future__ import annotations

from kennan.history.builder import sources

NAN = float("nan")


def original(name: str, rows: list[dict[str, object]]) -> str:
    """Return a CSV text with all columns that an original needs, and the publisher's spelling of them."""
    columns = [column.split("|")[0] for column in sources()[name].columns]
    lines = [",".join(columns)]
    for row in rows:
        assert set(row) <= set(columns), set(row) - set(columns)
        lines.append(",".join(str(row.get(column, "")) for column in columns))
    return "\n".join(lines) + "\n"


def icb1(**said: object) -> dict[str, object]:
    given = {
        "break": 4,
        "gravcr": 5,
        "sevviosy": 1,
        "viol": 2,
        "powinv": 7,
        "subout": 2,
        "forout": 2,
        "outesr": 2,
    }
    return {**given, "geog": 42, "pcid": 27, **said}


ORIGINALS = {
    "NMC-70-abridged.csv": original(
        "cow_nmc",
        [
            {
                "stateabb": "USA",
                "ccode": 2,
                "year": 1946,
                "milex": 45133984,
                "milper": 3030,
                "irst": 60421,
                "pec": 1188144,
                "tpop": 141389,
                "upop": 39725,
                "cinc": 0.363988,
            },
            {
                "stateabb": "RUS",
                "ccode": 365,
                "year": 1946,
                "milex": -9,
                "milper": 12500,
                "irst": 13347,
                "pec": 200000,
                "tpop": 173900,
                "upop": 20000,
                "cinc": 0.122541,
            },
        ],
    ),
    "states2016.csv": original(
        "cow_states",
        [
            {
                "stateabb": "RUS",
                "ccode": 365,
                "statenme": "Russia",
                "styear": 1816,
                "stmonth": 1,
                "stday": 1,
                "endyear": 2016,
                "endmonth": 12,
                "endday": 31,
            },
            {
                "stateabb": "GDR",
                "ccode": 265,
                "statenme": "German Democratic Republic",
                "styear": 1954,
                "stmonth": 3,
                "stday": 25,
                "endyear": 1990,
                "endmonth": 10,
                "endday": 2,
            },
        ],
    ),
    "dyadic_mid_4.02.csv": original(
        "dyadic_mid",
        [
            {
                "disno": 61,
                "dyindex": 61.001,
                "statea": a,
                "namea": x,
                "stateb": b,
                "nameb": y,
                "strtyr": 1962,
                "strtmnth": 10,
                "strtday": 14,
                "endyear": 1962,
                "endmnth": 11,
                "endday": 20,
                "year": 1962,
                "outcome": o,
                "settlmnt": 1,
                "fatlev": 1,
                "hihost": 4,
                "hihosta": 4,
                "hihostb": 3,
                "recip": 1,
                "sideaa": 1,
                "sideab": 0,
                "war": 0,
            }
            for a, x, b, y, o in (
                (2, "USA", 365, "RUS", 4),
                (365, "RUS", 2, "USA", 3),
                (200, "UKG", 651, "EGY", 6),
            )
        ],
    ),
    "Archigos_4.1.csv": original(
        "archigos",
        [
            {
                "ccode": 365,
                "idacr": "RUS",
                "leader": "Khrushchev",
                "startdate": "1953-03-20",
                "enddate": "1964-10-15",
                "entry": "Regular",
                "exit": "Regular",
                "exitcode": "Regular",
                "prevtimesinoffice": 0,
                "posttenurefate": "OK",
                "gender": "M",
                "yrborn": 1894,
            },
            {
                "ccode": 365,
                "idacr": "RUS",
                "leader": "Brezhnev",
                "startdate": "1964-10-15",
                "enddate": "2015-12-31",
                "entry": "Regular",
                "exit": "Still in Office",
                "exitcode": "Still in Office",
                "prevtimesinoffice": 0,
                "posttenurefate": "OK",
                "gender": "M",
                "yrborn": 1906,
            },
        ],
    ),
    "mpd2023.csv": original(
        "maddison",
        [
            {"countrycode": "SUN", "country": "Former USSR", "year": 1947, "gdppc": 3000, "pop": 170000},
            {"countrycode": "USA", "country": "United States", "year": 1947, "gdppc": 14500, "pop": 145000},
            {"countrycode": "DEU", "country": "Germany", "year": 1938, "gdppc": 7952, "pop": 68558},
            {"countrycode": "DEU", "country": "Germany", "year": 1950, "gdppc": 6186, "pop": 68375},
            {"countrycode": "XYZ", "country": "Nowhere", "year": 1950, "gdppc": 1, "pop": 1},
        ],
    ),
    "icb1v14.csv": original(
        "icb",
        [
            icb1(
                crisno=196,
                crisname="CUBAN MISSILES",
                trigent=365,
                yrtrig=1962,
                motrig=10,
                datrig=16,
                yrterm=1962,
                moterm=11,
                daterm=20,
                brexit=36,
                usinv=4,
                suinv=3,
            ),
            icb1(
                crisno=64,
                crisname="MUNICH",
                trigent=996,
                yrtrig=1938,
                motrig=9,
                datrig=7,
                yrterm=1938,
                moterm=10,
                daterm=66,
                brexit=25,
                usinv=2,
                suinv=2,
            ),
            icb1(
                crisno=2,
                crisname="COSTA RICAN COUP",
                trigent=94,
                yrtrig=1918,
                motrig=5,
                datrig=25,
                yrterm=1919,
                moterm=9,
                daterm=3,
                brexit=467,
                usinv=2,
                suinv=1,
            ),
        ],
    ),
    "icb2v14.csv": original(
        "icb_actors",
        [
            {
                "crisno": n,
                "cracid": c,
                "actor": a,
                "crisname": t,
                "triggr": 7,
                "yrtrig": y,
                "motrig": m,
                "datrig": d,
                "trigent": 365,
                "usinv": 9,
                "suinv": 9,
                "outcom": o,
                "outesr": 2,
                "yrterm": y,
                "moterm": 11,
                "daterm": 20,
            }
            for n, c, a, t, y, m, d, o in (
                (196, 2, "USA", "CUBAN MISSILES", 1962, 10, 16, 1),
                (196, 365, "RUS", "CUBAN MISSILES", 1962, 10, 22, 4),
                (64, 365, "RUS", "MUNICH", 1938, 9, 7, 4),
                (2, 93, "NIC", "COSTA RICAN COUP", 1918, 5, 25, 4),
            )
        ],
    ),
    "atop5_1ddyr.csv": original(
        "atop",
        [
            {
                "statea": 290,
                "stateb": 365,
                "year": 1955,
                "defense": 1,
                "offense": 0,
                "neutral": 0,
                "nonagg": 1,
                "consul": 1,
            },
            {
                "statea": 2,
                "stateb": 200,
                "year": 1955,
                "defense": 1,
                "offense": 0,
                "neutral": 0,
                "nonagg": 0,
                "consul": 0,
            },
        ],
    ),
    "IdealpointestimatesAll_Apr2020.csv": original(
        "un_ideal_points",
        [
            {"ccode": c, "session": 10, "IdealPoint": p, "NVotes": 27}
            for c, p in ((2, 1.9), (365, -2.1), (290, -2.0))
        ],
    ),
    "V-Dem-CY-Full+Others-v15.csv": original(
        "vdem",
        [{"COWcode": 365, "country_name": "Russia", "year": 1950, "v2x_polyarchy": 0.08, "v2x_libdem": 0.02}],
    ),
    "troopdata.csv": original(
        "us_troops",
        [
            {"ccode": 260, "countryname": "West Germany", "year": 1955, "troops": 261943},
            {"ccode": 40, "countryname": "Cuba", "year": 1955, "troops": "-Inf"},  # nothing was reported
            {"ccode": 2, "countryname": "United States", "year": 1955, "troops": 1500000},
        ],
    ),
}
