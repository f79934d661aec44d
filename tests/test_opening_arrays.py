"""A JSON array is split by its brackets and strings alone, wherever a block ends, and what is in an element is left to be judged."""

from __future__ import annotations

import itertools
import json
import random

import pytest

from zhucun.opening.arrays import Broken, Splitter
from zhucun.record import strictjson

ONE_SPACE = bytes.maketrans(b"\t\r\n", b"   ")

Split = tuple[list[bytes], list[int]]


def split(data: bytes, size: int) -> Split:
    """Elements and their lines, read in blocks of a size."""
    out: list[bytes] = []
    splitter = Splitter(out.append)
    splitter.feed(data[at : at + size] for at in range(0, len(data), size))
    text = b"".join(out)
    assert len(text) == splitter.size
    return text.split(b"\n")[:-1], list(splitter.numbers)


def plainly(data: bytes) -> Split | None:
    """The same by the words of the protocol, a byte at a time. None where it is not one array."""
    elements: list[bytes] = []
    lines: list[int] = []
    text = data.lstrip(b" \t\r\n")
    if not text.startswith(b"["):
        return None
    begun = at = len(data) - len(text) + 1
    depth = 0
    quoted = False
    while at < len(data):
        byte = data[at : at + 1]
        if quoted:
            quoted = byte != b'"'
            at += byte == b"\\"
        elif byte == b'"':
            quoted = True
        elif byte in (b"{", b"["):
            depth += 1
        elif depth and byte in (b"}", b"]"):
            depth -= 1
        elif not depth and byte in (b",", b"]"):
            piece = data[begun:at]
            inner = piece.strip(b" \t\r\n")
            if not inner and (elements or byte == b","):
                return None
            if inner:
                elements.append(inner)
                lines.append(data.count(b"\n", 0, begun + len(piece) - len(piece.lstrip(b" \t\r\n"))) + 1)
            begun = at + 1
            if byte == b"]":
                return None if data[at + 1 :].strip(b" \t\r\n") else (elements, lines)
        at += 1
    return None


def agree(data: bytes, sizes: tuple[int, ...]) -> None:
    want = plainly(data)
    for size in sizes:
        try:
            elements, lines = split(data, size)
        except Broken:
            assert want is None, (data, size)
            continue
        assert want is not None, (data, size)
        # white space that stood over the end of a block may be another
        seen, expected = ([e.translate(ONE_SPACE) for e in found] for found in (elements, want[0]))
        assert seen == expected, (data, size)
        assert lines == want[1], (data, size)


def test_every_short_text_is_split_as_the_protocol_says() -> None:
    for length in range(7):
        for text in itertools.product(b'[]{",\\ \n', repeat=length - 1 if length else 0):
            agree(b"[" + bytes(text), (1, 3, 100))


def test_random_texts_are_split_as_the_protocol_says() -> None:
    chance = random.Random(11)
    pieces = [b"[", b"]", b"{", b"}", b",", b'"', b"\\", b"\n", b" ", b"\r\n", b"x", b'"a\\"b"', b'{"k":[1,{}]}', b"\xff", "村".encode()]
    for _ in range(6000):
        data = b"[" + b"".join(chance.choices(pieces, k=chance.randrange(30))) + chance.choice([b"]", b"}]", b'"]', b""])
        agree(data, (1, 2, 5, 1000))


def test_deep_and_long_elements_are_split_as_the_protocol_says() -> None:
    chance = random.Random(13)
    pieces = [b"[", b"]", b"{", b"}", b",", b'"', b"\\", b"\n", b"x" * 50, b'"a\\"b"', b'"' + b"\\\\" * 40 + b'"', b"[[[]]]"]
    for _ in range(1500):
        weights = [chance.choice([1, 5]), chance.choice([1, 5]), 1, 1, 1, chance.choice([0, 1]), chance.choice([0, 1]), 1, 1, 2, 1, 1]
        depth = chance.randrange(300)
        inner = b"".join(chance.choices(pieces, weights, k=chance.randrange(400)))
        data = b"[" + b"[" * depth + inner + chance.choice([b"", b'"']) + b"]" * chance.choice([depth, depth + 1, depth + 200])
        agree(data, (1, 3, 64, 65, 500, 10**6))


@pytest.mark.parametrize("indent", [None, 1])
def test_what_json_writes_is_split_into_what_was_written(indent: int | None) -> None:
    chance = random.Random(12)

    def value(depth: int) -> object:
        kind = chance.randrange(7 if depth else 4)
        if kind == 4:
            return [value(depth - 1) for _ in range(chance.randrange(4))]
        if kind > 4:
            return {chance.choice('ab"\\[]村'): value(depth - 1) for _ in range(chance.randrange(4))}
        return (1.5, True, None, "".join(chance.choices('a"\\[]{},\n村', k=6)))[kind]

    for _ in range(300):
        values = [value(chance.randrange(12)) for _ in range(chance.randrange(6))]
        data = json.dumps(values, indent=indent, ensure_ascii=False).encode()
        for size in (1, 7, 4096):
            assert [json.loads(e) for e in split(data, size)[0]] == values


def test_a_line_feed_in_a_string_is_no_better_for_being_split() -> None:
    (element,), _ = split(b'[{"id":"a\nb"}]', 100)
    with pytest.raises(ValueError, match="control character"):
        json.loads(element)


@pytest.mark.parametrize("size", [1000, 4 * 2**20, 10**9])
def test_white_space_around_an_element_is_no_part_of_it(size: int) -> None:
    space = b" \n" * (10 * 2**20)
    elements, lines = split(b"[" + space + b"1" + space + b"," + space + b"2]", size)
    assert elements == [b"1", b"2"]
    assert lines == [10 * 2**20 + 1, 30 * 2**20 + 1]
    (long,), _ = split(b"[{}" + space + b"{}" + space + b"]", size)
    assert len(long) > strictjson.MAX_LINE
    assert (long[:2], long[-2:]) == (b"{}", b"{}")


@pytest.mark.parametrize("size", [1000, 10**9])
def test_elements_of_any_size_and_depth(size: int) -> None:
    long = b'"' + b'\\"x' * 2_000_000 + b'"'
    deep = b"[" * 200_000 + b"]" * 200_000
    elements, lines = split(b"[1," + long + b",\n" + deep + b',{"a":' + long + b"}\n]", size)
    assert elements == [b"1", long, deep, b'{"a":' + long + b"}"]
    assert lines == [1, 1, 2, 2]
