"""The service: its verdicts are the command line's, its own failures are never the sender's, and nothing is left behind."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import days, ndjson, write_batch, zhucun
from edition import standard
from jsonschema import Draft202012Validator
from opening import zip_of
from test_docs_browser import browser, until  # noqa: F401  (the fixture)

from benchmarks import service as clients
from zhucun.service import asking, openapi, refusals, runs
from zhucun.service.refusals import STATUSES
from zhucun.service.settings import Settings

for module in ("uvicorn", "starlette", "python_calamine", "xlsxwriter"):
    pytest.importorskip(module, reason="the service needs pip install -e '.[serve,sheets]'")
if not Path("/proc/self/stat").exists():
    pytest.skip("what a server leaves behind is looked up in /proc", allow_module_level=True)

ROOT = Path(__file__).resolve().parent.parent
DESCRIPTION = json.loads(openapi.written())
MIB = 2**20

#: What stands in bodies and must stand nowhere else.
MARK = "ZhangSanFeng"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(server: clients.Server, path: str, method: str = "GET", body: Any = None, chunked: bool = False, **headers: str) -> Answer:
    """One request; headers are written as keywords: ``content_type``."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)) as connection:
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()}, encode_chunked=chunked)
        got = connection.getresponse()
        return Answer(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())


def post(server: clients.Server, body: Any, content_type: str = asking.ZIP, query: str = "", **headers: str) -> Answer:
    return ask(server, f"/v1/validate{query}", "POST", body, content_type=content_type, **headers)


# --- servers and bodies -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[clients.Server]:
    """One that gives enough of all, but waits a second only for what does not come."""
    with clients.running(tmp_path_factory.mktemp("server"), jobs=2, patience=1.0, max_body=MIB) as it:
        it.wait_until_ready()
        yield it


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[clients.Server]:
    """One that gives no batch the time that it needs, and has one process."""
    with clients.running(tmp_path_factory.mktemp("hasty"), jobs=1, patience=60.0, time_limit=0.2) as it:
        yield it


@pytest.fixture(scope="module")
def tight(tmp_path_factory: pytest.TempPathFactory) -> Iterator[clients.Server]:
    """One that gives too little memory to judge anything."""
    with clients.running(tmp_path_factory.mktemp("tight"), jobs=1, memory=150 * MIB) as it:
        yield it


Bodies = dict[str, Path]


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> Bodies:
    """Batches that come to each verdict, each in a folder of its own under the name that the service gives it."""
    place = tmp_path_factory.mktemp("bodies")

    def put(name: str, verdict: str, status: str = "IN_VILLAGE", **more: Any) -> Path:
        folder = write_batch(place / verdict / "batch", {"attendance.ndjson": (ndjson(days(3, status=status)), 3)}, **more)
        zip_of(folder, place / verdict / name)
        return place / verdict / name

    made = {
        "pass": put("batch.zip", "pass"),
        "fail": put("batch.zip", "fail", status="NOWHERE"),
        "incomplete": put("batch.zip", "incomplete", mode="CORRECTION"),
        "records": place / "attendance.ndjson",
        "workbook": place / "batch.xlsx",
    }
    made["records"].write_bytes(ndjson([*days(2), {"id": "a", "cadreId": MARK, "date": MARK, "status": "REST"}]))
    assert zhucun("sheet", "write", place / "fail" / "batch", "-o", made["workbook"]).exit_code == 0
    return made


@pytest.fixture
def child(server: clients.Server) -> Callable[[int], None]:
    """Sends a signal to the next process of the server, as soon as there is one."""

    def send(number: int) -> None:
        def wait() -> None:
            for _ in range(2000):
                for pid in server.children():
                    os.kill(pid, number)
                    return
                time.sleep(0.005)

        threading.Thread(target=wait, daemon=True).start()

    return send


# --- the description ----------------------------------------------------------------------------------

