"""Small pieces of HTML. Links are written ``zc:path#anchor`` from the root of one language; the hook makes them relative."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any


def esc(value: Any) -> str:
    return html.escape(str(value), quote=True)


def link(target: str, text: str) -> str:
    """A link to a page of the same language. ``text`` is HTML."""
    return f'<a href="zc:{esc(target)}">{text}</a>'


def code(text: Any) -> str:
    return f"<code>{esc(text)}</code>"


def chip(text: Any, kind: str = "") -> str:
    return f'<span class="zc-chip{" zc-" + kind if kind else ""}">{esc(text)}</span>'


_DAY = re.compile(r"(<[^>]*>)|(?<![\w-])([0-9]{4}-[0-9]{2}-[0-9]{2})(?![\w-])")


def _unbroken(cell: str) -> str:
    """A cell whose dates stay on one line."""
    return _DAY.sub(lambda m: m[1] or f'<span class="zc-id">{m[2]}</span>', cell)


def camel(name: str) -> str:
    """A field's name that may break between its words, and nowhere else."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "<wbr>", esc(name))


def table(headers: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "stack", ids: Sequence[str] | None = None) -> str:
    """A table whose cells are HTML. ``stack`` turns rows into cards on a phone, ``wide`` scrolls with a fixed first column.

    :param ids: an anchor for each row.
    """
    head = "".join(f"<th>{esc(h)}</th>" for h in headers)
    body = []
    for n, row in enumerate(rows):
        anchor = f' id="{esc(ids[n])}"' if ids else ""
        cells = "".join(
            f'<td data-label="{esc(h)}"{"" if c else " class=zc-empty"}><div>{_unbroken(c)}</div></td>'
            for h, c in zip(headers, row, strict=True)
        )
        body.append(f"<tr{anchor}>{cells}</tr>")
    return f'<div class="zc-table zc-{kind}"><table class="zc"><thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table></div>'


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """A short list of label and value (HTML); empty values are left out."""
    rows = "".join(f"<div><dt>{esc(k)}</dt><dd>{v}</dd></div>" for k, v in pairs if v)
    return f'<dl class="zc-facts">{rows}</dl>'


def fence(text: str, lang: str) -> str:
    return f"```{lang}\n{text.strip()}\n```"


def json_block(value: Any) -> str:
    return fence(json.dumps(value, ensure_ascii=False, indent=2), "json")


def inline(text: str) -> str:
    """Plain text to HTML: backticks become code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", esc(text))


def sheet(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV that a spreadsheet opens: with a byte-order mark, by which it knows UTF-8."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([headers, *rows])
    return "\ufeff" + out.getvalue()


def heading(level: int, text: str, anchor: str, exclude: bool = False) -> str:
    """A Markdown heading with a stable anchor; ``exclude`` keeps its section out of the search."""
    return f"{'#' * level} {text} {{#{anchor}{' data-search-exclude=true' if exclude else ''}}}"
