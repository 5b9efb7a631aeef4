"""The team's own words: names that are one word, words that say nothing, words that mean another; who entered them, and when.

A change makes the texts be read anew, the newest first; until then a page shows what was read with the words before.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher

from cx import changes
from cx.cache import VOC, cached
from cx.errors import CxError, UnknownName
from cx.voc import reading
from cx.voc.search import Search
from cx.voc.term_index import index
from cx.warehouse import Store

USES = ("name", "silent", "same")
LONGEST, MOST = 40, 500
_ABOUT = "word"  # in the log of changes
_SAMPLE = 2_000  # texts that are looked at for an example
_TRIED = 300  # texts that are read twice for a trial
_EXAMPLES = 3
Terms = Sequence[tuple[str, ...]]
_CONTROL = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


@dataclass(frozen=True)
class Entry:
    """One word and what it is used for: "name", "silent", or "same" as `stands_for`; entered when (UTC) and by whom."""

    word: str
    use: str
    stands_for: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True)
class Effect:
    """What an entry would touch: `texts` different texts that hold it now; of a name, the longer words it stands inside of
    with how often (they may fall apart), and how examples of texts are read now.
    """

    texts: int
    inside: tuple[tuple[str, int], ...] = ()
    examples: tuple[tuple[str, str], ...] = ()


def entries(store: Store) -> tuple[Entry, ...]:
    """All words, by use and in the order of letters."""

    def ask() -> tuple[Entry, ...]:
        found = store.query(
            "select word, use, coalesce(stands_for, '') as stands_for, made_at, made_by from dictionary_word"
        )
        rows = [
            Entry(row["word"], row["use"], row["stands_for"], row["made_at"].to_pydatetime(), row["made_by"])
            for row in found.to_dict("records")
        ]
        return tuple(sorted(rows, key=lambda one: (USES.index(one.use), one.word)))

    return cached(store, (VOC, "glossary"), None, ask)


def checked(store: Store, use: str, word: str, stands_for: str = "") -> tuple[str, str]:
    """The word, and what it stands for, as they would be kept. Raises CxError `glossary.*` where they cannot be; UnknownName for a use."""
    if use not in USES:
        raise UnknownName("use", use, USES)
    written, meant = _written(word), _written(stands_for) if use == "same" else ""
    known = {one.word: one for one in entries(store)}
    if written in known:
        raise CxError("glossary.exists", word=written)
    if len(known) >= MOST:
        raise CxError("glossary.full", most=MOST)
    if use == "name" and len(written) == 1:
        raise CxError("glossary.short", word=written)
    if use == "same":
        if meant == written:
            raise CxError("glossary.itself", word=written)
        other = known.get(meant)
        if other is not None and other.use != "name":
            raise CxError("glossary.chain", word=meant)
        if any(one.stands_for == written for one in known.values()):
            raise CxError("glossary.chain", word=written)
    return written, meant


def _written(word: str) -> str:
    """In NFC, single spaces. Raises CxError for nothing, too much, or signs nobody sees."""
    plain = " ".join(unicodedata.normalize("NFC", word).split())
    if any(unicodedata.category(sign) in _CONTROL for sign in plain):
        raise CxError("glossary.control")
    if not plain:
        raise CxError("glossary.empty")
    if len(plain) > LONGEST:
        raise CxError("glossary.long", longest=LONGEST, n=len(plain))
    return plain


def add(store: Store, use: str, word: str, stands_for: str = "") -> Entry:
    """Keep a word from now on. Raises as `checked` does."""
    written, meant = checked(store, use, word, stands_for)
    entry = Entry(written, use, meant, datetime.now(UTC).replace(tzinfo=None), changes.actor())
    with store.write("voc") as con:
        con.execute(
            "insert into dictionary_word values (?, ?, ?, ?, ?)",
            [entry.word, use, meant or None, entry.made_at, entry.made_by],
        )
        changes.note(con, _ABOUT, written, None, _told(entry))
    return entry


def remove(store: Store, words: Iterable[str]) -> int:
    """Take words back; how many there were."""
    gone = [one for one in entries(store) if one.word in set(words)]
    if gone:
        with store.write("voc") as con:
            for one in gone:
                con.execute("delete from dictionary_word where word = ?", [one.word])
                changes.note(con, _ABOUT, one.word, _told(one), None)
    return len(gone)


def _told(entry: Entry) -> dict[str, object]:
    return {"word": entry.word, "use": entry.use, "stands_for": entry.stands_for}


def effect(store: Store, use: str, word: str) -> Effect:
    """What entering a word would touch, by the texts that are read."""
    return cached(store, (VOC, "glossary effect", use, word), None, lambda: _effect(store, use, word))


def _effect(store: Store, use: str, word: str) -> Effect:
    if use != "name":
        return Effect(len(index(store).texts(word)))
    found = store.query(
        "select t.text, r.terms, count(*) over () as whole from voc_text t join voc_reading r using (text_hash)"
        " where contains(lower(t.text), lower(?)) order by text_hash limit ?",
        [word, _SAMPLE],
    )
    if found.empty:
        return Effect(0)
    longer = re.compile(rf"[^\W\d_]+{re.escape(word)}\w*", re.IGNORECASE)
    inside = Counter(hit for text in found["text"] for hit in set(longer.findall(text)))
    examples: dict[str, str] = {}
    for text, terms in zip(found["text"], found["terms"], strict=True):
        now = _parts(word, [str(term) for term in terms])
        if now and now not in examples.values():
            examples[_around(word, text)] = now
        if len(examples) == _EXAMPLES:
            break
    return Effect(int(found["whole"].iloc[0]), tuple(inside.most_common(_EXAMPLES)), tuple(examples.items()))


@dataclass(frozen=True)
class Changed:
    """Neighbouring terms that are read in another way with a name: `before` and `after`, in `n` of the texts looked at.

    `is_broken`: what comes out of it is more than the name, so that another word fell apart.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    n: int
    is_broken: bool