DOCUMENTED = [
    (path, method, int(status))
    for path, methods in DESCRIPTION["paths"].items()
    for method, operation in methods.items()
    for status in operation["responses"]
]


def conform(path: str, method: str, answer: Answer) -> None:
    """Demand that an answer is as it is described."""
    said = DESCRIPTION["paths"][path][method]["responses"][str(answer.status)]
    media_type = answer.headers["content-type"].partition(";")[0]
    assert media_type in said["content"]
    for name, header in said.get("headers", {}).items():
        value = answer.headers[name.lower()]
        check(header["schema"], int(value) if header["schema"].get("type") == "integer" else value)
    if media_type.endswith("json"):
        check(said["content"][media_type]["schema"], answer.json)


def check(schema: Any, data: Any) -> None:
    Draft202012Validator({**schema, "components": DESCRIPTION["components"]}).validate(data)


def trickle(server: clients.Server) -> Answer:
    """A body that stops coming."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(b"POST /v1/validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/zip\r\nContent-Length: 100\r\n\r\nPK")
        got = http.client.HTTPResponse(connection)
        got.begin()
        return Answer(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())


def crowd(server: clients.Server, body: bytes) -> Answer:
    """A request to a server whose every place is taken by somebody who sends nothing."""
    places = 8
    with ExitStack() as stack:
        for _ in range(places):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            connection.sendall(b"POST /v1/validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/zip\r\nContent-Length: 9\r\n\r\n")
        for _ in range(600):
            if f"zhucun_requests_inside {places}\n".encode() in ask(server, "/metrics").body:
                break
            time.sleep(0.05)
        return post(server, body)


@pytest.mark.parametrize(("path", "method", "status"), DOCUMENTED)
def test_every_answer_that_is_described_comes_and_is_as_described(
    path: str, method: str, status: int, request: pytest.FixtureRequest
) -> None:
    def get(name: str) -> Any:
        return request.getfixturevalue(name)

    def good() -> bytes:
        return bytes(get("bodies")["pass"].read_bytes())

    ways: dict[tuple[str, int], Callable[[], Answer]] = {
        ("/v1/validate", 200): lambda: post(
            get("server"), get("bodies")["fail"].read_bytes(), query="?as-of=2021-08-01&profile=hunan-2021"
        ),
        ("/v1/validate", 400): lambda: post(get("server"), good(), query="?asof=2021-08-01"),
        ("/v1/validate", 406): lambda: post(get("server"), good(), accept="image/png, text/html;q=0"),
        ("/v1/validate", 408): lambda: trickle(get("server")),
        ("/v1/validate", 413): lambda: post(get("server"), bytes(MIB + 1)),
        ("/v1/validate", 415): lambda: post(get("server"), good(), "multipart/form-data; boundary=x"),
        ("/v1/validate", 422): lambda: post(get("server"), b"PK" + MARK.encode()),
        ("/v1/validate", 500): lambda: (get("child")(signal.SIGSEGV), post(get("server"), good()))[1],
        ("/v1/validate", 503): lambda: crowd(get("hasty"), good()),
        ("/v1/validate", 504): lambda: post(get("hasty"), good()),
        ("/v1/validate", 507): lambda: post(get("tight"), good()),
        ("/readyz", 503): lambda: ask(get("tight"), "/readyz"),
    }
    answer = ways.get((path, status), lambda: ask(get("server"), path))()
    assert answer.status == status, answer.body
    conform(path, method, answer)


def test_the_description_says_what_there_is() -> None:
    posted = DESCRIPTION["paths"]["/v1/validate"]["post"]
    assert set(posted["requestBody"]["content"]) == set(asking.bodies())
    assert {p["name"] for p in posted["parameters"]} == set(asking.PARAMETERS)
    assert set(DESCRIPTION["paths"]) == set(openapi.PATHS)
    # a path or a method that there is not can be described nowhere
    described = {status for _, _, status in DOCUMENTED} | {STATUSES["no-path"], STATUSES["method"]}
    assert described == {200, *STATUSES.values()}
    for schema in DESCRIPTION["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


# --- verdicts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "verdict", "form", "lang", "query"),
    [
        ("pass", "pass", "json", "zh", ""),
        ("fail", "fail", "html", "en", ""),
        ("incomplete", "incomplete", "json", "en", ""),
        ("records", "fail", "sarif", "zh", "?record-type=attendance&profile=hunan-2021&as-of=2021-08-01"),
        ("workbook", "fail", "text", "zh", ""),
    ],
)
def test_a_report_is_byte_for_byte_that_of_the_command_line(
    server: clients.Server, bodies: Bodies, monkeypatch: pytest.MonkeyPatch, body: str, verdict: str, form: str, lang: str, query: str
) -> None:
    path = bodies[body]
    kind = {".zip": asking.ZIP, ".xlsx": asking.XLSX, ".ndjson": asking.NDJSON}[path.suffix]
    media_type = next(m for m, f in asking.forms().items() if f == form)
    answer = post(server, path.read_bytes(), kind, query, accept=f"{media_type}, */*;q=0.1", accept_language=f"{lang}-XX, *;q=0.2")
    monkeypatch.chdir(path.parent)
    options = [part for name, value in re.findall(r"(profile|as-of)=([^&]+)", query) for part in (f"--{name}", value)]
    told = zhucun("validate", path.name, "--format", form, "--lang", lang, "--path-prefix", "", *options)
    assert (answer.status, answer.headers["zhucun-verdict"]) == (200, verdict)
    assert answer.body.decode() == told.stdout
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert (answer.headers["content-language"], answer.headers["cache-control"]) == (lang, "no-store")


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("application/*", "json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("application/sarif+json", "sarif"),
        ("text/html;q=0.2, application/sarif+json;q=0.7", "sarif"),
        ("TEXT/HTML;level=1", "html"),
        ("image/png", None),
        ("*/*;q=0", None),
        ("text/html;q=nan", None),
        (",;,", None),
    ],
)
def test_accept_chooses_the_form(accept: str, form: str | None) -> None:
    def read() -> str:
        return asking.read(standard, asking.ZIP, "", accept, [], "en").form

    if form is None:
        with pytest.raises(refusals.Refusal, match="form"):
            read()
    else:
        assert read() == form


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("", "zh"),
        ("en", "en"),
        ("en-GB,zh;q=0.5", "en"),
        ("zh-CN,en;q=0.9", "zh"),
        ("de", "zh"),
        ("de,en;q=0.1", "en"),
        ("*", "zh"),
        ("zh;q=0,*", "en"),
    ],
)
def test_accept_language_chooses_the_language(header: str, lang: str) -> None:
    assert asking.language(header) == lang


# --- refusals -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("kind", "query"),
    [
        (asking.ZIP, "asof=2021-08-01"),
        (asking.ZIP, "as-of=yesterday"),
        (asking.ZIP, "as-of=2021-08-01&as-of=2021-08-02"),
        (asking.ZIP, "profile=nowhere"),
        (asking.ZIP, "profile=../../etc"),
        (asking.ZIP, "profile=" + "x" * 5000),
        (asking.ZIP, "output=/tmp/x"),
        (asking.ZIP, "record-type=leave"),
        (asking.NDJSON, ""),
        (asking.NDJSON, "record-type=leaves"),
        (asking.NDJSON, "record-type=../leave"),
    ],
)
def test_a_wrong_parameter_is_told_in_one_sentence_and_runs_nothing(server: clients.Server, kind: str, query: str, lang: str) -> None:
    answer = post(server, b"{}", kind, f"?{query}", accept_language=lang)
    conform("/v1/validate", "post", answer)
    (error,) = answer.json["errors"]
    assert (answer.status, answer.json["detail"]) == (400, error["detail"])
    assert len(error["detail"]) < 600
    assert bool(re.search("[\u4e00-\u9fff]", error["detail"])) == (lang == "zh")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content_type": ""}, 415),
        ({"content_type": "application/json"}, 415),
        ({"content_type": asking.ZIP, "content_encoding": "gzip"}, 415),
        ({"content_type": "Application/ZIP; x=y", "accept": "image/png"}, 406),
    ],
)
def test_a_kind_that_is_not_taken_is_refused(server: clients.Server, headers: dict[str, str], status: int) -> None:
    answer = ask(server, "/v1/validate", "POST", b"PK", **headers)
    conform("/v1/validate", "post", answer)
    assert answer.status == status


def test_a_path_and_a_method_that_there_are_not(server: clients.Server) -> None:
    for answer, status in (
        (ask(server, "/v2/validate"), 404),
        (ask(server, "/v1/validate", "PUT", b"x"), 405),
        (ask(server, "/", "POST"), 405),
    ):
        check({"$ref": "#/components/schemas/problem"}, answer.json)
        assert (answer.status, answer.json["status"]) == (status, status)
    assert ask(server, "/v1/validate").headers["allow"] == "POST"


def test_a_body_without_a_length_is_counted_as_it_comes(server: clients.Server) -> None:
    answer = ask(
        server, "/v1/validate", "POST", iter([bytes(2**16)] * 32), chunked=True, content_type=asking.ZIP, transfer_encoding="chunked"
    )
    conform("/v1/validate", "post", answer)
    assert answer.status == 413


@pytest.mark.parametrize(("body", "code"), [(b"", "empty"), (clients.bomb(), "bomb")])
def test_what_cannot_be_read_is_said_to_be_the_senders(server: clients.Server, body: bytes, code: str) -> None:
    answer = post(server, body, accept_language="en")
    conform("/v1/validate", "post", answer)
    assert (answer.status, [e["code"] for e in answer.json["errors"]]) == (422, [code])
    assert "/" not in answer.json["detail"].replace("zip/", ""), "a path of the server is shown"


# --- what is ours ---------------------------------------------------------------------------------------


def test_a_process_that_the_machine_kills_is_no_word_against_the_batch(
    server: clients.Server, bodies: Bodies, child: Callable[[int], None]
) -> None:
    child(signal.SIGKILL)
    answer = post(server, bodies["pass"].read_bytes(), accept_language="en")
    conform("/v1/validate", "post", answer)
    assert answer.status == 507
    assert "not at fault" in answer.json["detail"]
    assert "zhucun-verdict" not in answer.headers


@pytest.mark.long
@pytest.mark.parametrize(("body", "form"), [("pass", "json"), ("workbook", "html")])
def test_with_too_little_memory_there_is_the_right_verdict_or_none(bodies: Bodies, tmp_path: Path, body: str, form: str) -> None:
    came = set()
    for memory in range(50, 1001, 50):
        with runs.folder(tmp_path) as place:
            shutil.copy(bodies[body], place)
            asked = asking.Asked(bodies[body].name, form, "", ())
            try:
                came.add(asyncio.run(runs.judge(Settings(memory=memory * MIB), asked, place)).verdict)
            except refusals.Refusal as e:
                came.add(e.kind)
    right = {"pass": "pass", "workbook": "fail"}[body]
    assert right in came
    assert came <= {right, "resources", "failure"}


@pytest.mark.parametrize("memory", range(110, 191, 20))
def test_what_the_machine_cannot_give_is_no_defect(bodies: Bodies, tmp_path: Path, memory: int) -> None:
    """Of 170 MiB the engine itself may get none, which was told as an error of the service."""
    with runs.folder(tmp_path) as place:
        shutil.copy(bodies["pass"], place)
        with pytest.raises(refusals.Refusal) as raised:
            asyncio.run(runs.judge(Settings(memory=memory * MIB), asking.Asked(bodies["pass"].name, "json", "", ()), place))
    assert raised.value.kind == "resources"


def test_whoever_goes_takes_the_process_along(server: clients.Server, bodies: Bodies) -> None:
    body = bodies["pass"].read_bytes()
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        said = f"POST /v1/validate HTTP/1.1\r\nHost: x\r\nContent-Type: application/zip\r\nContent-Length: {len(body)}\r\n\r\n"
        connection.sendall(said.encode() + body)
        assert eventually(server.children)
    assert eventually(lambda: b'status="gone"} 1\n' in ask(server, "/metrics").body)
    assert eventually(lambda: not server.children() and not server.files())


def test_a_server_that_is_ended_ends_its_processes_and_clears_up(tmp_path: Path) -> None:
    with clients.running(tmp_path, jobs=1) as server:
        # its own first process, by which it finds out whether it is ready, is enough
        assert eventually(server.children)
        running = server.children()
        assert server.stop() == 128 + signal.SIGTERM
    assert [
        pid for pid in running if Path(f"/proc/{pid}/cmdline").exists() and b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ] == []
    assert list(server.folder.iterdir()) == []


def eventually(condition: Callable[[], Any]) -> Any:
    """What a condition comes to, once it is something."""
    for _ in range(1200):
        if found := condition():
            return found
        time.sleep(0.05)
    return None


def test_where_nobody_can_listen_is_told(server: clients.Server) -> None:
    for lang in ("zh", "en"):
        result = zhucun("serve", "--port", str(server.port), "--lang", lang)
        assert result.exit_code == 3
        assert result.stderr.startswith("zhucun: ")
        assert str(server.port) in result.stderr


def test_without_the_extra_its_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    result = zhucun("serve", "--lang", "en")
    assert (result.exit_code, "zhucun[serve]" in result.stderr) == (3, True)


# --- the page -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_loads_nothing_from_elsewhere(server: clients.Server, lang: str) -> None:
    answer = ask(server, "/", accept_language=lang)
    text = answer.body.decode()
    assert f'<html lang="{lang}">' in text
    assert bool(re.search("[\u4e00-\u9fff]", re.sub(r"<option.*?</option>", "", text))) == (lang == "zh")
    assert re.findall(r"(?:src|href)=|https?://", text) == []
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_file_is_dropped_and_its_report_is_seen(server: clients.Server, bodies: Bodies, browser: Any) -> None:  # noqa: F811
    browser.get_log("browser")
    browser.get(f"http://127.0.0.1:{server.port}/")
    browser.find_element("id", "file").send_keys(str(bodies["fail"]))
    until(browser, lambda: browser.find_element("id", "report").is_displayed(), 120)
    browser.switch_to.frame("report")
    assert until(browser, lambda: browser.find_elements("css selector", ".verdict.fail"))
    # its script runs, and its style holds: in a frame both need the leave of the page around it
    assert until(browser, lambda: browser.find_element("id", "count").is_displayed())
    browser.switch_to.default_content()
    assert [e for e in browser.get_log("browser") if e["level"] in ("SEVERE", "WARNING") and "favicon" not in e["message"]] == []


# --- what is left ---------------------------------------------------------------------------------------


def test_nothing_of_a_body_is_in_the_log_and_nothing_is_left(server: clients.Server, bodies: Bodies) -> None:
    before = server.held()
    assert post(server, bodies["records"].read_bytes(), asking.NDJSON, "?record-type=attendance").status == 200
    assert post(server, b"PK" + MARK.encode(), query=f"?profile={MARK}").status == 400
    assert eventually(lambda: server.held()["open files of the server"] <= before["open files of the server"])
    assert (server.children(), server.files()) == ([], [])
    log = server.log.read_text("utf-8")
    assert "POST /v1/validate 200" in log
    assert (MARK in log, "Traceback" in log) == (False, False)


# --- the pages and the image ----------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl (Debian: curl)")
def test_the_requests_of_the_page_in_the_documentation_are_answered(server: clients.Server, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    asked = {}
    for lang in ("zh", "en"):
        asked[lang] = re.findall("^curl .*", (ROOT / "docs" / lang / "service.md").read_text("utf-8"), re.M)
    assert asked["zh"] == asked["en"] != []
    for line in asked["en"]:
        done = subprocess.run(["bash", "-c", line.replace(":8136/", f":{server.port}/")], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert '"verdict": "fail"' in (
            done.stdout or (tmp_path / "report.html").read_text("utf-8").replace("verdict fail", '"verdict": "fail"')
        )


def instructions() -> list[tuple[str, str]]:
    """What docker/Dockerfile tells to do, in order."""
    lines = (ROOT / "docker" / "Dockerfile").read_text("utf-8").splitlines()
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines if line and not line.startswith("#"))]


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the image is built from: the files that are copied into it, and no others."""
    place = tmp_path_factory.mktemp("context")
    for word, rest in instructions():
        if word == "COPY" and not rest.startswith("--from"):
            *sources, target = rest.split()
            for source in sources:
                there = place / (target if target != "./" else source)
                there.parent.mkdir(parents=True, exist_ok=True)
                there.symlink_to(ROOT / source)
    return place


