"""Texts into terms that people can read: 세금계산서, 안 열리다, refund."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from cx.text import lexicon
from cx.text.clean import clean, content
from cx.text.compounds import Reading, is_korean, without_korean
from cx.text.names import Names
from cx.text.unknown import Piece

Progress = Callable[[int, int], None]
RULES = "2"  # raised whenever the terms of some text change
_BATCH = 2_000
_WORKERS = 2
_ANYTHING = "말"
_LOCK = threading.RLock()
_held: dict[tuple[str, ...], Any] = {}  # the one analyser of this process, by the words in it: two take a gigabyte


def _analyser(words: tuple[str, ...]) -> Any:
    """The analyser with these words and no others. For those who hold the lock as long as they use it.

    Words it lacks are added, in half the time that another takes to load; no word can be taken out of it again.
    """
    from kiwipiepy import Kiwi

    if words not in _held:
        known, kiwi = _held.popitem() if _held else ((), None)
        if kiwi is None or not set(known) <= set(words):
            kiwi = None  # let go before the next one is loaded
            known, kiwi = (), Kiwi(num_workers=_WORKERS)
        for word in words:
            if word not in known:
                kiwi.add_user_word(word, "NNP", 0.0)
        _held[words] = kiwi
    return _held[words]


@lru_cache(maxsize=10_000)
def _is_noun(words: tuple[str, ...], word: str) -> bool:
    """Whether a word is a noun of the dictionary. For those who hold the lock."""
    found = _analyser(words).tokenize(word)
    return len(found) == 1 and not found[0].oov and found[0].tag in {"NNG", "NNP"}


class Tokenizer:
    """Texts into terms: nouns, compounds written together, stems of verbs and adjectives with 다, English lemmas.

    Args:
        words: names of products and menus the analyser does not know, besides those that come with the product.
            They may hold spaces and are shown as they are given.
        stop_words: terms to leave out (default: `data/text/stop_words.txt`).
        synonyms: other ways of writing a term -> the term shown (default: `data/text/synonyms.txt`).

    Making one costs nothing; the first text in Korean loads the analyser (1-5 seconds, 500 MB), which all
    tokenizers with the same words share. May be used by several threads.
    """

    def __init__(
        self,
        words: Iterable[str] = (),
        stop_words: Iterable[str] | None = None,
        synonyms: Mapping[str, str] | None = None,
    ) -> None:
        own = {" ".join(clean(word).split()) for word in words}
        self._words = tuple(sorted({word for word in own if len(word) > 1} | set(lexicon.default_words())))
        self._names = Names(self._words)
        self._stop = lexicon.default_stop_words() if stop_words is None else frozenset(stop_words)
        self._synonyms = lexicon.default_synonyms() if synonyms is None else dict(synonyms)

    @property
    def version(self) -> str:
        """Changes whenever the terms of some text may: the analyser, its model, our rules, the word lists."""
        lists = repr(
            (self._words, sorted(self._stop), sorted(self._synonyms.items()), sorted(lexicon.lemmas().items()))
        )
        lists += repr(self._names) if self._names else ""
        made = hashlib.blake2b(lists.encode(errors="replace"), digest_size=6).hexdigest()
        return f"kiwi {version('kiwipiepy')}/{version('kiwipiepy_model')}, rules {RULES}, words {made}"

    def load(self) -> None:
        """Load the analyser now instead of at the first text."""
        with _LOCK:
            _analyser(self._words).tokenize(_ANYTHING)  # puts together what was loaded, which takes as long again

    def tokenize(self, texts: Sequence[str], progress: Progress | None = None) -> list[tuple[str, ...]]:
        """The terms of every text, in its order, repeats kept; () for a text without content.

        The terms of a text do not depend on the other texts. `progress(done, total)` is called after each batch
        and may raise.
        """
        found: list[tuple[str, ...]] = []
        for begin in range(0, len(texts), _BATCH):
            found += self._batch(texts[begin : begin + _BATCH])
            if progress is not None:
                progress(len(found), len(texts))
        return found

    def pieces(self, texts: Sequence[str]) -> list[tuple[Piece, ...]]:
        """What the analyser sees in each text, as it stands: form, tag, and whether it had to guess."""
        with _LOCK:
            return [
                tuple((one.form, one.tag.split("-")[0], bool(one.oov)) for one in found)
                for found in _analyser(self._words).tokenize(list(texts))
            ]

    def _batch(self, texts: Sequence[str]) -> list[tuple[str, ...]]:
        cleaned = [self._names.spelled(content(text)) for text in texts]
        korean = [place for place, text in enumerate(cleaned) if is_korean(text)]
        terms = [[] if is_korean(text) else self._names.kept(text, without_korean) for text in cleaned]
        if korean:
            with _LOCK:
                analysed = _analyser(self._words).tokenize([cleaned[place] for place in korean])
                for place, morphemes in zip(korean, analysed, strict=True):
                    terms[place] = Reading(self._synonyms, self._is_noun).read(morphemes)
        return [self._kept(found) for found in terms]

    def _is_noun(self, word: str) -> bool:
        return _is_noun(self._words, word)

    def _kept(self, terms: list[str]) -> tuple[str, ...]:
        shown = (self._synonyms.get(term, term) for term in terms)
        return tuple(term for term in shown if term not in self._stop and (len(term) > 1 or not term.isascii()))
