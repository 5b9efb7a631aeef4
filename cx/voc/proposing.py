"""Finding words for the dictionary: those that many accounts write and the analyser guesses, cuts, or reads in two ways.

The terms that were read are looked through, not the texts: what is said often is asked of the analyser word by word. Nothing is
proposed that looks like the name of an account or a person, nor where it is not known who wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pandas as pd

from cx.text import lexicon, unknown
from cx.text.tokens import Progress
from cx.voc import reading, work
from cx.voc.aside import Aside
from cx.voc.somebody import Named
from cx.voc.work import Words
from cx.warehouse import Store

APART, PAIR = "apart", "pair"
TEXTS, ACCOUNTS = 10, 5  # least different texts and accounts that hold a word
OF_TEXTS, OF_ACCOUNTS = 5_000, 100  # and one text, one account in so many
MOST = 100
GROWN, SHRUNK = 1.1, 0.5  # times the texts of the last search: there may be other words
RULES = "1"  # raised whenever other words may be found
_ASKED = 400  # words of a kind whose texts are looked at
_LOOKED_AT = 40  # texts a word
_RARER = 0.5  # of how a word is mostly written, together or apart: less is a habit of some, or a slip
_BOUND = 0.3  # the share of the rarer word's texts in which the other one follows it
_WRITTEN = 0.5  # the share of texts with two neighbouring terms that have them side by side
_QUOTES = 2


@dataclass(frozen=True)
class Proposal:
    """A word that may belong into the dictionary. `why`: "guessed", "cut", "apart" (written with and without its space) or "pair".

    `parts`: how it is read now; `texts`, `accounts`: how many hold it; `quotes`: hashes of texts that do.
    """

    word: str
    why: str
    parts: tuple[str, ...]
    texts: int
    accounts: int
    quotes: tuple[int, ...]


def version() -> str:
    """Changes whenever other words may be found in the same texts."""
    return f"{RULES}; {work.terms_version(Words())}"


def is_due(store: Store) -> bool:
    """Whether all texts are read, and were not looked through yet, or are many more or far fewer now, or other words may be found."""
    state = reading.state(store)
    if not state.is_done:
        return False
    rows = store.query("select version, texts from word_search").to_dict("records")
    if not rows:
        return state.texts > 0
    then = int(rows[0]["texts"])
    return rows[0]["version"] != version() or state.texts >= max(GROWN * then, then + 1) or state.texts < SHRUNK * then


def catch_up(store: Store, aside: Aside, progress: Progress) -> int:
    """Look through all that is read, and keep what is found; how many words."""
    texts = reading.state(store).texts
    progress(0, texts)
    found = find(store, aside)
    with store.write("voc") as con:
        con.execute("delete from word_proposal")
        con.execute("delete from word_search")
        for one in found:
            con.execute(
                "insert into word_proposal values (?, ?, ?, ?, ?, ?)",
                [one.word, one.why, list(one.parts), one.texts, one.accounts, list(one.quotes)],
            )
        now = datetime.now(UTC).replace(tzinfo=None)
        con.execute("insert into word_search values (?, ?, ?)", [version(), texts, now])
    progress(texts, texts)
    return len(found)


def find(store: Store, aside: Aside) -> list[Proposal]:
    """The words, those of most accounts first."""
    terms = _counted(store, "list_distinct(terms)", "true")
    if terms.empty:
        return []
    said = dict(zip(terms["term"], terms["texts"].astype(int), strict=True))
    named = Named(_names(store))
    found = [*_single(store, aside, terms, said, named), *_double(store, said, named)]
    kept = {one.word.casefold(): one for one in sorted(found, key=lambda one: (one.accounts, one.word))}
    return sorted(kept.values(), key=lambda one: (-one.accounts, one.word))[:MOST]


def _counted(store: Store, each: str, where: str, values: Sequence[object] = ()) -> pd.DataFrame:
    """`term`, `texts`, `accounts` of what `each` lists of a text, where it is said often enough, by accounts."""
    return store.query(
        f"""with least as (select greatest({TEXTS}, count(*) // {OF_TEXTS}) as texts, (select greatest({ACCOUNTS},
            count(distinct account_key) // {OF_ACCOUNTS}) from voc_document) as accounts from voc_text),
        said as (select text_hash, unnest({each}) as term from voc_reading semi join voc_text using (text_hash)),
        often as (select term, count(*) as texts from said where {where} group by 1 having count(*) >= (select texts from least)),
        who as (select distinct text_hash, account_key from voc_document where account_key is not null)
        select term, any_value(texts) as texts, count(distinct account_key) as accounts
        from said join often using (term) join who using (text_hash)
        group by 1 having count(distinct account_key) >= (select accounts from least) order by accounts desc, term""",
        values,
    )


def _names(store: Store) -> list[str]:
    """How accounts and agents are called."""
    found = store.query(
        """select account_name as name from account where account_name is not null
        union select agent_name from agent where agent_name is not null
        union select account_name from voc_document where account_name is not null
        union select agent_name from voc_document where agent_name is not null"""
    )
    return [str(name) for name in found["name"]]


def _single(store: Store, aside: Aside, terms: pd.DataFrame, said: Mapping[str, int], named: Named) -> list[Proposal]:
    """Words in Korean letters that the analyser guesses or cuts."""
    asked = [
        word
        for word in terms["term"]
        if len(word) > 1
        and not word.isascii()
        and " " not in word
        and not word.endswith("다")
        and not named.is_like(word)
    ]
    pieces = dict(zip(asked, aside.call("pieces", asked, reading.dictionary(store)), strict=True))
    why = {word: told for word in asked if (told := unknown.cut_or_guessed(word, pieces[word]))}
    usual = {**dict.fromkeys(lexicon.default_stop_words() | lexicon.remarks(), max(said.values())), **said}
    wrong = unknown.slips(why, usual) | unknown.beginnings(why, said) | unknown.unspaced(why, said)
    some = [word for word in why if word not in wrong][:_ASKED]
    texts = _texts(store, some)
    counts = terms.set_index("term")
    return [
        _proposal(word, why[word], [form for form, *_ in pieces[word]], counts.loc[word], texts[word])
        for word in some
        if word in texts
        and unknown.is_own_word(word, _read(texts[word]))
        and not named.is_called(word, _read(texts[word]))
    ]


def _double(store: Store, said: Mapping[str, int], named: Named) -> list[Proposal]:
    """Two words that are one name: of Latin letters, and those that are written as one as well."""
    latin = "regexp_full_match(term[1] || ' ' || term[2], '[a-z][a-z0-9-]* [a-z][a-z0-9-]*')"
    together = "(term[1] || term[2]) in (select unnest(?::varchar[]))"
    each = "list_distinct(list_transform(range(1, len(terms)), lambda i: [terms[i], terms[i + 1]]))"
    rows = _counted(store, each, f"term[1] <> term[2] and ({latin} or {together})", [list(said)])
    rows["term"] = [(str(first), str(second)) for first, second in rows["term"]]
    is_bound = [_is_bound(pair, n, said) for pair, n in zip(rows["term"], rows["texts"], strict=True)]
    rows = rows[np.array(is_bound, dtype=bool)].head(_ASKED)
    texts = _texts(store, [" ".join(pair) for pair in rows["term"]], pairs=True)
    found = []
    for pair, (_, row) in zip(rows["term"], rows.iterrows(), strict=True):
        looked_at = texts.get(" ".join(pair), [])
        word, n = unknown.written(pair[0], pair[1], _read(looked_at))
        if n < _WRITTEN * len(looked_at) or not word or named.is_like(word) or named.is_called(word, _read(looked_at)):
            continue
        holding = [one for one in looked_at if word.casefold() in " ".join(one[1].split()).casefold()]
        found.append(_proposal(word, PAIR if unknown.is_latin(pair[1]) else APART, pair, row, holding))
    return found


def _is_bound(pair: tuple[str, str], texts: int, said: Mapping[str, int]) -> bool:
    """Whether two neighbouring words are one name, by how often they are said: as one word too, or hardly without each other."""
    if all(map(unknown.is_latin, pair)):
        return bool(texts >= _BOUND * min(said.get(word, texts) for word in pair))
    together = said.get("".join(pair), 0)
    return bool(min(together, texts) >= _RARER * max(together, texts))


def _texts(store: Store, words: Sequence[str], *, pairs: bool = False) -> dict[str, list[tuple[int, str]]]:
    """Some texts of each word, or of each two neighbouring terms: hash and text."""
    each = "list_transform(range(1, len(terms)), lambda i: terms[i] || ' ' || terms[i + 1])" if pairs else "terms"
    found = store.query(
        f"""with said as (select text_hash, unnest(list_distinct({each})) as term from voc_reading),
        few as (select term, text_hash from said where term in (select unnest(?::varchar[]))
            qualify row_number() over (partition by term order by text_hash) <= {_LOOKED_AT})
        select term, text_hash, text from few join voc_text using (text_hash) order by term, text_hash""",
        [list(words)],
    )
    texts: dict[str, list[tuple[int, str]]] = {}
    for term, at, text in zip(found["term"], found["text_hash"].astype("uint64"), found["text"], strict=True):
        texts.setdefault(str(term), []).append((int(at), str(text)))
    return texts


def _read(texts: Sequence[tuple[int, str]]) -> list[str]:
    return [text for _, text in texts]


def _proposal(word: str, why: str, parts: Sequence[str], row: pd.Series, texts: list[tuple[int, str]]) -> Proposal:
    """With the shortest texts that hold the word as quotes."""
    quotes = sorted(
        (one for one in texts if word.casefold() in one[1].casefold()), key=lambda one: (len(one[1]), one[0])
    )
    return Proposal(
        word, why, tuple(parts), int(row["texts"]), int(row["accounts"]), tuple(at for at, _ in quotes[:_QUOTES])
    )
