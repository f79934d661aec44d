"""Types of Java 17: records, and enums of codes with their labels. They need no library."""

from __future__ import annotations

import json

from zhucun.generation import shapes
from zhucun.generation.shapes import CodeList, Field, Shape, avoid
from zhucun.standard import Standard

#: What may name no component of a record.
WORDS = frozenset(
    [
        "abstract",
        "assert",
        "boolean",
        "break",
        "byte",
        "case",
        "catch",
        "char",
        "class",
        "const",
        "continue",
        "default",
        "do",
        "double",
        "else",
        "enum",
        "extends",
        "final",
        "finally",
        "float",
        "for",
        "goto",
        "if",
        "implements",
        "import",
        "instanceof",
        "int",
        "interface",
        "long",
        "native",
        "new",
        "package",
        "private",
        "protected",
        "public",
        "return",
        "short",
        "static",
        "strictfp",
        "super",
        "switch",
        "synchronized",
        "this",
        "throw",
        "throws",
        "transient",
        "try",
        "void",
        "volatile",
        "while",
        "true",
        "false",
        "null",
        "clone",
        "finalize",
        "getClass",
        "hashCode",
        "notify",
        "notifyAll",
        "toString",
        "wait",
    ]
)

_BEGIN = """// {origin}
package zhucun;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * 驻村数据交换标准的记录 / The records of the standard.
 *
 * <p>A component that is null has no value, and its field is left out of JSON. A code is written as such, which is what
 * {{@code toString()}} gives. 值为 null 的字段不写入 JSON；代码写作代码本身，即 toString() 的结果。
 */
public final class Records {{
    private Records() {{}}
"""

_ENUM = """
    /** {title} */
    public enum {name} {{
{members};

        private final String code;
        private final String label;

        {name}(String code, String label) {{
            this.code = code;
            this.label = label;
        }}

        /** 代码 / The code. */
        public String code() {{
            return code;
        }}

        /** 中文名称 / The label in Chinese. */
        public String label() {{
            return label;
        }}

        /** The entry of a code. */
        public static {name} of(String code) {{
            for ({name} one : values()) {{
                if (one.code.equals(code)) {{
                    return one;
                }}
            }}
            throw new IllegalArgumentException("no such code in {name}");
        }}

        @Override
        public String toString() {{
            return code;
        }}
    }}
"""


#: A place's own codes are no members of an enum: what takes them is a class with the standard's codes as constants.
_OPEN = """
    /** {title} */
    public static final class {name} {{
        private static final Map<String, {name}> KNOWN = new LinkedHashMap<>();

{members}

        private final String code;
        private final String label;

        private {name}(String code, String label) {{
            this.code = code;
            this.label = label;
        }}

        private static {name} known(String code, String label) {{
            {name} one = new {name}(code, label);
            KNOWN.put(code, one);
            return one;
        }}

        /** 代码 / The code. */
        public String code() {{
            return code;
        }}

        /** 中文名称；地区自有代码为代码本身 / The label in Chinese; of a place's own code that code. */
        public String label() {{
            return label;
        }}

        /** 标准的代码 / The codes of the standard. */
        public static Collection<{name}> values() {{
            return Collections.unmodifiableCollection(KNOWN.values());
        }}

        /** The entry of a code, or a place's own code: OWNER:CODE. */
        public static {name} of(String code) {{
            {name} one = KNOWN.get(code);
            if (one == null && code.indexOf(':') < 0) {{
                throw new IllegalArgumentException("no such code in {name}");
            }}
            return one == null ? new {name}(code, code) : one;
        }}

        @Override
        public boolean equals(Object other) {{
            return other instanceof {name} one && one.code.equals(code);
        }}

        @Override
        public int hashCode() {{
            return code.hashCode();
        }}

        @Override
        public String toString() {{
            return code;
        }}
    }}
"""


def write(standard: Standard) -> str:
    """The one source file, ``zhucun/Records.java``."""
    parts = [_BEGIN.format(origin=shapes.origin(standard))]
    parts += map(_enum, shapes.code_lists(standard))
    parts += map(_record, shapes.shapes(standard))
    return "".join(parts) + "}\n"


def _enum(codes: CodeList) -> str:
    names = shapes.members(codes.codes, WORDS)
    if codes.open:
        constants = "\n".join(
            f"        /** {zh} / {en} */\n        public static final {codes.name} {names[code]} = known({_text(code)}, {_text(zh)});"
            for code, (zh, en) in codes.codes.items()
        )
        return _OPEN.format(title=" / ".join(codes.title), name=codes.name, members=constants)
    members = ",\n".join(
        f"        /** {zh} / {en} */\n        {names[code]}({_text(code)}, {_text(zh)})" for code, (zh, en) in codes.codes.items()
    )
    return _ENUM.format(title=" / ".join(codes.title), name=codes.name, members=members)


def _record(shape: Shape) -> str:
    components = ",\n".join(f"        /* {_said(f)} */\n        {_type(f)} {avoid(f.name, WORDS)}" for f in shape.fields)
    return f"\n    /** {shape.comment} */\n    public record {shape.name}(\n{components}) {{}}\n"


def _said(field: Field) -> str:
    return field.comment + (f" [{', '.join(field.part)}]" if field.part else "")


def _type(field: Field) -> str:
    boxed = {
        "text": "String",
        "integer": "Long",
        "boolean": "Boolean",
        "day": "LocalDate",
        "code": field.type,
        "object": field.type,
        "open": "Map<String, Map<String, Object>>",
    }[field.kind]
    if field.listed:
        return f"List<{boxed}>"
    return {"Long": "long", "Boolean": "boolean"}.get(boxed, boxed) if field.required else boxed


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
