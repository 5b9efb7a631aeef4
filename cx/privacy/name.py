"""Names of people: a full Korean name before an honorific or after "예금주", and the names known from the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cx.privacy.found import Found, any_of, words

# syllables of given names by place; no particle and no ending that a word before an honorific would carry
_FIRST = set(
    "가강건경광교구국규근기길나남다단대도동두라래로루리마명모무문미민배병보복본봉상새서석선설성세소솔수순슬승시신아안양연영예"
    "오옥온완용우욱운원월유윤율은을의이익인일자장재정제조종주준중지진찬창채천철청초춘충치태택하학한해향혁현형혜호홍화환회효후훈희"
)
_SECOND = set(
    "강건겸경관광교구국권규균근기길나남란람래리린림라로루명모문미민배범별병복봉빈빛상서석선설섭성솔수숙순슬승신아안양연열영예옥완용우욱운웅원"
    "유윤율은이익인일자재전정제종주준중지진찬창채천철춘충태택하학한해향혁현형혜호홍화환훈휘희"
)
_OLD_JA = set("영순미경정명춘옥말숙화복금")  # before 자, else a role: 구매자, 이용자
_ROLES = re.compile("$")
_SURNAME = any_of("surnames")
_HONOURED = re.compile(
    rf"(?<![가-힣])(?P<surname>{_SURNAME})(?P<given>[가-힣]{{2}}) ?(?P<honorific>{any_of('honorific')})"
)
_OWNER = re.compile(
    rf"(?:예금주|입금자|입금자명|송금인|수취인|성함|본명|실명|환자명|학생명|고객명|이름)[은는이가]? ?[:은는-]? ?"
    rf"(?P<it>(?P<surname>{_SURNAME})(?P<given>[가-힣]{{1,2}}))"
    r"(?=$|[^가-힣]|(?:이고|이구|이에|입니|예요|이요|으로|님|씨|이라|인데|이며|이다|임)|로(?![가-힣])|[은는이가을를의](?![가-힣]))"
)
_GATE = re.compile(any_of("honorific") + "|예금주|입금자|송금인|수취인|성함|이름|본명|실명|명")


def find(text: str) -> Iterator[Found]:
    """Every full name of the folded `text` that stands before an honorific, or after a word that announces one."""
    if not _GATE.search(text):
        return
    for match in _HONOURED.finditer(text):
        if _is_given(match["given"]) and match["surname"] + match["given"] not in _not_names():
            yield Found(match.start("surname"), match.end("given"), "name")
    for match in _OWNER.finditer(text):
        if _is_given(match["given"]) and match["it"] not in _not_names():
            yield Found(match.start("it"), match.end("it"), "name")


def _not_names() -> tuple[str, ...]:
    return words("not_names")


def _is_given(given: str) -> bool:
    if len(given) == 1:
        return given in _SECOND
    first, second = given[0], given[1]
    if given in words("titles") or first not in _FIRST or second not in _SECOND:
        return False
    return second != "자" or first in _OLD_JA


_PARTS = re.compile(r"[가-힣]{2,5}|[A-Za-z][A-Za-z'.-]*(?: [A-Za-z][A-Za-z'.-]*)+")
_RUN = re.compile(r"[가-힣]{2,}|[A-Za-z][A-Za-z'.-]*(?: [A-Za-z][A-Za-z'.-]*)+")
_LONG = 3  # syllables from which a known name is masked wherever a word begins with it
_AFTER = re.compile(rf" ?{any_of('honorific')}")


class Known:
    """Names known from the file. Full names go wherever a word begins with them, short ones before an honorific."""

    def __init__(self, names: Iterable[str]) -> None:
        self._korean: set[str] = set()
        self._short: set[str] = set()
        self._latin: set[str] = set()
        roles = set(words("roles"))
        for whole in names:
            for part in _PARTS.findall(whole):
                if part in roles:
                    continue
                if part[0].isascii():
                    self._latin.add(part.casefold())
                elif len(part) >= _LONG:
                    self._korean.add(part)
                    if len(part) == _LONG:
                        self._short.add(part[1:])
                else:
                    self._short.add(part)
        self._lengths = sorted({len(name) for name in self._korean}, reverse=True)

    def __contains__(self, value: str) -> bool:
        """Whether `value` is one of them, whole."""
        value = value.strip()
        return value in self._korean or value in self._short or value.casefold() in self._latin

    def find(self, text: str) -> Iterator[Found]:
        """Every known name of the folded `text`."""
        if not (self._korean or self._short or self._latin):
            return
        for run in _RUN.finditer(text):
            if run[0][0].isascii():
                yield from self._in_latin(run)
                continue
            for length in self._lengths:
                if run[0][:length] in self._korean:
                    yield Found(run.start(), run.start() + length, "name")
                    break
            else:
                if run[0][:2] in self._short and _AFTER.match(text, run.start() + 2):
                    yield Found(run.start(), run.start() + 2, "name")

    def _in_latin(self, run: re.Match[str]) -> Iterator[Found]:
        starts = [match.span() for match in re.finditer(r"[^ ]+", run[0])]
        for first, (start, _) in enumerate(starts):
            for _, end in reversed(starts[first + 1 : first + 4]):
                if run[0][start:end].casefold() in self._latin:
                    yield Found(run.start() + start, run.start() + end, "name")
                    break
