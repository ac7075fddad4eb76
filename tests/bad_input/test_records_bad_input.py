"""What goes wrong with run folders, and what the reader is told: what, where, what is allowed, what to do."""

from __future__ import annotations

import errno
import importlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import records_fake as fake

from kennan.faults import BadInput
from kennan.records import dataset, destination, journal, layout, manage, skeleton, tidy
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
    path = tmp_path / "begun"
    with fake.begin(path, fake.frame()) as store:
        store.write(fake.make(fake.frame(), 0, 0))
    return path


def said(call, *args, **more) -> str:
    """Return the message of the BadInput that a call must raise; it names a place and something to do."""
    with pytest.raises(BadInput) as caught:
        call(*args, **more)
    assert all(fault.where for fault in caught.value.faults)
    assert all(fault.do for fault in caught.value.faults)
    return str(caught.value)


def kinds(findings) -> list[tuple[str, str]]:
    return [(f.kind, f.where) for f in findings if f.fault]


# Damaged


@pytest.mark.parametrize("name", ["data.zarr/orbit/c/1/0/2", "data.zarr/orbit/zarr.json", "plan.json"])
def test_a_flipped_byte_is_found_and_named(run, name):
    content = bytearray((run / name).read_bytes())
    content[len(content) // 2] ^= 1
    (run / name).write_bytes(content)
    assert ("damaged", name) in kinds(manage.verify(run))


def test_a_deleted_chunk_is_never_read_as_zeros(run):
    name = "data.zarr/ending/c/0/1"
    (run / name).unlink()
    assert layout.identify(run).state == "damaged"
    assert f"{name} is missing" in said(dataset.open, run)
    assert kinds(manage.verify(run)) == [("missing", name)]


def test_many_deleted_files_are_counted(run):
    shutil.rmtree(run / "data.zarr" / "orbit")
    assert "more files are missing" in said(dataset.open, run)
    assert len(kinds(manage.verify(run))) == 7


def test_a_foreign_file_is_named(run):
    (run / "data.zarr" / "stray.txt").write_text("?")
    (run / "notes.txt").write_text("mine")
    (run / "report.html").write_text("<html>")
    findings = manage.verify(run)
    assert kinds(findings) == [("foreign", "data.zarr/stray.txt")]
    assert [f.where for f in findings if not f.fault] == ["notes.txt"]


@pytest.mark.parametrize("name", ["plan.json", "about.json", "data.zarr/zarr.json"])
@pytest.mark.parametrize("content", [b"", b'{"scenario": "x-19', b"[1, 2]", b"\xff\xfe\x00", b"[" * 100_000])
def test_spoilt_json_is_named(run, name, content):
    (run / name).write_bytes(content)
    assert layout.identify(run).state == "damaged"
    assert f"{name}: it is not" in said(dataset.open, run)
    assert ("damaged", name) in kinds(manage.verify(run))
    assert manage.list_runs(run.parent)[0]["state"] == "damaged"
    assert manage.show(run)["state"] == "damaged"


@pytest.mark.parametrize("name", ["plan.json", "about.json", "checksums.txt", "data.zarr/zarr.json"])
def test_missing_parts_are_named(run, name):
    (run / name).unlink()
    assert name in said(dataset.open, run)
    assert ("missing", name) in kinds(manage.verify(run))


@pytest.mark.parametrize("content", [b"", b"nonsense\n", b"\xff\xfe\x00", b"0" * 64 + b"  plan.json\n"])
def test_spoilt_checksums_are_named(run, content):
    (run / "checksums.txt").write_bytes(content)
    assert layout.identify(run).state == "damaged"
    said(dataset.open, run)
    assert any(f.fault for f in manage.verify(run))


def test_a_forged_checksum_is_found(run):
    about = layout.read_json(run / "about.json")
    (run / "about.json").write_bytes(layout.dump(about | {"checksum": "0" * 64}))
    (run / "complete").write_text("f" * 64)
    assert {("damaged", "about.json"), ("damaged", "complete")} <= set(kinds(manage.verify(run)))


def test_a_run_of_a_later_kennan_is_named(run):
    about = layout.read_json(run / "about.json")
    (run / "about.json").write_bytes(layout.dump(about | {"format": layout.FORMAT + 1}))
    assert f"this kennan reads format {layout.FORMAT}" in said(dataset.open, run)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("about.json", {"format": "one"}),
        ("about.json", {"format": 1, "versions": 3, "checksum": []}),
        ("plan.json", {"policies": 3, "seed": None}),
        ("data.zarr/zarr.json", {"zarr_format": 3, "node_type": "group", "attributes": {}}),
        ("data.zarr/zarr.json", {"zarr_format": 3, "node_type": "group", "attributes": {"frame": {"a": 1}}}),
        ("data.zarr/zarr.json", {"zarr_format": 3, "node_type": "array"}),
    ],
)
def test_json_that_says_something_else_is_no_traceback(run, name, content):
    (run / name).write_text(json.dumps(content))
    assert any(f.fault and f.where == name for f in manage.verify(run))
    manage.list_runs(run.parent)
    manage.show(run)
    if name == "data.zarr/zarr.json":
        assert "damaged" in said(dataset.open, run)