def trial(store: Store, search: Search, word: str) -> tuple[Changed, ...]:
    """How some hundred texts that hold a name are read without and with it, what happens most often first.

    By the process that searches; takes some three seconds there. Raises CxError `voc.work_failed`.
    """

    def ask() -> tuple[Changed, ...]:
        found = store.query(
            "select text from voc_text where contains(lower(text), lower(?)) order by text_hash limit ?", [word, _TRIED]
        )
        before, after = search.terms_with(found["text"].tolist(), reading.dictionary(store), word)
        return changed(word, before, after)

    return cached(store, (VOC, "glossary trial", word), None, ask)


def changed(word: str, before: Terms, after: Terms) -> tuple[Changed, ...]:
    """What differs between two readings of the same texts, once a text, the most frequent first."""
    counts: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = Counter()
    for old, new in zip(before, after, strict=True):
        steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        counts.update({(old[a:b], new[c:d]) for kind, a, b, c, d in steps if kind != "equal"})
    return tuple(
        Changed(old, new, n, is_broken=any(term != word for term in new))
        for (old, new), n in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    )


def _parts(word: str, terms: list[str]) -> str:
    """The neighbouring terms that make up a word now, as "문제 · 은행"; "" where it is read in another way."""
    wanted = "".join(word.split()).lower()
    for begin in range(len(terms)):
        joined = ""
        for end in range(begin, len(terms)):
            joined += "".join(terms[end].split()).lower()
            if joined == wanted:
                return " · ".join(terms[begin : end + 1])
            if not wanted.startswith(joined):
                break
    return ""


def _around(word: str, text: str) -> str:
    """The part of a text that a word stands in."""
    plain = " ".join(text.split())
    at = plain.lower().find(word.lower())
    begin, end = max(at - 15, 0), at + len(word) + 20
    return ("…" if begin else "") + plain[begin:end].strip() + ("…" if end < len(plain) else "")
