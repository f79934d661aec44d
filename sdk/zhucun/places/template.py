"""A profile to fill in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

#: The list of clauses that lies beside a profile, with nothing in it yet. With the mark by which spreadsheets know UTF-8.
CLAUSES = "\ufeffid,section,modality,zh,en,reason\n"


def template(ident: str, document: str, zh: str, en: str, extends: str | None, start: str | None) -> dict[str, Any]:
    """A profile to fill in. It has no row: a row that no document says would bind somebody.

    :param start: the first day, where the document states one.
    """
    data: dict[str, Any] = {"id": ident, "document": document, "authority": "NORMATIVE"}
    data |= {"effectiveFrom": start, "effectiveFromBasis": "STATED"} if start else {"effectiveFromBasis": "UNKNOWN"}
    data |= {"era": "UNKNOWN", "title": {"zh": zh, "en": en}, "source": {"title": f"《{zh}》"}}
    if extends:
        data |= {"extends": extends, "inheritanceBasis": "STATED"}
    return {**data, "policy": {}}


def dump(profile: Mapping[str, Any]) -> str:
    """A profile as the standard writes it: metadata indented, one row a line."""
    head = {k: v for k, v in profile.items() if k != "policy"}
    lines = json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}") + ',\n  "policy": {'
    tables = []
    for name, rows in profile["policy"].items():
        body = ",\n".join("      " + json.dumps(r, ensure_ascii=False) for r in rows)
        tables.append(f'\n    "{name}": [\n{body}\n    ]')
    return lines + ",".join(tables) + ("\n  }" if tables else "}") + "\n}\n"