# Foreign, missing, unfinished


@pytest.mark.parametrize("call", [dataset.open, manage.verify, manage.show, Store.resume])
def test_what_is_not_a_run_is_named(tmp_path, call):
    (tmp_path / "empty").mkdir()
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "thesis.txt").write_text("x")
    (tmp_path / "file").write_text("x")
    assert "empty" in said(call, tmp_path / "empty")
    assert "neither plan.json nor data.zarr" in said(call, tmp_path / "foreign")
    assert "a file, not a folder" in said(call, tmp_path / "file")
    assert "there is nothing at this path" in said(call, tmp_path / "nowhere")
    assert "there is nothing" in said(call, tmp_path / "file" / "below")


def test_an_unfinished_run_says_how_to_go_on(begun):
    for call in (dataset.open, manage.verify):
        assert f"kennan run --resume {begun}" in said(call, begun)
    said(export, begun, begun.with_name("out.nc"))


def test_a_folder_of_runs_that_is_not_there(tmp_path):
    assert "no such folder" in said(manage.list_runs, tmp_path / "runs")


# Something in the way


def test_existing_runs_are_not_overwritten(run, begun):
    before = fake.tree(run)
    message = said(fake.begin, run, fake.frame())
    assert "a complete run is already here" in message
    assert "choose another --out" in message
    assert "--force" in message
    assert "--resume" not in message
    assert fake.tree(run) == before
    assert f"kennan run --resume {begun}" in said(fake.begin, begun, fake.frame())


@pytest.mark.parametrize("force", [False, True])
def test_what_is_not_a_run_is_never_replaced(tmp_path, force):
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "thesis.txt").write_text("x")
    (tmp_path / "file").write_text("x")
    before = fake.tree(tmp_path)
    for name in ("foreign", "file"):
        assert "not a run" in said(fake.begin, tmp_path / name, fake.frame(), force=force)
    message = said(fake.begin, tmp_path / "file" / "below", fake.frame(), force=force)
    assert f"{tmp_path / 'file'} is a file" in message
    assert fake.tree(tmp_path) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "foreign"]


def test_force_spares_a_run_that_holds_other_things(run):
    (run / "thesis.txt").write_text("x")
    assert "thesis.txt" in said(fake.begin, run, fake.frame(), force=True)
    assert (run / "thesis.txt").exists()


def test_a_damaged_run_may_be_replaced_by_force_only(run):
    (run / "plan.json").write_text("{")
    assert "a damaged run is already here" in said(fake.begin, run, fake.frame())
    fake.begin(run, fake.frame(), force=True).close()
    assert layout.identify(run).state == "unfinished"


def test_two_processes_do_not_write_to_one_run(begun):
    pytest.importorskip("fcntl")
    code = f"from kennan.records.store import Store; Store.resume({str(begun)!r})"
    with Store.resume(begun):
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert f"another process (number {os.getpid()}) is writing here" in result.stderr
    Store.resume(begun).close()


# Resuming


def test_resume_names_what_differs(begun, monkeypatch):
    plan = json.loads((begun / "plan.json").read_text())
    changed = layout.versions() | {"numpy": "1.0"}
    monkeypatch.setattr(layout, "versions", lambda: changed)
    message = said(Store.resume, begun, json.dumps(plan | {"seed": 48, "worlds": 5}))
    assert "the plan differs in seed, worlds" in message
    assert "(now 1.0)" in message


def test_resume_of_a_complete_run(run):
    assert "already complete" in said(Store.resume, run)


@pytest.mark.parametrize("name", ["data.zarr/orbit/zarr.json", "data.zarr/zarr.json", "plan.json"])
def test_resume_refuses_a_changed_skeleton(begun, name):
    content = (begun / name).read_text()
    (begun / name).write_text(content.replace("sporadic", "sporadid").replace("float32", "float64"))
    assert "was changed" in said(Store.resume, begun)


@pytest.mark.parametrize(
    "content", [b"", b"{}\n", b'{"skeleton": {}}\n', b'{"skeleton": {"a": "b"}}\nxx\n{}\n']
)
def test_resume_refuses_a_spoilt_journal(begun, content):
    (begun / "journal.jsonl").write_bytes(content)
    assert "journal" in said(Store.resume, begun)


# The system refuses


REFUSALS = [
    (errno.ENOSPC, "the disk is full"),
    (errno.EROFS, "read-only"),
    (errno.EACCES, "no permission"),
    (errno.EDQUOT, "quota"),
]


