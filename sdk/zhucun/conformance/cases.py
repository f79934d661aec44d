"""The cases of the suite: read from their files, laid down as batches, and written so that a person can read them."""

from __future__ import annotations

import base64
import datetime as dt
import fnmatch
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhucun.conformance.protocol import HarnessError, departures, home
from zhucun.errors import problem
from zhucun.opening.manifest import Entry, Manifest, Named, digest_of
from zhucun.standard import VERSION

Record = dict[str, Any]

#: What a case may say of itself and its file otherwise says for all its cases.
_SHARED = ("rule", "level", "profile", "startDate", "endDate", "asOf")


@dataclass(frozen=True)
class Case:
    """One case of the suite.

    :ivar source: the file that holds it, or its own folder.
    :ivar data: the case, with what its file says for all its cases.
    :ivar normative: whether what it expects binds an implementation.
    """

    source: Path
    data: Mapping[str, Any]
    normative: bool = True

    @property
    def id(self) -> str:
        return str(self.data["id"])

    @property
    def silent(self) -> frozenset[str]:
        """The rules of which nothing else may be found; ``*`` is every rule."""
        return frozenset(self.data["expect"].get("silent", ("*",)))

    @property
    def rules(self) -> list[str] | None:
        """The rules that an answer is compared for; None means all."""
        expect = self.data["expect"]
        if "*" in self.silent or "verdict" in expect:
            return None
        named = {f["rule"] for f in [*expect["findings"], *expect["notEvaluated"]]} | self.silent | {self.data.get("rule", "STR-")}
        return sorted(r for r in named if not r.startswith("STR-"))


def load(*places: Path, mutants: bool = False) -> list[Case]:
    """Every case under some folders or in some files, by id; by default those of the suite.

    :param mutants: also those that bind nobody.
    :raises HarnessError: if a case is not valid or an id is used twice.
    """
    suite = home() / VERSION if not places else Path()
    found: dict[str, Case] = {}
    for place in places or (suite / "cases", suite / "batches", suite / "mutants"):
        for case in _cases_in(place):
            if case.id in found:
                raise HarnessError(problem("suite.idTwice", path=case.source, id=case.id))
            if case.normative or mutants:
                found[case.id] = case
    return [found[k] for k in sorted(found)]


def _cases_in(place: Path) -> Iterator[Case]:
    if place.is_file():
        yield from _cases_of(place)
        return
    if (place / "case.json").is_file():
        data = _read(place / "case.json", "case")
        yield Case(place, data)
        return
    for path in sorted(place.iterdir() if place.is_dir() else ()):
        if path.is_dir() or path.suffix == ".json":
            yield from _cases_in(path)


def _cases_of(path: Path) -> Iterator[Case]:
    head = _read(path, "cases")
    shared = {"level": "profile" if "rule" in head else "structure", **{k: head[k] for k in _SHARED if k in head}}
    for case in head["cases"]:
        data = {"clauses": [], **shared, **case}
        data["expect"] = {"findings": [], "notEvaluated": [], **case["expect"]}
        if lacking := [k for k in ("profile", "startDate", "endDate", "asOf") if k not in data]:
            raise HarnessError(problem("suite.badCase", path=path, what=f"{data['id']}: {', '.join(lacking)}"))
        yield Case(path, data, head.get("normative", True))


def _read(path: Path, schema: str) -> Any:
    try:
        value = json.loads(path.read_text("utf-8"))
    except ValueError as e:
        raise HarnessError(problem("suite.badCase", path=path, what=e)) from None
    if wrong := departures(schema, value):
        raise HarnessError(problem("suite.badCase", path=path, what=wrong[0]))
    return value


def select(every: Sequence[Case], level: str | None = None, profile: str | None = None, pattern: str | None = None) -> list[Case]:
    """The cases of a level, of a profile, and whose id, file or folder matches a glob."""
    wanted = "profile" if level == "profiles" else level
    return [
        c
        for c in every
        if wanted in (None, c.data["level"])
        and profile in (None, c.data["profile"])
        and (pattern is None or fnmatch.fnmatchcase(c.id, pattern) or fnmatch.fnmatchcase(c.source.as_posix(), f"*{pattern}"))
    ]


