"""A profile to fill in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def template(ident: str, document: str, zh: str, en: str, extends: str | None, start: str) -> dict[str, Any]:
    """A profile to fill in: two rows that show the form, and nothing that binds anybody else."""
    data: dict[str, Any] = {
        "id": ident,
        "document": document,
        "authority": "NORMATIVE",
        "effectiveFrom": start,
        "effectiveFromBasis": "STATED",
        "era": "REVITALISATION_TRANSITION",
        "title": {"zh": zh, "en": en},
        "source": {"title": f"《{zh}》", "issuer": "（发文机关）"},
    }
    if extends:
        data |= {"extends": extends, "inheritanceBasis": "STATED"}
    base = {"clauses": [f"{document}-1-1"], "modality": "MUST", "basis": "STATED"}
    data["policy"] = {
        "parameter": [{"id": "days-per-month", **base, "name": "presence.minDaysPerMonth", "number": 20}],
        "creditingStatus": [{"id": "credit-in-village", **base, "status": "IN_VILLAGE"}],
    }
    return data


def dump(profile: Mapping[str, Any]) -> str:
    """A profile as the standard writes it: metadata indented, one row a line."""
    head = {k: v for k, v in profile.items() if k != "policy"}
    lines = json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}") + ',\n  "policy": {\n'
    tables = []
    for name, rows in profile["policy"].items():
        body = ",\n".join("      " + json.dumps(r, ensure_ascii=False) for r in rows)
        tables.append(f'    "{name}": [\n{body}\n    ]')
    return lines + ",\n".join(tables) + "\n  }\n}\n"
