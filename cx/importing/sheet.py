"""What reading a file gives: sheets of text rows with their line numbers, and what people must know about them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from cx.language import say


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning or a reason people read: a catalogue key and the values that fill its sentence."""

    key: str
    values: dict[str, object] = field(default_factory=dict)

    def text(self, language: str = "ko") -> str:
        """The sentence in `language`."""
        return say(self.key, language, **self.values)


@dataclass(frozen=True, slots=True)
class Row:
    """One record: `line` is where it begins in the file (1-based: physical line, sheet row or element number).

    `cells` are as many as the header has; None is blank or absent, never the text "". A row with a `problem` cannot be
    used and becomes a reject; its cells are what could be made out.
    """

    line: int
    cells: tuple[str | None, ...]
    problem: Notice | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """One object of a document with its number (or line), and why it cannot be used."""

    number: int
    value: Mapping[str, object]
    problem: Notice | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file. `header` is unique and never blank; `read` starts from the first row each time.

    Rows up to `header_line` are not data (0: there are none). `heads`: the rows the header was made of, none where the first
    row is data already and the columns are called "1", "2" …; None where columns have names of their own (JSON, Parquet).
    `elements`: the objects the rows are made of, where the file is a document of objects; None elsewhere.
    """

    name: str
    header: tuple[str, ...]
    read: Callable[[], Iterator[Row]]
    notices: tuple[Notice, ...] = ()
    hidden: bool = False
    header_line: int = 1
    heads: tuple[Row, ...] | None = None
    elements: Callable[[], Iterator[Element]] | None = None

    def rows(self) -> Iterator[Row]:
        """Every row below the header, in file order; wholly blank lines are left out."""
        return self.read()

    def preview(self, n: int = 50) -> list[Row]:
        """The first `n` rows."""
        return list(islice(self.read(), n))


@dataclass(frozen=True, slots=True)
class FileContent:
    """A file that could be read. `kind` is what it is, whatever it was named; visible sheets come first."""

    kind: str
    sheets: tuple[Sheet, ...]
    notices: tuple[Notice, ...]
    sha256: str
