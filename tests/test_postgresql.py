"""Batches in a real PostgreSQL, which runs here in a folder of its own and is stopped at the end."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from conftest import edit_manifest, entry, manifest_of, ndjson, write_batch, zhucun
from edition import standard
from generated import full
from test_own import SOUND, profile, village
from test_own import batch as own_batch

from zhucun import postgresql
from zhucun.generation import tables

dbapi = pytest.importorskip("adbc_driver_postgresql.dbapi", reason="needs zhucun[postgresql]")


def _programs() -> Path:
    for found in (shutil.which("initdb"), *sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))):
        if found:
            return Path(os.path.realpath(found)).parent
    pytest.skip("needs PostgreSQL")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The folder of its socket. It refuses to be run by root."""
    programs, place = _programs(), Path(tempfile.mkdtemp(prefix="zhucun-pg-", dir="/tmp"))
    user: dict[str, Any] = {}
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(place, nobody.pw_uid, nobody.pw_gid)
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def do(*command: str) -> None:
        with (place / "output").open("ab") if not user else open(os.devnull, "ab") as out:
            subprocess.run(command, check=True, cwd=place, timeout=120, stdout=out, stderr=out, **user)

    do(str(programs / "initdb"), "-D", str(place / "data"), "-U", "vendor", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    (place / "data" / "pg_hba.conf").write_text("local all vendor trust\nlocal all other scram-sha-256\n")
    safe = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"  # it need not outlive a crash
    settings = f"-c listen_addresses='' -c unix_socket_directories='{place}' {safe}"
    do(str(programs / "pg_ctl"), "-D", str(place / "data"), "-w", "-l", str(place / "log"), "-o", settings, "start")
    try:
        yield str(place)
    finally:
        do(str(programs / "pg_ctl"), "-D", str(place / "data"), "-m", "immediate", "stop")
        shutil.rmtree(place, ignore_errors=True)


_made = 0


@pytest.fixture
def address(server: str) -> str:
    """The address of an empty schema."""
    global _made
    _made += 1
    base = f"postgresql://vendor@/postgres?host={server}"
    execute(base, f"CREATE SCHEMA s{_made}")
    return f"{base}&options=-csearch_path%3Ds{_made}"


def execute(address: str, *statements: str) -> list[Any]:
    with dbapi.connect(address) as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        found = cursor.fetchall() if cursor.description else []
        connection.commit()
    return found


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "batch"
    assert zhucun("sample", folder, "--profile", "yulin-2021", "--villages", "1", "--break", "STD-001").exit_code == 0
    return folder


def lines(folder: Path) -> dict[str, list[Any]]:
    return {p.stem: sorted(map(json.loads, p.read_text("utf-8").splitlines()), key=lambda r: r["id"]) for p in folder.glob("*.ndjson")}


def said(report: dict[str, Any]) -> Sequence[Any]:
    return sorted((f["rule"], f.get("recordId"), f["message"]) for f in report["findings"])


def test_a_batch_comes_back_equal_and_is_judged_alike(address: str, sample: Path, tmp_path: Path) -> None:
    assert zhucun("load", sample, address).exit_code == 0
    postgresql.export(standard, address, tmp_path)
    assert lines(tmp_path) == lines(sample)
    own, its = (json.loads((f / "manifest.json").read_text("utf-8")) for f in (sample, tmp_path))
    assert {k: v for k, v in its.items() if k != "files"} == {k: v for k, v in own.items() if k != "files"}
    here = json.loads(zhucun("validate", sample, "--format", "json", "--lang", "en").stdout)
    result = zhucun("validate", address, "--format", "json", "--lang", "en")
    there = json.loads(result.stdout)
    assert result.exit_code == 1
    assert said(there) == said(here) != []
    assert [(r["id"], r["status"]) for r in there["rules"]] == [(r["id"], r["status"]) for r in here["rules"]]
    assert {(f.get("file"), f.get("line")) for f in there["findings"]} == {("posting", None)}
    assert execute(address, "SELECT zh FROM code WHERE list = 'leave-kind' AND code = 'SICK'") == [("病假",)]


def test_every_field_of_every_record_comes_back(address: str, tmp_path: Path) -> None:
    batch = {f"{kind}.ndjson": (ndjson([json.loads(json.dumps(valid(kind)))]), 1) for kind in standard.record_types}
    folder = write_batch(tmp_path / "batch", batch)
    result = zhucun("load", folder, address, "--lang", "en")
    assert result.exit_code == 0, result.output
    (tmp_path / "again").mkdir()
    postgresql.export(standard, address, tmp_path / "again")
    assert lines(tmp_path / "again") == lines(folder)


def test_what_a_place_declares_of_its_own_comes_back_too(address: str, tmp_path: Path) -> None:
    home = profile(tmp_path / "profiles").parent
    held = [village(f"v-{n}", ext=ext, traits=["FC:BELOW_RIVER"]) for n, ext in enumerate((SOUND, {"GZ": {"any": [None, 1.5]}}))]
    walk = {"id": "a-1", "kind": "FC:DIKE_WALK", "date": "2024-05-01"}
    folder = own_batch(tmp_path / "batch", village=held, activity=[walk])
    assert "fictive-county-2024" in zhucun("load", folder, address).stderr
    loaded = zhucun("load", folder, address, "--profiles", home, "--lang", "en")
    assert loaded.exit_code == 0, loaded.output
    here, there = (
        json.loads(zhucun("validate", path, "--profiles", home, "--format", "json", "--lang", "en").stdout) for path in (folder, address)
    )
    assert said(there) == said(here)
    assert there["verdict"] == here["verdict"] != "unreadable"
    assert here["records"] == there["records"]


def valid(kind: str) -> dict[str, Any]:
    """A record in which no field is absent, with what only a pattern asks for set right."""
    from zhucun.record import faults

    record = full(kind, own=False)
    for _ in range(20):
        wrong = [f for f in faults.explain(standard, kind, record) if f.pointer]
        for fault in wrong:
            # what this test cannot make up is not what it is about
            record.pop(fault.pointer.split("/")[1], None)
        if not wrong:
            break
    assert {p.field.name for t in tables.tables(standard) if t.name == kind for p in t.parts if p.field} <= set(record)
    return record


def test_a_row_that_is_wrong_is_named_by_its_table_and_id(address: str, batch: Path) -> None:
    assert zhucun("load", batch, address).exit_code == 0
    execute(
        address,
        "ALTER TABLE attendance ALTER status DROP NOT NULL, ADD tenant text",
        "UPDATE attendance SET status = NULL, tenant = 'a' WHERE id = (SELECT min(id) FROM attendance)",
    )
    report = json.loads(zhucun("validate", address, "--format", "json").stdout)
    first = json.loads((batch / "attendance.ndjson").read_text("utf-8").splitlines()[0])["id"]
    wrong = [f for f in report["findings"] if f["rule"].startswith("STR-")]
    assert {(f["rule"], f.get("recordId"), f["file"], f.get("line")) for f in wrong} == {
        ("STR-REQUIRED", first, "attendance", None),
        ("STR-UNKNOWN-FIELD", first, "attendance", None),
    }


def test_views_of_a_system_of_ones_own_will_do_and_nothing_in_it_is_touched(address: str, batch: Path) -> None:
    manifest = json.loads((batch / "manifest.json").read_text("utf-8"))
    document = json.dumps({k: v for k, v in manifest.items() if k != "files"})
    execute(
        address,
        f"CREATE VIEW manifest AS SELECT '{manifest['batchId']}'::text AS \"batchId\", '{document}'::jsonb AS document",
        "CREATE TABLE punch (person text, day date)",
        "INSERT INTO punch VALUES ('c1', '2021-07-01'), ('c1', '2021-07-02')",
        "CREATE VIEW attendance AS SELECT person || '-' || day AS id, person AS \"cadreId\", day AS date, 'IN_VILLAGE' AS status FROM punch",
    )
    report = json.loads(zhucun("validate", address, "--format", "json").stdout)
    assert report["verdict"] == "pass", report
    assert report["records"]["attendance"] == 2


def test_what_cannot_be_done_is_one_sentence_and_loses_nothing(address: str, batch: Path, tmp_path: Path) -> None:
    empty = zhucun("validate", address, "--lang", "en")
    assert empty.exit_code == 2
    assert "must have one row" in empty.stderr
    broken = write_batch(tmp_path / "broken", {"attendance.ndjson": (ndjson([{"id": "a1", "cadreId": "c1"}]), 1)})
    refused = zhucun("load", broken, address, "--lang", "en")
    assert (refused.exit_code, "line 1" in refused.stderr) == (2, True)
    twice = (batch / "attendance.ndjson").read_bytes() * 2
    edit_manifest(batch, lambda m: m.update(files=[entry("attendance.ndjson", "attendance", twice, twice.count(b"\n"))]))
    (batch / "attendance.ndjson").write_bytes(twice)
    refused = zhucun("load", batch, address, "--lang", "en")
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert execute(address, "SELECT count(*) FROM pg_class WHERE relname = 'attendance' AND pg_table_is_visible(oid)") == [(0,)]
    once = write_batch(tmp_path / "once", {"attendance.ndjson": (ndjson([full_day("a1")]), 1)})
    assert zhucun("load", once, address).exit_code == 0
    again = zhucun("load", once, address, "--lang", "en")
    assert (again.exit_code, "holds a batch already" in again.stderr) == (2, True)
    assert zhucun("load", once, "mysql://x").exit_code == 2
    assert manifest_of([])["batchId"] == "batch-1"


def full_day(ident: str) -> dict[str, Any]:
    return {"id": ident, "cadreId": "c1", "date": "2021-07-01", "status": "IN_VILLAGE"}


def days(address: str, *dates: str, batch: Path) -> None:
    """A system of one's own, with a view of its punches."""
    document = json.dumps({**json.loads((batch / "manifest.json").read_text("utf-8")), "files": []})
    execute(
        address,
        "CREATE TABLE manifest (document json)",
        "INSERT INTO manifest VALUES ($m$" + document + "$m$)",
        "CREATE TABLE punch (day text)",
        *(f"INSERT INTO punch VALUES ('{date}')" for date in dates),
    )


ATTENDANCE = "CREATE VIEW attendance AS SELECT day AS id, 'c1' AS \"cadreId\", day{} AS date, 'IN_VILLAGE' AS status FROM punch"


def test_what_changes_meanwhile_is_not_seen(address: str, batch: Path, tmp_path: Path) -> None:
    days(address, "2021-07-01", batch=batch)
    # the first table that is read waits for a lock that the test holds
    execute(
        address,
        "CREATE VIEW cadre AS SELECT 'c1' AS id FROM (SELECT pg_advisory_xact_lock_shared(7)) held",
        ATTENDANCE.format("::date"),
    )
    assert [t.name for t in tables.tables(standard)].index("cadre") < [t.name for t in tables.tables(standard)].index("attendance")
    with dbapi.connect(address) as connection, connection.cursor() as cursor, ThreadPoolExecutor(1) as pool:
        cursor.execute("SELECT pg_advisory_lock(7)")
        reading = pool.submit(postgresql.export, standard, address, tmp_path)
        try:
            while not reading.done() and not execute(address, "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"):
                pass
            execute(address, "UPDATE punch SET day = '2021-07-02'", "INSERT INTO punch VALUES ('2021-07-03')")
        finally:
            cursor.execute("SELECT pg_advisory_unlock(7)")
        reading.result(timeout=60)
    assert [r["date"] for r in lines(tmp_path)["attendance"]] == ["2021-07-01"]


def test_reading_cannot_write_and_failing_tells_nothing_of_a_row(address: str, batch: Path) -> None:
    days(address, "1980-secret", batch=batch)
    execute(
        address,
        "CREATE TABLE seen (at text)",
        "CREATE FUNCTION note() RETURNS text LANGUAGE sql AS 'INSERT INTO seen VALUES (1) RETURNING at'",
        "CREATE VIEW cadre AS SELECT note() AS id",
    )
    writing = zhucun("validate", address, "--lang", "en")
    assert (writing.exit_code, "read-only" in writing.stderr) == (3, True)
    assert execute(address, "SELECT count(*) FROM seen") == [(0,)]
    execute(address, "DROP VIEW cadre", ATTENDANCE.format("::date"))
    failing = zhucun("validate", address, "--lang", "en")
    assert (failing.exit_code, failing.stderr.count("\n")) == (3, 1)
    assert "SQLSTATE 22007" in failing.stderr
    assert "secret" not in failing.output


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_password_is_ever_told(server: str, batch: Path, lang: str) -> None:
    for address in (
        f"postgresql://other:Geheim!7@/postgres?host={server}",
        f"postgresql://other:Geheim!7@/postgres?host={server}&nonsense=1",
        "postgresql://other:Geheim!7@[::1/postgres",
        "postgresql://other:Geheim!7%zz@/postgres",
        "postgresql:///postgres?password=Geheim!7%zz",
        "postgresql://other:Geheim!7@127.0.0.1:1/postgres?password=Geheim!7",
    ):
        for command in (("validate", address), ("load", batch, address), ("load", address, address), ("diff", address, address)):
            result = zhucun(*command, "--lang", lang)
            assert result.exit_code == 2, result.output
            assert "Geheim" not in result.output
            assert result.stderr.count("\n") == 1
