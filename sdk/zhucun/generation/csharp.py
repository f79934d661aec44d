"""Types of C# for .NET 8: sealed records for System.Text.Json, and enums of codes with their labels."""

from __future__ import annotations

import json

from zhucun.generation import shapes
from zhucun.generation.shapes import CodeList, Field, Shape, avoid, capital
from zhucun.standard import Standard

_BEGIN = """// {origin}
#nullable enable
using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zhucun;

/// <summary>代码及其中文名称 / A code and its label in Chinese.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class CodeAttribute : Attribute
{{
    public CodeAttribute(string code, string label)
    {{
        Code = code;
        Label = label;
    }}

    public string Code {{ get; }}

    public string Label {{ get; }}
}}

/// <summary>Codes of an enum, and its labels.</summary>
public static class Codes
{{
    public static string CodeOf<T>(T value) where T : struct, Enum => Of(value).Code;

    public static string LabelOf<T>(T value) where T : struct, Enum => Of(value).Label;

    internal static CodeAttribute Of<T>(T value) where T : struct, Enum =>
        typeof(T).GetField(value.ToString())!.GetCustomAttribute<CodeAttribute>()!;
}}

/// <summary>Reads and writes an enum as its code.</summary>
public sealed class CodeConverter<T> : JsonConverter<T> where T : struct, Enum
{{
    private static readonly Dictionary<string, T> Known = Enum.GetValues<T>().ToDictionary(one => Codes.CodeOf(one));

    public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Known.TryGetValue(reader.GetString()!, out var found)
            ? found
            : throw new JsonException("no such code");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Codes.CodeOf(value));
}}

/// <summary>A code of a list to which places add codes of their own, written OWNER:CODE.</summary>
public interface IOpenCode<T> where T : IOpenCode<T>
{{
    string Code {{ get; }}

    static abstract T Of(string code);
}}

/// <summary>Reads and writes such a code.</summary>
public sealed class OpenCodeConverter<T> : JsonConverter<T> where T : IOpenCode<T>
{{
    public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? T.Of(reader.GetString()!) : throw new JsonException("no such code");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Code);
}}
"""

#: A place's own codes are no members of an enum: what takes them is a class with the standard's codes as constants.
_OPEN = """/// <summary>{title}</summary>
[JsonConverter(typeof(OpenCodeConverter<{name}>))]
public sealed record {name} : IOpenCode<{name}>
{{
    private static readonly Dictionary<string, {name}> Known = new();

{members}

    private {name}(string code, string label)
    {{
        Code = code;
        Label = label;
    }}

    public string Code {{ get; }}

    public string Label {{ get; }}

    public static {name} Of(string code) =>
        Known.TryGetValue(code, out var one) ? one : code.Contains(':') ? new(code, code) : throw new JsonException("no such code");

    private static {name} Add(string code, string label) => Known[code] = new(code, label);
}}
"""


def write(standard: Standard) -> str:
    """The one source file."""
    parts = [_BEGIN.format(origin=shapes.origin(standard))]
    parts += map(_enum, shapes.code_lists(standard))
    parts += map(_record, shapes.shapes(standard))
    return "\n".join(parts)


def _enum(codes: CodeList) -> str:
    names = shapes.members(codes.codes)
    if codes.open:
        constants = "\n".join(
            f"    /// <summary>{_xml(f'{zh} / {en}')}</summary>\n"
            f"    public static readonly {codes.name} {names[code]} = Add({_text(code)}, {_text(zh)});\n"
            for code, (zh, en) in codes.codes.items()
        )
        return _OPEN.format(title=_xml(" / ".join(codes.title)), name=codes.name, members=constants.rstrip("\n"))
    members = "\n".join(
        f"    /// <summary>{_xml(f'{zh} / {en}')}</summary>\n    [Code({_text(code)}, {_text(zh)})]\n    {names[code]},"
        for code, (zh, en) in codes.codes.items()
    )
    converter = f"[JsonConverter(typeof(CodeConverter<{codes.name}>))]"
    return f"/// <summary>{_xml(' / '.join(codes.title))}</summary>\n{converter}\npublic enum {codes.name}\n{{\n{members}\n}}\n"


def _record(shape: Shape) -> str:
    properties = "\n\n".join(_property(shape, f) for f in shape.fields)
    closed = "[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]"
    return f"/// <summary>{_xml(shape.comment)}</summary>\n{closed}\npublic sealed record {shape.name}\n{{\n{properties}\n}}\n"


def _property(shape: Shape, field: Field) -> str:
    # a capital keeps it apart from every word of the language; its own type's name is the one thing that it may not be
    name = avoid(capital(field.name), (shape.name,))
    part = f" [{', '.join(field.part)}]" if field.part else ""
    absent = "" if field.required else "\n    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]"
    kept, optional = ("required ", "") if field.required else ("", "?")
    return (
        f"    /// <summary>{_xml(field.comment + part)}</summary>\n    [JsonPropertyName({_text(field.name)})]{absent}\n"
        f"    public {kept}{_type(field)}{optional} {name} {{ get; init; }}"
    )


def _type(field: Field) -> str:
    one = {
        "text": "string",
        "integer": "long",
        "boolean": "bool",
        "day": "DateOnly",
        "code": field.type,
        "object": field.type,
        "open": "IReadOnlyDictionary<string, JsonElement>",
    }[field.kind]
    return f"IReadOnlyList<{one}>" if field.listed else one


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