# --- laying down ----------------------------------------------------------------------------------


@contextmanager
def laid_down(case: Case) -> Iterator[Path]:
    """The folder of a case, as long as it is needed: its own, or one made for the while."""
    if case.source.is_dir():
        yield case.source.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="zhucun-case-") as folder:
        place = Path(folder).resolve() / case.id
        lay_down(case, place)
        yield place


def _profiles_of(parts: Any) -> list[str]:
    """The profiles that parts name; what a case writes there in their stead names none."""
    named = [part.get("profile") for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    return [name for name in named if isinstance(name, str)]


def lay_down(case: Case, folder: Path) -> None:
    """Write the batch of a case into ``folder``/batch, as an implementation finds it, and a profile of the suite's beside it."""
    if case.source.is_dir():
        shutil.copytree(case.source, folder, dirs_exist_ok=True)
        return
    for said in (case.data, case.data.get("base", {})):
        for name in (case.data["profile"], *_profiles_of(said.get("manifest", {}).get("parts"))):
            own = home() / VERSION / "profiles" / name
            if name and case.data["level"] != "structure" and own.is_dir():
                shutil.copytree(own, folder / "profiles" / own.name, dirs_exist_ok=True)
    named = None
    if "base" in case.data:
        said = _lay_down(base_of(case.data), folder / "base", None)
        named = Named(("base-" + case.id)[:64], digest_of(said or b""))
    _lay_down(case.data, folder / "batch", named)


def base_of(data: Mapping[str, Any]) -> Record:
    """The batch that a case's correction corrects, as a case of its own: what it does not say is as the correction has it."""
    shared = {name: data[name] for name in ("profile", "startDate", "endDate", "asOf")}
    return {**shared, "id": "base-" + data["id"], **data["base"]}


def _lay_down(data: Mapping[str, Any], batch: Path, base: Named | None) -> bytes | None:
    """Write a batch into a folder.

    :returns: the bytes of its manifest.
    """
    batch.mkdir(parents=True, exist_ok=True)
    entries = []
    for name, record_type, content in _contents(data):
        (batch / name).parent.mkdir(parents=True, exist_ok=True)
        (batch / name).write_bytes(content)
        count = sum(1 for line in content.split(b"\n") if line.strip(b" \t\r"))
        entries.append(Entry.of(name, record_type, content, count))
    text = manifest_of(data, entries, base)
    if text is None:
        return None
    (batch / "manifest.json").write_bytes(text.encode())
    return text.encode()


def _contents(data: Mapping[str, Any]) -> Iterator[tuple[str, str, bytes]]:
    """Path, record type and bytes of each file."""
    for kind, entries in data.get("facts", {}).items():
        yield f"{kind}.ndjson", kind, b"".join(_line(r) for r in records_of(entries))
    for file in data.get("files", ()):
        name = file["path"]
        if "lines" in file:
            content = b"".join(_line(line) for line in file["lines"])
        else:
            content = file["text"].encode() if "text" in file else base64.b64decode(file["base64"])
        yield name, file.get("recordType", name.split(".")[0]), content


def _line(line: Any) -> bytes:
    """A line: a text as it stands, bytes that are no text, or a value as compact JSON."""
    if isinstance(line, str):
        return line.encode() + b"\n"
    if isinstance(line, dict) and line.keys() == {"base64"}:
        return base64.b64decode(line["base64"]) + b"\n"
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


#: What a correction names where a case has no base: of its structure alone nothing more is looked at.
NO_BASE = Named("base", "0" * 64)


def manifest_of(data: Mapping[str, Any], entries: Sequence[Entry], base: Named | None = None) -> str | None:
    """The text of a case's manifest: a truthful one, changed as the case says; None where it has none.

    :param base: what a correction corrects.
    """
    if "manifestText" in data:
        text: str | None = data["manifestText"]
        return text
    truthful = Manifest(
        standard=VERSION,
        batch_id=data["id"][:64],
        sender={"id": "suite"},
        profile=data["profile"],
        start=data["startDate"],
        end=data["endDate"],
        as_of=data["asOf"],
        mode=data.get("mode", "SNAPSHOT"),
        supersedes=(base or NO_BASE) if data.get("mode") == "CORRECTION" else None,
        files=entries,
    ).as_json()
    value = truthful | {"coverage": data.get("coverage", [])} | data.get("manifest", {})
    return json.dumps({k: v for k, v in value.items() if k not in data.get("without", ())}, ensure_ascii=False, indent=1) + "\n"


def records_of(entries: Sequence[Mapping[str, Any]]) -> Iterator[Record]:
    """The records of a list of facts: an entry with ``dates`` is one record for each of these days."""
    for entry in entries:
        if "dates" not in entry:
            yield dict(entry)
            continue
        for day in days_of(entry["dates"]):
            yield {"id": f"{entry['id']}-{day}", "date": day, **{k: v for k, v in entry.items() if k not in ("id", "dates")}}


def days_of(spans: Sequence[str]) -> Iterator[str]:
    """The days of ``2022-03-01/2022-03-19``, ``2022-03-21`` and their like."""
    for span in spans:
        first, _, last = span.partition("/")
        start = dt.date.fromisoformat(first)
        for n in range((dt.date.fromisoformat(last or first) - start).days + 1):
            yield (start + dt.timedelta(n)).isoformat()


# --- writing --------------------------------------------------------------------------------------

#: Members in the order in which they are written; whatever else there is comes before ``expect``.
_ORDER = ("id", "rule", "level", "purpose", "title", "reason", "clauses", "profile", "startDate", "endDate", "asOf", "mode", "coverage")
_DATES = ("profile", "startDate", "endDate", "asOf", "mode")


def dump(file: Mapping[str, Any]) -> str:
    """The text of a file of cases: one record, line, finding and entry of coverage a line, whoever writes it."""
    head = [_member(k, file[k]) for k in file if k != "cases"]
    return "{" + ",\n ".join(head) + ',\n "cases": [\n' + ",\n".join(_case(c) for c in file["cases"]) + "\n ]}\n"


def _case(case: Mapping[str, Any]) -> str:
    names = [k for k in _ORDER if k in case] + [k for k in case if k not in _ORDER and k != "expect"]
    parts: list[str] = []
    for name in names:
        value = case[name]
        if name == "coverage":
            parts.append(_listed(name, value, "   "))
        elif name == "facts":
            inner = ",\n".join(f"    {_listed(kind, records, '    ')}" for kind, records in value.items())
            parts.append(f'"facts": {{\n{inner}}}')
        elif name == "files":
            parts.append('"files": [\n' + ",\n".join(_file(f) for f in value) + "]")
        elif name in _DATES and parts and names[names.index(name) - 1] in _DATES:
            parts[-1] += ", " + _member(name, value)
        else:
            parts.append(_member(name, value))
    expect = case["expect"]
    inner = ",\n".join(
        f"    {_listed(k, expect[k], '    ') if k in ('findings', 'notEvaluated') else _member(k, expect[k])}" for k in expect
    )
    parts.append(f'"expect": {{\n{inner}}}')
    return "  {" + ",\n   ".join(parts) + "}"


def _file(file: Mapping[str, Any]) -> str:
    head = [_member(k, v) for k, v in file.items() if k != "lines"]
    return "    {" + ", ".join(head + [_listed("lines", file[k], "    ") for k in file if k == "lines"]) + "}"


def _listed(name: str, values: Sequence[Any], indent: str) -> str:
    if not values:
        return f"{_json(name)}: []"
    return f"{_json(name)}: [\n" + ",\n".join(f"{indent} {_json(v)}" for v in values) + "]"


def _member(name: str, value: Any) -> str:
    return f"{_json(name)}: {_json(value)}"


def _json(value: Any) -> str:
    """JSON on one line, in which whatever does not show is written as an escape."""
    text = json.dumps(value, ensure_ascii=False)
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)