def test_what_the_image_copies_is_all_that_an_install_needs(context: Path, tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="building a wheel needs hatchling")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(build, cwd=context, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        carried = set(wheel.namelist())
    assert {f"zhucun/service/{p.name}" for p in (ROOT / "sdk" / "zhucun" / "service").glob("*.*")} <= carried
    assert "zhucun/_standard/1.0/standard.json" in carried
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    (wanted,) = re.findall(r"'\.\[(.*)\]'", " ".join(rest for word, rest in instructions() if word == "RUN"))
    assert set(wanted.split(",")) <= set(extras)


@pytest.mark.long
def test_the_image_installs_with_the_commands_that_it_runs(context: Path, tmp_path: Path) -> None:
    """The packages that are here are used as they are, so that nothing is fetched."""
    here = next(p for p in sys.path if p.endswith("site-packages"))
    environment = {**os.environ, "PYTHONPATH": here, "PIP_NO_BUILD_ISOLATION": "false", "PIP_NO_INDEX": "1"}
    for word, rest in instructions():
        if word == "RUN":
            line = rest.replace("/opt/zhucun", str(tmp_path / "venv"))
            done = subprocess.run(["bash", "-c", line], cwd=context, env=environment, capture_output=True, text=True)
            assert done.returncode == 0, done.stdout + done.stderr
    done = subprocess.run([tmp_path / "venv" / "bin" / "zhucun", "serve", "--help"], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_image_starts_and_is_healthy(tmp_path: Path) -> None:
    told = dict(instructions())
    assert told["USER"].partition(":")[0] not in ("root", "0")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = str(free.getsockname()[1])
    start, healthy = (
        [part.replace(told["EXPOSE"], port) for part in json.loads(told[word][told[word].index("[") :])]
        for word in ("ENTRYPOINT", "HEALTHCHECK")
    )
    assert (start[0], healthy[0]) == ("zhucun", "python")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "sdk"), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "zhucun.cli", *start[1:]]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            assert eventually(lambda: ask_port(int(port)))
            done = subprocess.run([sys.executable, *healthy[1:]], capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
        finally:
            process.terminate()
    assert process.returncode == 128 + signal.SIGTERM


def ask_port(port: int) -> bool:
    """Whether a server there is ready."""
    with suppress(OSError), closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    return False


@pytest.mark.long
def test_two_hundred_at_once_some_of_them_hostile(tmp_path: Path) -> None:
    figures = clients.load(tmp_path, 200, 2)
    assert figures.wrong == []
    assert sum(count for count, _, _ in figures.rows.values()) == 200
    assert figures.most["processes of the server"] <= 2
    assert (figures.after["processes of the server"], figures.after["files in its temporary folder"]) == (0, 0)
    assert figures.after["open files of the server"] <= figures.before["open files of the server"] + 2
    assert figures.after["memory of the server, MiB"] <= figures.before["memory of the server, MiB"] + 50
