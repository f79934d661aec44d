"""Types of TypeScript: interfaces, and unions of codes with their labels."""

from __future__ import annotations

import json

from zhucun.generation import shapes
from zhucun.generation.shapes import CodeList, Field, Shape
from zhucun.standard import Standard

_BEGIN = """// {origin}
// A field that has no value is left out: null is no value. 没有值的字段不写，不写 null。

/** YYYY-MM-DD */
export type Day = `${{number}}-${{number}}-${{number}}`;

/** 地区自有代码 / A code of a place's own, which open lists take: OWNER:CODE */
export type OwnCode = `${{string}}:${{string}}`;
"""


def write(standard: Standard) -> str:
    """The module."""
    found = shapes.shapes(standard)
    out = [_BEGIN.format(origin=shapes.origin(standard))]
    out += map(_codes, shapes.code_lists(standard))
    out += map(_interface, found)
    kinds = "".join(f"  {s.record_type}: {s.name};\n" for s in found if s.record_type and s.record_type != "manifest")
    out.append(f"/** 记录类型 → 类型 / Record type → type */\nexport interface Records {{\n{kinds}}}\n")
    return "\n".join(out)


def _codes(codes: CodeList) -> str:
    union = "".join(f"\n  | {_text(code)}" for code in codes.codes) + ("\n  | OwnCode" if codes.open else "")
    known = f"Exclude<{codes.name}, OwnCode>" if codes.open else codes.name
    labels = "".join(f"  {_text(code)}: {_text(zh)},\n" for code, (zh, _) in codes.codes.items())
    return (
        f"/** {' / '.join(codes.title)} */\nexport type {codes.name} ={union};\n\n"
        f"/** 中文名称 / Chinese labels */\nexport const {codes.name}Labels: Readonly<Record<{known}, string>> = {{\n{labels}}};\n"
    )


def _interface(shape: Shape) -> str:
    # the name of a property may be any word, also one of the language
    fields = "".join(f"  /** {f.comment} */\n  readonly {f.name}{'' if f.required else '?'}: {_type(f)};\n" for f in shape.fields)
    return f"/** {shape.comment} */\nexport interface {shape.name} {{\n{fields}}}\n"


def _type(field: Field) -> str:
    one = {
        "text": "string",
        "integer": "number",
        "boolean": "boolean",
        "day": "Day",
        "code": " | ".join([*map(_text, field.part), *(["OwnCode"] if field.open else [])]) if field.part else field.type,
        "object": field.type,
        "open": "{ readonly [owner: string]: { readonly [name: string]: unknown } }",
    }[field.kind]
    return f"readonly ({one})[]" if field.listed else one


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