@pytest.mark.parametrize(("number", "words"), REFUSALS)
@pytest.mark.parametrize("at", [(skeleton, "build"), (destination, "put_in_place"), (tidy, "make_parents")])
def test_a_run_that_cannot_be_made_leaves_nothing(tmp_path, monkeypatch, number, words, at):
    def refuse(*args, **more):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(*at, refuse)
    assert words in said(fake.begin, tmp_path / "new" / "deep" / "run", fake.frame())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("number", "words"), REFUSALS)
@pytest.mark.parametrize("at", ["chunk", "journal", "finish"])
def test_a_disk_that_fills_leaves_a_run_that_can_be_resumed(tmp_path, whole, monkeypatch, number, words, at):
    path, frame = tmp_path / "run", fake.frame()

    def refuse(*args, **more):
        raise OSError(number, os.strerror(number))

    store = fake.begin(path, frame)
    made = list(fake.blocks(frame))
    for block in made[:2] if at != "finish" else made:
        store.write(block)
    with monkeypatch.context() as patch:
        if at == "chunk":
            honest = Path.write_bytes
            patch.setattr(
                Path, "write_bytes", lambda p, b: refuse() if "pressure" in str(p) else honest(p, b)
            )
        elif at == "journal":
            patch.setattr(journal.os, "fsync", refuse)
        else:
            patch.setattr(layout.os, "fsync", refuse)
        message = said(store.finish) if at == "finish" else said(store.write, made[2])
    assert words in message
    assert f"kennan run --resume {path}" in message
    store.close()
    assert not list(path.glob("*.partial"))
    assert not (path / "complete").exists()
    if at != "finish":
        assert not (path / "data.zarr" / "orbit" / "c" / "0" / "0" / "2").exists()
    with Store.resume(path) as store:
        assert len(store.done()) == (6 if at == "finish" else 2)
        for block in fake.blocks(frame, skip=store.done()):
            store.write(block)
        store.finish()
    assert fake.tree(path / "data.zarr") == fake.tree(whole / "data.zarr")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    assert "no permission" in said(fake.begin, tmp_path / "locked" / "run", fake.frame())


def test_a_really_full_disk_is_named(tmp_path):
    """/dev/full refuses every byte, as a full disk does."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    path, frame = tmp_path / "run", fake.frame()
    with fake.begin(path, frame) as store:
        chunk = path / "data.zarr" / "output" / "c" / "0" / "0" / "0"
        chunk.parent.mkdir(parents=True)
        chunk.symlink_to("/dev/full")
        assert "the disk is full" in said(store.write, fake.make(frame, 0, 0))


def test_impossible_names(tmp_path):
    assert "zero byte" in said(fake.begin, tmp_path / "a\0b", fake.frame())
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    assert "not a run" in said(fake.begin, tmp_path / "link", fake.frame())
    assert "too long" in said(fake.begin, tmp_path / ("x" * 300), fake.frame())


# Exports


def test_an_unknown_format_names_the_nearest(run, tmp_path):
    with pytest.raises(BadInput, match="nearest name: netcdf"):
        export(run, tmp_path / "out", "netcd")


def test_a_missing_library_is_named(run, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "netCDF4", None)
    message = said(export, run, tmp_path / "out", "netcdf")
    assert 'pip install "kennan[export]"' in message
    assert "netCDF4" in message
    assert not (tmp_path / "out").exists()


def test_exports_are_not_overwritten_without_force(run, tmp_path):
    export(run, tmp_path / "out", "csv")
    assert "--force" in said(export, run, tmp_path / "out", "csv")
    export(run, tmp_path / "out", "csv", force=True)
    (tmp_path / "out" / "thesis.txt").write_text("x")
    assert "thesis.txt" in said(export, run, tmp_path / "out", "csv", force=True)
    assert "folder of tables" in said(export, run, tmp_path / "out.csv", "csv")
    assert "in the way" in said(export, run, tmp_path / "out", "netcdf", force=True)
    for over in (run, run / "data.zarr", run / "data.zarr" / "x", run.parent):
        assert "over the run itself" in said(export, run, over, "csv", force=True)


@pytest.mark.parametrize("format", ["netcdf", "csv", "parquet"])
def test_an_export_that_stops_leaves_nothing(run, tmp_path, format):
    importlib.import_module({"netcdf": "netCDF4", "parquet": "pyarrow", "csv": "pandas"}[format])
    (run / "data.zarr" / "pressure" / "c" / "1" / "0" / "2").write_bytes(b"not a chunk")
    message = said(export, run, tmp_path / "new" / "out", format)
    assert "kennan runs verify" in message
    assert not (tmp_path / "new").exists() or list((tmp_path / "new").iterdir()) == []


def test_an_export_below_a_file(run, tmp_path):
    (tmp_path / "file").write_text("x")
    said(export, run, tmp_path / "file" / "out.nc")


def test_chunks_without_dask_say_what_to_install(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "dask", None)
    monkeypatch.setitem(sys.modules, "dask.array", None)
    assert "dask" in said(dataset.open, run, chunks={}).lower()
