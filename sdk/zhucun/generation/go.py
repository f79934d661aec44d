"""Types of Go: structs with tags for encoding/json, and codes with their labels."""

from __future__ import annotations

import json

from zhucun.generation import shapes
from zhucun.generation.shapes import CodeList, Field, Shape, capital
from zhucun.standard import Standard

_BEGIN = """// {origin}

// Package zhucun holds the records of the standard. A field without a value is left out of JSON.
package zhucun

import (
\t"encoding/json"
\t"time"
)

// Day is a day of the calendar, in JSON YYYY-MM-DD.
type Day struct{{ time.Time }}

// MarshalJSON writes YYYY-MM-DD.
func (d Day) MarshalJSON() ([]byte, error) {{
\treturn json.Marshal(d.Format("2006-01-02"))
}}

// UnmarshalJSON reads YYYY-MM-DD and nothing else.
func (d *Day) UnmarshalJSON(data []byte) error {{
\tvar text string
\tif err := json.Unmarshal(data, &text); err != nil {{
\t\treturn err
\t}}
\tday, err := time.Parse("2006-01-02", text)
\td.Time = day
\treturn err
}}
"""


def write(standard: Standard) -> str:
    """The one source file."""
    parts = [_BEGIN.format(origin=shapes.origin(standard))]
    parts += map(_codes, shapes.code_lists(standard))
    parts += map(_struct, shapes.shapes(standard))
    return "\n".join(parts)


def _codes(codes: CodeList) -> str:
    names = {code: codes.name + name.removeprefix("CODE_") for code, name in shapes.members(codes.codes).items()}
    constants = "".join(f"\t// {zh} / {en}\n\t{names[code]} {codes.name} = {_text(code)}\n" for code, (zh, en) in codes.codes.items())
    labels = "".join(f"\t{names[code]}: {_text(zh)},\n" for code, (zh, _) in codes.codes.items())
    return (
        f"// {codes.name}: {' / '.join(codes.title)}\ntype {codes.name} string\n\nconst (\n{constants})\n\n"
        f"// {codes.name}Labels: 中文名称 / Chinese labels\nvar {codes.name}Labels = map[{codes.name}]string{{\n{labels}}}\n"
    )


def _struct(shape: Shape) -> str:
    # a capital keeps a field apart from every word of the language
    fields = "".join(f'\t// {_said(f)}\n\t{capital(f.name)} {_type(f)} `json:"{_tag(f)}"`\n' for f in shape.fields)
    return f"// {shape.name}: {shape.comment}\ntype {shape.name} struct {{\n{fields}}}\n"


def _said(field: Field) -> str:
    return field.comment + (f" [{', '.join(field.part)}]" if field.part else "")


def _tag(field: Field) -> str:
    return field.name if field.required else f"{field.name},omitempty"


def _type(field: Field) -> str:
    one = {
        "text": "string",
        "integer": "int64",
        "boolean": "bool",
        "day": "Day",
        "code": field.type,
        "object": field.type,
        "open": "map[string]map[string]any",
    }[field.kind]
    if field.listed:
        return f"[]{one}"
    # false and 0 are values, and absent is another thing; a text is never empty
    return f"*{one}" if not field.required and field.kind in ("integer", "boolean", "day", "object") else one


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
