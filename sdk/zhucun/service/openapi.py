"""The description of the service as OpenAPI 3.1, built from the schemas of the standard and the tables that the service itself reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zhucun.service import asking, counts, refusals
from zhucun.standard import Standard
from zhucun.version import __version__
from zhucun.words import say

#: The paths of the service.
PATHS = ("/", "/v1/validate", "/v1/profiles", "/v1/standard", "/openapi.json", "/healthz", "/readyz", "/metrics")

#: What may become of a batch without a report; of any path, that it or the method is not there.
_REFUSED = ("parameter", "form", "slow", "too-large", "media-type", "unreadable", "failure", "busy", "time-limit", "resources")

_FILE = Path(__file__).with_name("openapi.json")

Data = dict[str, Any]


def written() -> str:
    """The description as it lies beside this module."""
    return _FILE.read_text("utf-8")


def text(standard: Standard) -> str:
    """The description, anew."""
    description = {
        "openapi": "3.1.0",
        "info": {
            "title": "zhucun serve",
            "version": __version__,
            "summary": "Validates batches of records of village-stationed cadres",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "servers": [{"url": "/"}],
        "paths": {
            "/": {"get": _get("index", "A page to drop a file on", {"text/html": {"schema": {"type": "string"}}})},
            "/v1/validate": {"post": _validate(standard)},
            "/v1/profiles": {"get": _get("profiles", "The profiles of the standard", _as_json("profiles"))},
            "/v1/standard": {"get": _get("standard", "The standard, the tool, and what they take and give", _as_json("standard"))},
            "/openapi.json": {"get": _get("openapi", "This description", {"application/json": {"schema": {"type": "object"}}})},
            "/healthz": {"get": _get("health", "Whether the server answers", _as_json("status"))},
            "/readyz": {"get": _get("ready", "Whether a batch could be judged now", _as_json("status"), "busy")},
            "/metrics": {
                "get": _get("metrics", "Counts for a collector", {counts.MEDIA_TYPE.partition(";")[0]: {"schema": {"type": "string"}}})
            },
        },
        "components": {"schemas": _schemas(standard)},
    }
    return json.dumps(description, ensure_ascii=False, indent=1) + "\n"


def _get(operation: str, summary: str, content: Data, *refused: str) -> Data:
    return {
        "operationId": operation,
        "summary": summary,
        "responses": {"200": {"description": summary, "content": content}, **_problems(refused)},
    }


def _as_json(schema: str) -> Data:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _validate(standard: Standard) -> Data:
    reports: Data = {
        media: {
            "schema": {"$ref": "#/components/schemas/report"} if form == "json" else {"type": "string" if form != "sarif" else "object"}
        }
        for media, form in asking.forms().items()
    }
    about = "The report, whatever the verdict; the verdict stands in the header Zhucun-Verdict too"
    headers = {"Zhucun-Verdict": {"required": True, "schema": {"enum": ["pass", "fail", "incomplete"]}}}
    return {
        "operationId": "validate",
        "summary": "Validate a batch, a file of records, or a workbook",
        "description": "Accept chooses the form of the report, Accept-Language its language (zh or en).",
        "parameters": [
            _parameter(asking.PROFILE, "A profile, instead of the manifest's", {"enum": list(standard.profiles.own)}),
            _parameter(asking.AS_OF, "Judge as of this day, instead of the manifest's", {"type": "string", "format": "date"}),
            _parameter(asking.RECORD_TYPE, f"What {asking.NDJSON} holds; for nothing else", {"enum": list(standard.record_types)}),
        ],
        "requestBody": {"required": True, "content": {kind: {} for kind in (asking.ZIP, asking.NDJSON, asking.XLSX)}},
        "responses": {"200": {"description": about, "headers": headers, "content": reports}, **_problems(_REFUSED)},
    }


def _parameter(name: str, about: str, schema: Data) -> Data:
    return {"name": name, "in": "query", "description": about, "schema": schema}


def _problems(kinds: tuple[str, ...]) -> Data:
    """The answers without a report."""
    wait: Mapping[str, Data] = {"busy": {"headers": {"Retry-After": {"required": True, "schema": {"type": "integer"}}}}}
    return {
        str(refusals.STATUSES[kind]): {
            "description": say(f"serve.title.{kind}", "en"),
            **wait.get(kind, {}),
            "content": {
                refusals.MEDIA_TYPE: {
                    "schema": {
                        "allOf": [{"$ref": "#/components/schemas/problem"}],
                        "properties": {"type": {"const": f"urn:zhucun:problem:{kind}"}, "status": {"const": refusals.STATUSES[kind]}},
                    }
                }
            },
        }
        for kind in kinds
    }


def _schemas(standard: Standard) -> Data:
    words = {"type": "string", "minLength": 1}
    pair = {"type": "object", "required": ["zh", "en"], "properties": {"zh": words, "en": words}}
    return {
        "problem": {
            "description": "Why there is no report (RFC 9457)",
            "type": "object",
            "required": ["type", "title", "status", "detail"],
            "additionalProperties": False,
            "properties": {
                "type": {"enum": [f"urn:zhucun:problem:{kind}" for kind in refusals.STATUSES]},
                "title": words,
                "status": {"enum": sorted(set(refusals.STATUSES.values()))},
                "detail": words,
                "errors": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "required": ["code", "detail"],
                        "additionalProperties": False,
                        "properties": {"code": words, "detail": words},
                    },
                },
            },
        },
        "profiles": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "title"],
                "additionalProperties": False,
                "properties": {"id": words, "title": pair},
            },
        },
        "standard": {
            "type": "object",
            "required": ["version", "digest", "tool", "recordTypes", "bodies", "reports", "maxBody"],
            "additionalProperties": False,
            "properties": {
                "version": words,
                "digest": words,
                "tool": {"type": "object", "required": ["name", "version"], "properties": {"name": words, "version": words}},
                **{name: {"type": "array", "minItems": 1, "items": words} for name in ("recordTypes", "bodies", "reports")},
                "maxBody": {"description": "Bytes", "type": "integer", "minimum": 1},
            },
        },
        "status": {"type": "object", "required": ["status"], "additionalProperties": False, "properties": {"status": {"const": "ok"}}},
        **{name: _inside(standard.schema(name)) for name in ("report", "finding")},
    }


def _inside(node: Any) -> Any:
    """A schema of the standard as a part of this document: references lead within it."""
    if isinstance(node, Mapping):
        kept = {k: _inside(v) for k, v in node.items() if k not in ("$id", "$schema")}
        if isinstance(named := kept.get("$ref"), str) and named.startswith("urn:zhucun:schema:"):
            kept["$ref"] = f"#/components/schemas/{named.rpartition(':')[2]}"
        return kept
    return [_inside(item) for item in node] if isinstance(node, (list, tuple)) else node
