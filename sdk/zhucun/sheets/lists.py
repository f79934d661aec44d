"""The lists that drop-downs of a workbook choose from: one sheet with the codes, a defined name for each list.

Never the list itself in the cell: it may be longer than what a cell takes, and a name survives being saved by other programs.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zhucun.sheets import layout
from zhucun.sheets.layout import Column
from zhucun.standard import Standard
from zhucun.words import say


class Lists:
    """The code lists that the columns of a workbook use."""

    def __init__(self, standard: Standard, book: Any, columns: Iterable[Column]) -> None:
        self.standard, self.book = standard, book
        self._names: dict[tuple[str, tuple[str, ...]], str] = {}
        for column in columns:
            if column.kind == layout.CODE and column.codes:
                key = (str(column.codelist), tuple(column.codes))
                if key not in self._names:
                    self._names[key] = f"codes.{column.codelist}.{len(self._names)}".replace("-", "_")
                    at, last = layout.letters(len(self._names) - 1), len(column.codes) + 1
                    book.define_name(self._names[key], f"='{say('sheet.codes', 'zh')}'!${at}$2:${at}${last}")

    def of(self, column: Column) -> str | None:
        """The defined name of a column's list."""
        return self._names.get((str(column.codelist), tuple(column.codes))) if column.kind == layout.CODE and column.codes else None

    def write(self, title: Any, text: Any) -> None:
        """Write their sheet, with these formats."""
        sheet = self.book.add_worksheet(say("sheet.codes", "zh"))
        named = {key: self.standard.code_titles(key[0]) for key in self._names}
        for n in range(len(self._names)):
            sheet.set_column(n, n, 28)
        for n, (name, _) in enumerate(self._names):
            sheet.write_string(0, n, self.standard.codelist_title(name)[0], title)
        for row in range(max((len(codes) for _, codes in self._names), default=0)):
            for n, key in enumerate(self._names):
                if row < len(key[1]):
                    code = key[1][row]
                    sheet.write_string(row + 1, n, f"{named[key][code][0] if code in named[key] else code} [{code}]", text)
        sheet.freeze_panes(1, 0)
