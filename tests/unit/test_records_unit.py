"""The records: what is written is what is read, in memory and on disk alike."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import records_fake as fake

from kennan.engine.plan import Plan
from kennan.faults import BadInput
from kennan.records import dataset, layout, manage, skeleton, words
from kennan.records.frame import Frame
from kennan.records.store import Store

zarr = pytest.importorskip("zarr")
xr = pytest.importorskip("xarray")


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Path:
    return fake.complete(tmp_path_factory.mktemp("records") / "runs" / "first")


@pytest.fixture(scope="module")
def opened(run):
    return dataset.open(run)


def in_memory(frame: Frame):
    return dataset.in_memory(fake.blocks(frame), frame, fake.plan(frame), quantities=fake.QUANTITIES)


def test_frame_survives_json_and_lists_blocks_in_the_engines_order():
    frame = fake.frame(first_world=100)
    assert Frame.from_dict(json.loads(json.dumps(frame.as_dict()))) == frame
    assert frame.blocks() == [(p, f) for p in (0, 1) for f in (100, 108, 116)]
    assert frame.years == 2
    assert fake.frame(worlds=3).width == 3  # a small run has one small chunk


@pytest.mark.parametrize("axes", [{"worlds": 0}, {"months": 0}, {"policies": ()}])
def test_frame_refuses_empty_axes(axes):
    with pytest.raises(ValueError, match="at least one"):
        fake.frame(**axes)


def test_what_is_read_is_what_was_made(opened):
    frame = fake.frame()
    for block in fake.blocks(frame):
        here = opened.isel(policy=block.policy, world=slice(block.first, block.first + block.worlds))
        for name, values in block.monthly.items():
            np.testing.assert_allclose(here[name].values, values, rtol=2**-14)
        np.testing.assert_array_equal(here.ending.values, block.ending)
        np.testing.assert_array_equal(here.reached.values, block.reached)
        np.testing.assert_array_equal(here.left.values, block.left)
        np.testing.assert_array_equal(here.parameters.values, block.parameters)
        names = np.array(["", *frame.outcomes])[block.ending]
        np.testing.assert_array_equal(here.outcome.values, names)
        for name, scale in (("theatre_influence", 1 / 250), ("theatre_effort", 1e-4)):
            assert here[name].dtype == np.float32
            np.testing.assert_allclose(here[name].values, block.theatre[name] * scale, rtol=1e-6)
        np.testing.assert_array_equal(here.theatre_in_orbit.values, block.theatre["theatre_in_orbit"])
        for kind in frame.events:
            np.testing.assert_array_equal(here.events.sel(event=kind).values, block.events[kind])


def test_highest_influence_is_one_and_not_a_little_more():
    assert np.float32(250) * np.float32(1 / 250) == 1


def test_memory_and_disk_give_the_same_dataset(opened):
    memory = in_memory(fake.frame())
    xr.testing.assert_identical(memory.drop_attrs(), opened.drop_attrs())
    assert list(memory.variables) == list(opened.variables)
    for name in memory.variables:
        assert memory[name].attrs == opened[name].attrs, name
        assert memory[name].dtype == opened[name].dtype, name
    assert set(memory.attrs) == set(opened.attrs)


def test_everything_has_a_sentence_and_passages(opened):
    for name, variable in opened.variables.items():
        assert variable.attrs["long_name"], name
        assert "passages" in variable.attrs, name
        if name not in ("month", "year", "world"):
            assert variable.attrs["units"], name
    assert opened.orbit.attrs["passages"] == "II.8, III.1"
    assert opened.ending.attrs["flag_meanings"].split()[4] == "mellowing"


def test_axes_are_labelled_and_worlds_come_last(opened):
    assert opened.month.dtype == np.dtype("datetime64[ns]")
    assert str(opened.month.values[13])[:10] == "1948-02-01"
    assert list(opened.year.values) == [1947, 1948, 1949]
    assert opened.orbit.sel(policy="sporadic", month="1947-03", world=20).shape == (1,)
    assert all(v.dims[-1] == "world" for v in opened.data_vars.values())


def test_attributes_of_the_whole(opened, run):
    assert json.loads(opened.attrs["plan"])["seed"] == opened.attrs["seed"] == 47
    assert opened.attrs["checksum"] == hashlib.sha256((run / "checksums.txt").read_bytes()).hexdigest()
    assert opened.attrs["checksum"] == (run / "complete").read_text().splitlines()[1].split()[0]
    assert opened.attrs["title"] == "x-1947: containment, sporadic"


def test_opening_reads_no_values(run, monkeypatch):
    from xarray.backends.zarr import ZarrArrayWrapper

    reads = []
    whole = ZarrArrayWrapper._getitem

    def watched(self, key):
        if len(self.shape) > 1:  # the labels of the axes are read, they make the index
            reads.append(self)
        return whole(self, key)

    monkeypatch.setattr(ZarrArrayWrapper, "_getitem", watched)
    opened = dataset.open(run)
    assert not reads
    assert opened.outcome.isel(policy=0, world=0).values.item() in fake.frame().outcomes
    assert len(reads) == 1


def test_data_alone_open_with_plain_xarray(run):
    plain = xr.open_zarr(run / "data.zarr", consolidated=False, chunks=None)
    assert list(plain.policy.values) == ["containment", "sporadic"]
    assert str(plain.month.values[-1])[:10] == "1949-02-01"
    assert float(plain.theatre_influence.max()) <= 1
    assert plain.orbit.attrs["units"] == "share of all prizes"


def test_worlds_may_begin_anywhere(tmp_path):
    frame = fake.frame(first_world=1000)
    opened = dataset.open(fake.complete(tmp_path / "run", frame))
    assert list(opened.world.values) == list(range(1000, 1021))
    np.testing.assert_array_equal(
        opened.ending.isel(policy=1).sel(world=slice(1008, 1015)), fake.make(frame, 1, 1008).ending
    )


def test_one_block_may_span_chunks(tmp_path):
    frame = fake.frame()
    with fake.begin(tmp_path / "run", frame) as store:
        for policy in (0, 1):
            store.write(fake.make(frame, policy, 0, 21))
        assert store.done() == set(frame.blocks())
        store.finish()
    opened = dataset.open(tmp_path / "run")
    np.testing.assert_array_equal(opened.ending.isel(policy=1), fake.make(frame, 1, 0, 21).ending)


def test_bytes_follow_from_the_plan_alone(run, tmp_path):
    again = fake.complete(tmp_path / "second")
    assert fake.tree(run / "data.zarr") == fake.tree(again / "data.zarr")
    assert (run / "checksums.txt").read_text() == (again / "checksums.txt").read_text()
    backwards = fake.frame()
    with fake.begin(tmp_path / "third", backwards) as store:
        for block in reversed(list(fake.blocks(backwards))):
            store.write(block)
        store.finish()
    assert (tmp_path / "third" / "checksums.txt").read_text() == (run / "checksums.txt").read_text()


def test_packing_does_not_depend_on_taking_turns():
    """Blosc with several threads orders its pieces as they come; worker threads must pack alone."""
    values = np.random.default_rng(3).random((541, 1024)).astype(np.float32)
    found = set()

    def pack() -> None:
        found.update(hashlib.sha256(skeleton.chunk(values)).hexdigest() for _ in range(5))

    threads = [threading.Thread(target=pack) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1


def test_checksums_are_readable_by_sha256sum(run):
    tool = shutil.which("sha256sum")
    if tool is None:
        pytest.skip("no sha256sum on this machine")
    result = subprocess.run(
        [tool, "--strict", "--quiet", "-c", "complete", "checksums.txt"],
        cwd=run,
        capture_output=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout


def test_times_and_versions_are_in_about_and_nowhere_else(run):
    about = layout.read_json(run / "about.json")
    assert about["seconds"] == 1.5
    assert about["created"] <= about["finished"]
    assert about["versions"]["numpy"] == np.__version__
    assert not (run / "journal.jsonl").exists()
    assert not list(run.parent.glob(".*"))  # no leftovers beside the run


@pytest.mark.parametrize("state", ["missing", "empty", "unfinished", "complete"])
def test_identify(tmp_path, state):
    path = tmp_path / "run"
    if state == "empty":
        path.mkdir()
    elif state == "unfinished":
        fake.begin(path, fake.frame()).close()
    elif state == "complete":
        fake.complete(path)
    assert layout.identify(path).state == {"empty": "foreign"}.get(state, state)


def test_list_and_show(run, tmp_path):
    fake.begin(run.parent / "begun", fake.frame()).close()
    (run.parent / "notes").mkdir(exist_ok=True)
    rows = manage.list_runs(run.parent)
    assert [(Path(r["path"]).name, r["state"]) for r in rows] == [
        ("begun", "unfinished"),
        ("first", "complete"),
    ]
    assert rows[1]["policies"] == ["containment", "sporadic"]
    assert manage.list_runs(run)[0]["seed"] == 47
    shown = manage.show(run)
    assert shown["blocks"] == shown["blocks_done"] == 6
    assert sum(shown["outcomes"]["sporadic"].values()) == pytest.approx(1)
    assert manage.show(run.parent / "begun")["blocks_done"] == 0
    json.dumps([rows, shown])
    shutil.rmtree(run.parent / "begun")


def test_verify_is_silent_about_a_whole_run(run):
    assert manage.verify(run) == []


def test_verify_names_other_versions_without_blame(run, monkeypatch):
    changed = layout.versions() | {"jax": "0.0.1"}
    monkeypatch.setattr(layout, "versions", lambda: changed)
    (finding,) = manage.verify(run)
    assert (finding.kind, finding.where, finding.fault) == ("version", "jax", False)


def test_resume_goes_on_and_a_spoilt_block_is_done_again(run, tmp_path):
    path, frame = tmp_path / "run", fake.frame()
    with fake.begin(path, frame) as store:
        for block in list(fake.blocks(frame))[:4]:
            store.write(block)
    spoilt = path / "data.zarr" / "orbit" / "c" / "0" / "0" / "1"
    spoilt.write_bytes(b"")  # as a power cut leaves it
    with (path / "journal.jsonl").open("ab") as file:
        file.write(b'{"policy":1,"fir')  # a torn line
    with Store.resume(path, fake.plan(frame)) as store:
        assert store.done() == {(0, 0), (0, 16), (1, 0)}
        for block in fake.blocks(frame, skip=store.done()):
            store.write(block)
        store.finish()
    assert fake.tree(path / "data.zarr") == fake.tree(run / "data.zarr")


def test_force_replaces_a_run_but_nothing_else(tmp_path):
    path = fake.complete(tmp_path / "run")
    fake.begin(path, fake.frame(worlds=5), force=True).close()
    assert layout.identify(path).state == "unfinished"
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_an_empty_folder_is_taken_over(tmp_path):
    (tmp_path / "run").mkdir()
    fake.complete(tmp_path / "run")


def test_runs_too_large_for_memory_are_refused_before_they_begin():
    frame = fake.frame(worlds=200_000, months=540, block=1024, monthly=tuple(f"q{i}" for i in range(26)))
    with pytest.raises(BadInput, match="memory"):
        dataset.in_memory(iter(()), frame, fake.plan(frame), quantities=fake.QUANTITIES)


@pytest.mark.parametrize("change", ["shape", "dtype", "quantity", "place", "policy"])
def test_a_block_that_does_not_fit_is_a_fault_of_the_program(tmp_path, change):
    frame = fake.frame()
    block = fake.make(frame, 0, 0)
    if change == "shape":
        block.monthly["orbit"] = block.monthly["orbit"][:-1]
    elif change == "dtype":
        block.ending = block.ending.astype(np.int16)
    elif change == "quantity":
        del block.monthly["orbit"]
    elif change == "place":
        block.first = 3
    else:
        block.policy = 2
    with fake.begin(tmp_path / "run", frame) as store, pytest.raises(ValueError):  # noqa: PT011
        store.write(block)


def test_finish_refuses_while_blocks_are_missing(tmp_path):
    with fake.begin(tmp_path / "run", fake.frame()) as store, pytest.raises(ValueError, match="6 blocks"):
        store.finish()


def test_a_quantity_without_a_row_in_the_register_is_refused():
    from kennan.records import words

    with pytest.raises(ValueError, match="orbit"):
        words.describe(fake.frame(), {k: v for k, v in fake.QUANTITIES.items() if k != "orbit"})


def test_a_list_of_runs_needs_nothing_heavy():
    code = (
        "import sys, kennan.records.manage, kennan.records.destination; "
        "bad = {'numpy', 'xarray', 'zarr', 'jax', 'pandas'} & set(sys.modules); sys.exit(str(bad or '') or 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_empty_arrays_are_described_as_zarr_itself_describes_them(tmp_path, monkeypatch):
    """The descriptions are copied from one of zarr's for speed; asking zarr for each must give the same bytes."""
    frame = Frame.of(Plan.build(worlds=300, years=5))
    about = words.describe(frame, None)
    skeleton.build(tmp_path / "copied", frame, about)
    monkeypatch.setattr(skeleton, "_copy", lambda folder, like, spec, words: asked.append((spec, words)))
    asked: list = []
    skeleton.build(tmp_path / "asked", frame, about)
    group = zarr.open_group(tmp_path / "asked" / "data.zarr")
    for spec, said in asked:
        skeleton._create(group, spec, said)
    assert len(asked) > 30
    for spec in frame.arrays():
        one, other = (tmp_path / name / "data.zarr" / spec.name / "zarr.json" for name in ("copied", "asked"))
        assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ({}, []),
        ({"parameters": "drawn", "set": {}, "off": [], "first_world": 0, "steps_per_month": 1}, []),
        ({"off": ["patience", "credulity"]}, ["without patience, credulity"]),
        (
            {"set": {"patience": 0.123456789, "lever.tone": 1.0}},
            ["set patience = 0.123456789, lever.tone = 1"],
        ),
        ({"parameters": "median", "with_hindsight": True}, ["parameters median", "with hindsight"]),
        ({"parameters": {"inflow": 0.5}}, ["parameters inflow = 0.5"]),
        ({"first_world": 100, "steps_per_month": 2}, ["from world 100", "2 steps a month"]),
    ],
)
def test_a_list_of_runs_tells_everything_in_which_a_run_is_not_the_plain_one(tmp_path, plan, words):
    path = fake.complete(tmp_path / "run")
    begun = json.loads((path / "plan.json").read_text())
    (path / "plan.json").write_text(json.dumps({"seed": begun.get("seed", 47), **plan}))
    (row,) = manage.list_runs(tmp_path)
    assert manage.besides(row) == words
    assert {key: row[key] for key in plan} == plan
