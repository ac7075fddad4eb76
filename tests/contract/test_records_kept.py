"""Who writes into a folder of records, and whose files stay: other people's files, folders that go, the lock."""

from __future__ import annotations

import json
import pickle
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import records_fake as fake

from kennan.experiments.folder import Folder
from kennan.faults import BadInput
from kennan.history import forecast_folder
from kennan.records import dataset, layout, lock, manage, work
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


# ---- whose files


THEIRS = [
    "notes.txt",
    "thesis.partial",
    ".hidden",
    "data.zarr/mine.csv",
    "data.zarr/orbit/c/0/0/2.bak",
    "data.zarr/o/x",
]


@pytest.mark.parametrize("name", THEIRS)
def test_a_readers_own_files_stay(begun, run, name):
    for path in (begun, run):
        (path / name).parent.mkdir(exist_ok=True)
        (path / name).write_text("mine")
    assert name in said(fake.begin, run, fake.frame(), force=True)
    with Store.resume(begun) as store:
        for block in fake.blocks(fake.frame(), skip=store.done()):
            store.write(block)
        store.finish()
    for path in (begun, run):
        assert (path / name).read_text() == "mine"
        assert [(f.kind, f.where) for f in manage.verify(path)] == [
            ("foreign", name.split("/o/")[0] if False else name)
        ]
        dataset.open(path).load()


def test_what_a_killed_process_left_goes(begun, tmp_path):
    left = [
        begun / "data.zarr/orbit/c/1/0/2",
        begun / ".about.json.99-0123456789ab.partial",
        tmp_path / ".begun.99-0123456789ab.partial",
    ]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir() if path.parent == tmp_path else path.write_text("half")
    others = [
        tmp_path / ".begun.partial",
        tmp_path / ".begun.more.99-0123456789ab.partial",
        tmp_path / "begun.old",
    ]
    for path in others:
        path.mkdir()
    Store.resume(begun).close()
    assert not any(path.exists() for path in left)
    assert all(path.exists() for path in others)


# ---- the folder goes


@pytest.mark.parametrize("how", ["removed", "moved", "replaced"])
def test_a_folder_that_goes_ends_the_run_at_once(tmp_path, whole, how):
    path, frame = tmp_path / "run", fake.frame()
    store = fake.begin(path, frame)
    store.write(fake.make(frame, 0, 0))
    if how == "removed":
        shutil.rmtree(path)
    else:
        path.rename(tmp_path / "elsewhere")
    if how == "replaced":
        shutil.copytree(whole, path)
    before = fake.tree(tmp_path)
    for call in (
        lambda: work.Guard(work.Nobody(), store.check_ours).advance(1, 2),
        lambda: store.write(fake.make(frame, 0, 8)),
        lambda: store.write(fake.make(frame, 0, 0)),
    ):
        assert "removed, moved or replaced" in said(call)
    store._journal.blocks = {key: {} for key in frame.blocks()}
    assert "removed, moved or replaced" in said(store.finish)
    store.close()
    assert fake.tree(tmp_path) == {k: v for k, v in before.items() if not k.endswith(".lock")}
    if how == "moved":
        Store.resume(tmp_path / "elsewhere").close()


def test_a_folder_that_goes_between_the_files_and_the_journal(tmp_path, monkeypatch):
    path, frame = tmp_path / "run", fake.frame()
    with fake.begin(path, frame) as store:
        monkeypatch.setattr("kennan.records.durable.settle", lambda *_: shutil.rmtree(path))
        assert "removed, moved or replaced" in said(store.write, fake.make(frame, 0, 0))
    assert not path.exists()


# ---- the lock


def test_a_lock_leaves_nothing_and_is_had_by_one(tmp_path):
    path = tmp_path / "far" / "away" / "run"
    with lock.Lock(path):
        assert [p.name for p in path.parent.iterdir()] == [".run.lock"]
        assert "is writing here" in said(lock.Lock, path)
        assert "is writing here" in said(lock.Lock, path.parent / "." / "run")
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_is_removed_as_it_is_taken_is_taken_anew(tmp_path, monkeypatch):
    """Whoever had it removes its file while another has just opened that: it must not hold what nobody else can see."""
    honest, turns = lock._lock, iter([True, False, False])

    def late(descriptor: int) -> None:
        if next(turns):
            (tmp_path / ".run.lock").unlink()
        honest(descriptor)

    monkeypatch.setattr(lock, "_lock", late)
    with lock.Lock(tmp_path / "run"):
        assert "is writing here" in said(lock.Lock, tmp_path / "run")
    assert list(tmp_path.iterdir()) == []


def test_a_lock_does_not_write_through_a_link(tmp_path):
    (tmp_path / "precious").write_text("mine")
    (tmp_path / ".run.lock").symlink_to(tmp_path / "precious")
    said(lock.Lock, tmp_path / "run")
    assert (tmp_path / "precious").read_text() == "mine"


def test_a_lock_that_a_killed_process_left_is_taken_over(tmp_path):
    (tmp_path / ".run.lock").write_text("99999\n")
    fake.begin(tmp_path / "run", fake.frame()).close()
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_plan_of_an_opened_run_is_the_plan_that_was_checked(run):
    assert json.loads(dataset.open(run).attrs["plan"])["seed"] == 47


@pytest.mark.parametrize("force", [False, True])
def test_other_folders_have_one_writer_as_well(tmp_path, force):
    """Sweeps and boxes, registered forecasts, exports: the same lock."""
    with lock.Lock(tmp_path / "there"):
        assert "is writing here" in said(
            Folder.open, tmp_path / "there", {"experiment": "sweep"}, force=force
        )
        assert "is writing here" in said(forecast_folder.write, None, tmp_path / "there")
    sweep = Folder.open(tmp_path / "sweep", {"experiment": "sweep"})
    assert "is writing here" in said(Folder.open, sweep.path, {"experiment": "sweep"}, force=force)
    del sweep
    Folder.open(tmp_path / "sweep", {"experiment": "sweep"}, force=force)
    assert [p.name for p in tmp_path.iterdir()] == ["sweep"]


@pytest.mark.parametrize("format", ["netcdf", "csv"])
def test_two_exports_do_not_mix(run, tmp_path, format):
    with lock.Lock(tmp_path / "out"):
        assert "is writing here" in said(export, run, tmp_path / "out", format, force=True)
    export(run, tmp_path / "out", format)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "run"]


def test_an_opened_run_can_be_sent_to_another_process(run):
    """As joblib and Dask do; what is read there is checked there."""
    sent = pickle.loads(pickle.dumps(dataset.open(run)))
    assert sent.orbit.load().shape == (2, 26, 21)
    flip(run / layout.DATA / "pressure/c/0/0/0", 5)
    assert "pressure/c/0/0/0" in said(pickle.loads(pickle.dumps(dataset.open(run))).pressure.load)
