"""What is read of a run is what was written; what cannot be trusted is refused, and the file is named."""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import engine_fake
import records_fake as fake

from kennan.cli import main as cli
from kennan.engine import engine
from kennan.faults import BadInput
from kennan.records import dataset, journal, layout, machine, manage, skeleton
from kennan.records.export import export
from kennan.records.store import Store


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    return fake.complete(tmp_path_factory.mktemp("whole") / "run")


@pytest.fixture
def run(whole, tmp_path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "run"))


@pytest.fixture
def begun(tmp_path) -> Path:
    with fake.begin(tmp_path / "begun", fake.frame()) as store:
        store.write(fake.make(fake.frame(), 0, 0))
    return tmp_path / "begun"


def said(call, *args, **more) -> str:
    """Return the message of the BadInput that a call must raise."""
    with pytest.raises(BadInput) as caught:
        call(*args, **more)
    assert all(fault.where and fault.do for fault in caught.value.faults)
    return str(caught.value)


def flip(file: Path, bit: int) -> None:
    content = bytearray(file.read_bytes())
    content[bit // 8 % len(content)] ^= 1 << bit % 8
    file.write_bytes(content)


# ---- every bit counts


@pytest.mark.parametrize(
    "name", ["plan.json", "about.json", "complete", "checksums.txt", "data.zarr/zarr.json"]
)
def test_every_flipped_bit_of_what_a_run_says_of_itself_is_noticed_at_once(run, name):
    before = (run / name).read_bytes()
    for bit in random.Random(name).sample(range(8 * len(before)), 60):
        flip(run / name, bit)
        assert str(run) in said(dataset.open, run)
        assert layout.identify(run).state == "damaged"
        assert any(finding.fault for finding in manage.verify(run))
        assert manage.show(run)["state"] == "damaged"
        (run / name).write_bytes(before)
    assert manage.verify(run) == []


def test_every_flipped_description_and_label_is_noticed_when_it_is_opened(run):
    chance = random.Random(3)
    for name in layout.read_sums(run / layout.MANIFEST):
        before = (run / name).read_bytes()
        labels = name.split("/")[-3:-2] and name.split("/")[1] in skeleton.labels(fake.frame())
        if name.endswith(layout.META) or labels:
            flip(run / name, chance.randrange(8 * len(before)))
            assert name in said(dataset.open, run)
            (run / name).write_bytes(before)


def test_every_flipped_or_missing_chunk_is_refused_by_name_whoever_reads_it(run):
    chance = random.Random(5)
    opened = dataset.open(run)
    for name in layout.read_sums(run / layout.MANIFEST):
        variable = name.split("/")[1] if "/c/" in name else ""
        if variable not in opened.data_vars:
            continue
        before = (run / name).read_bytes()
        for spoil in ("flip", "delete"):
            if spoil == "flip":
                flip(run / name, chance.randrange(8 * len(before)))
            else:
                (run / name).unlink()
            assert name in said(opened[variable].compute)
            if spoil == "flip":
                assert name in said(np.asarray, dataset.group(run)[variable])
            assert [f.where for f in manage.verify(run)] == [name]
            assert manage.show(run)["state"] == "damaged"
            (run / name).write_bytes(before)
    assert manage.verify(run) == []


def test_plain_zarr_notices_a_flipped_bit_as_well(run):
    """Each chunk carries a checksum that any reader of zarr heeds."""
    import zarr

    for name in ("orbit/c/0/0/1", "ending/c/1/2", "policy/c/0"):
        flip(run / layout.DATA / name, 77)
        with pytest.raises(ValueError, match="checksum"):
            zarr.open_group(run / layout.DATA, mode="r")[name.split("/")[0]][...]
        flip(run / layout.DATA / name, 77)


def test_chunks_in_each_others_place_are_noticed(run):
    """Each is sound by itself."""
    one, other = (run / layout.DATA / f"orbit/c/0/0/{k}" for k in (0, 1))
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)
    assert "data.zarr/orbit/c/0/0/" in said(dataset.open(run).orbit.load)


def test_a_run_that_is_replaced_while_it_is_open_is_not_read_as_the_old_one(run):
    opened = dataset.open(run)
    fake.begin(run, fake.frame(first_world=7), force=True).close()
    assert "was replaced while it was open" in said(opened.orbit.load) or "missing" in said(opened.orbit.load)
    said(opened.ending.load)


def test_what_is_written_by_hand_is_what_zarr_writes(tmp_path):
    """The chunks of a run are packed here; zarr itself, asked to write the same values, must give the same bytes."""
    import zarr

    frame = fake.frame()
    fake.complete(tmp_path / "ours", frame)
    skeleton.build(tmp_path / "zarrs", frame, fake.words_of(frame))
    with zarr.config.set({"array.write_empty_chunks": True}):
        group = zarr.open_group(tmp_path / "zarrs" / layout.DATA, mode="r+")
        ours = dataset.group(tmp_path / "ours")
        for array in frame.arrays():
            group[array.name][:] = np.asarray(ours[array.name])
    made, want = fake.tree(tmp_path / "ours" / layout.DATA), fake.tree(tmp_path / "zarrs" / layout.DATA)
    assert set(made) == set(want)
    for name in want:
        if not name.endswith(
            "/2"
        ):  # the last chunk is filled up, here with zeros and by zarr with what it likes
            assert made[name] == want[name], name


