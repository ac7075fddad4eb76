"""One example for the help of each command; all but two are lines of the pages, which a test runs as written."""

EXAMPLES = {
    "run": "kennan run x-1947 --policy containment --vs sporadic --worlds 100 --out runs/readme",
    "list": "kennan list mechanisms prestige_engaged",
    "runs": "kennan runs list",
    "runs list": "kennan runs list",
    "runs show": "kennan runs show runs/first",
    "runs verify": "kennan runs verify runs/october",
    "runs export": "kennan runs export runs/first --to first_csv --format csv",
    "new": "kennan new scenario china-1949 --like x-1947",
    "new scenario": "kennan new scenario china-1949 --like x-1947",
    "serve": "kennan serve",
    "verify": "kennan verify II.10b --quick --explain --picture trap.svg",
    "odds": "kennan odds --worlds 60 --years 20 --only final_push,blocked_frustration,reaching_down",
    "why": "kennan why --policy containment --vs withdrawal --worlds 40 --years 10 --linked 8 --quantity mellowing",
    "trace": "kennan trace runs/first --world 17 --month 1953-03",
    "fork": "kennan fork runs/first --at 1956-10 --policy rollback --vs charm --out runs/october",
    "cite": "kennan cite runs/first --format bibtex > run.bib",
    "sweep": "kennan sweep --method sobol --over tone,level,care --quantity orbit@1950 --rows 32 --worlds 8",
    "discover": "kennan discover --outcome mellowing --rows 200 --out boxes/mellowing --picture mellowing.png",
    "record": "kennan record show orbit_states superpower_crises",
    "record show": "kennan record show orbit_theatre --theatre CUB --as-of 1962-10",
    "record check": "kennan record check tables",
    "record build": "kennan record build --from downloads --to tables",
    "record targets": "kennan record targets",
    "record originals": "kennan record originals",
    "hindcast": "kennan hindcast --as-of 1947 --until 1955 --members 100 --out forecasts/from-1947",
    "score": "kennan score forecasts/from-1947 --span 1950-1955 --out scores --picture fans.svg",
    "calibrate": (
        "kennan calibrate --as-of 1956 --particles 60 --generations 2 --pool 4096 --draws 40 "
        "--out calibrations/as-of-1956 --picture numbers.svg"
    ),
    "rivals": "kennan rivals --as-of 1947 --until 1965 --members 200",
    "new mechanism": "kennan new mechanism ./market",
    "trust": "kennan trust runs/market",
    "check": "kennan check mine.toml",
    "completion": "kennan completion bash > kennan.bash",
}