@pytest.mark.parametrize("format", ["netcdf", "csv"])
def test_an_export_of_a_damaged_run_names_the_file(run, tmp_path, format):
    name = "data.zarr/pressure/c/1/0/2"
    flip(run / name, 99)
    assert name in said(export, run, tmp_path / "out", format)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["run"]


# ---- commands


@pytest.fixture(scope="module")
def simulated(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("simulated")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "simulate", engine_fake.simulate)
        words = ["--vs", "charm", "--worlds", "12", "--years", "2", "--quiet", "--no-report"]
        assert cli.main(["run", *words, "--out", str(folder / "run")]) == 0
    return folder / "run"


COMMANDS = {
    "resume": ["run", "--resume", "RUN", "--quiet", "--no-report"],
    "show": ["runs", "show", "RUN"],
    "show json": ["runs", "show", "RUN", "--json"],
    "fork": ["fork", "RUN", "--at", "1948-01", "--policy", "rollback", "--out", "forked"],
    "why": ["why", "RUN"],
    "export": ["runs", "export", "RUN", "--to", "out", "--format", "csv"],
}


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_no_command_goes_on_from_a_damaged_run(simulated, tmp_path, monkeypatch, capsys, words):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(simulated, "run")
    name = "data.zarr/orbit/c/0/0/0"
    flip(Path("run", name), 1000)
    before = fake.tree(tmp_path)
    assert cli.main([word.replace("RUN", "run") for word in words]) == 2
    told = capsys.readouterr().err
    assert name in told
    assert "kennan runs verify run" in told
    assert fake.tree(tmp_path) == before


def test_the_changed_plan_of_a_run_is_not_run_again(simulated, tmp_path, monkeypatch, capsys):
    """A digit of the seed may have turned; a copy somewhere else is the reader's own to change."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(engine, "simulate", engine_fake.simulate)
    shutil.copytree(simulated, "run")
    plan = Path("run/plan.json")
    plan.write_text(plan.read_text().replace('"seed": 47', '"seed": 43'))
    shutil.copy(plan, "mine.json")
    again = ["--out", "again", "--quiet", "--no-report"]
    assert cli.main(["run", "--plan", str(plan), *again]) == 2
    assert "not the plan that the run was made with" in capsys.readouterr().err
    assert cli.main(["run", "--plan", "mine.json", *again]) == 0


# ---- the journal


def test_a_flipped_bit_of_the_journal_never_makes_a_block_pass_for_another(begun):
    path = begun / layout.JOURNAL
    before = path.read_bytes()
    head = before.index(b"\n") + 1
    first, _, done, _ = journal.read(begun)
    for bit in range(8 * head, 8 * (head + 40)):  # where policy and first world stand
        flip(path, bit)
        try:
            found = journal.read(begun)
        except BadInput:
            found = (first, {}, {}, 0)
        assert found[0] == first
        assert found[2] in ({}, done)
        path.write_bytes(before)


def test_a_spoilt_line_of_the_journal_is_a_block_to_be_done_again(begun, whole):
    frame = fake.frame()
    with Store.resume(begun) as store:
        store.write(fake.make(frame, 0, 8))
    text = (begun / layout.JOURNAL).read_bytes()
    (begun / layout.JOURNAL).write_bytes(text.replace(b'"first":0', b'"first":8'))
    with Store.resume(begun) as store:
        assert store.done() == {(0, 8)}
        for block in fake.blocks(frame, skip=store.done()):
            store.write(block)
        store.finish()
    assert fake.tree(begun / layout.DATA) == fake.tree(whole / layout.DATA)


def test_about_json_is_written_from_the_journal_in_the_end(begun):
    """While a run is unfinished nothing covers the file, so nothing is taken from it."""
    about = layout.read_json(begun / layout.ABOUT)
    (begun / layout.ABOUT).write_bytes(layout.dump(about | {"created": "1812-06-24", "versions": {}}))
    with Store.resume(begun) as store:
        for block in fake.blocks(fake.frame(), skip=store.done()):
            store.write(block)
        store.finish()
    assert layout.read_json(begun / layout.ABOUT)["created"] == about["created"]
    assert manage.verify(begun) == []


# ---- another machine


def test_a_run_is_not_continued_on_another_processor(begun, monkeypatch):
    here = machine.signature()
    assert layout.read_json(begun / layout.ABOUT)["machine"] == here
    assert "device None (now NVIDIA H200)" in said(Store.resume, begun, device="NVIDIA H200")
    monkeypatch.setattr(machine, "signature", lambda device: here | {"processor": "Pentium 60"})
    message = said(Store.resume, begun)
    assert "begun on another machine" in message
    assert "now Pentium 60" in message
    assert "--force" in message
    monkeypatch.undo()
    Store.resume(begun).close()


def test_the_machine_is_known_by_what_does_its_arithmetic(monkeypatch):
    text = "processor\t: 0\nmodel name\t: A  Chip\nflags\t\t: fpu vme avx2 sse2 fma newly_named\n\n"
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: text)
    found = machine.signature()
    assert (found["processor"], found["instructions"]) == ("A  Chip", "avx2 fma fpu sse2")
