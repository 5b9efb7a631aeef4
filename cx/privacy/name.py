"""Names of people: a full Korean name before an honorific or after "예금주", and the names known from the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cx.privacy.found import Found, any_of, words

# syllables of given names by place; no particle and no ending that a word before an honorific would carry
_FIRST = set(
    "가강건경광교구국권규근기길나남노다단달대덕도동두득라래련루리마만명모무문미민배범병보복본봉부비빛삼상새샘서석선설성세소솔송수순슬승시신아안양"
    "여연영예오옥온완요용우욱운원월유윤율은을의이익인일임자장재정제조종주준중지진찬창채천철청초춘충치태택하학한해향혁현형혜호홍화환회효후훈휘흥희"
)
_SECOND = set(
    "강건겸경관광교구국권규균근기길나남덕란람래록룡률리린림명모묵문미민배백범별병복봉비빈빛상서석선설섭성솔수숙순슬승식신아안애양연열엽영예오옥온"
    "완용우욱운웅원유윤율은익인일임자재전정제종주준중지진찬창채천철춘충탁태택필하학한혁헌현협형혜호홍화환효훈휘흠희"
)
_OLD_JA = set("영순미경정명춘옥말숙화복금")  # before 자, else a role: 구매자, 이용자
_EXAMPLE = "길동"  # 동 ends places, not names, but for the one on every sample form
_SURNAME = any_of("surnames")
_FULL = rf"(?P<it>(?P<surname>{_SURNAME})(?P<given>[가-힣]{{2}}))"
_HONOURED = re.compile(rf"(?<![가-힣]){_FULL} ?\(?{any_of('honorific')}(?!{any_of('not_after')})")
_ENDING = (
    r"(?:입니|이고|이구|이에|예요|이요|인데|이며|이라|님|씨|으로|명의|앞으로|임(?![가-힣])|[이가은는의](?![가-힣]))"
)
_BANKING = r"(?:예금주|입금자명?|송금인|수취인|보낸 ?사람|받는 ?사람|환자명|학생명|고객명|회원명|원장명)"
_OWNER = re.compile(rf"{_BANKING}[은는이가]? ?[:=\-]? ?{_FULL}(?={_ENDING}|[^가-힣]|$)")
_FORM = r"(?:담당자?|신청인|신청자|작성자|문의자|요청자|대표자?|보호자|학부모|학생|자녀|원장|강사|고객|회원|수신인?|발신인?|참조|성명|이름|성함)"
_FIELD = re.compile(rf"{_FORM} ?[:=] ?{_FULL}(?={_ENDING}|[^가-힣]|$)")
_CALLED = re.compile(rf"(?:이름|성함|본명|실명|성명)(?:[은는이가]? ?- ?|[은는이가] ){_FULL}(?={_ENDING}|[^가-힣 ]|$)")
_BESIDE = re.compile(
    rf"\0[ ,/(:]{{1,3}}{_FULL}(?={_ENDING}|[^가-힣]|$)|(?<![가-힣]){_FULL.replace('?P<', '?P<l_')}[ ,(]{{1,2}}\0"
)
# Under a mail, where the line ends: 임연우 드림. Elsewhere these words say that something is given or put up.
_GOES_ON = rf"[ .~!,)]*[^\n .~!,)(0-9/|+<{chr(0)}{chr(13)}]"
_SIGNED = re.compile(rf"(?<![가-힣]){_FULL} ?(?:드림|올림|배상)(?!{_GOES_ON})")
_GATE = re.compile(
    any_of("honorific")
    + "|예금주|입금자|송금인|수취인|사람|성함|성명|이름|본명|실명|명|담당|신청|작성|문의자|요청자|보호자|자녀|강사|수신|발신|참조|드림|올림|배상|\0"
)


RULES = (_HONOURED, _OWNER, _FIELD, _CALLED, _SIGNED)  # what is beside something found needs that to be found first
_ALONE = tuple((rule, "") for rule in RULES)
_RULES = (*_ALONE, (_BESIDE, ""), (_BESIDE, "l_"))


def find(text: str) -> Iterator[Found]:
    """Every full name of the folded `text` before an honorific, after a word that announces one, beside a number, as a signature.

    A name found once is taken wherever else a word of the text begins with it.
    """
    if not _GATE.search(text):
        return
    names: set[str] = set()
    for rule, prefix in _RULES if "\0" in text else _ALONE:
        for match in rule.finditer(text):
            whole = match[f"{prefix}it"]
            if whole and is_full_name(match[f"{prefix}surname"], match[f"{prefix}given"]):
                names.add(whole)
    for name in names:
        for match in re.finditer(rf"(?<![가-힣]){name}", text):
            yield Found(match.start(), match.end(), "name")


def is_full_name(surname: str, given: str) -> bool:
    """Whether the two can be a name: the given part of syllables that names are made of, and no ordinary word."""
    first, second = given[0], given[1]
    if given == _EXAMPLE:
        return True
    if (
        first not in _FIRST
        or second not in _SECOND
        or given in words("titles")
        or surname + given in words("not_names")
    ):
        return False
    if second == "한":
        return first in words("han_names")
    if second == "은":
        return first in words("eun_names")
    if second == "온":
        return first in words("on_names")
    return second != "자" or first in _OLD_JA


_PARTS = re.compile(r"[가-힣]{2,5}|[A-Za-z][A-Za-z'.-]*(?: [A-Za-z][A-Za-z'.-]*)+")
_RUN = re.compile(r"[가-힣]{2,}|[A-Za-z][A-Za-z'.-]*(?: [A-Za-z][A-Za-z'.-]*)+")
_LONG = 3  # syllables from which a known name is masked wherever a word begins with it
_MOST_SPELLED = 1_000  # names in Latin letters up to which each is looked for by itself
_LATIN_RUN = r"[A-Za-z][A-Za-z'.-]* [A-Za-z]"
_AFTER = re.compile(rf" ?{any_of('honorific')}")


class Known:
    """Names known from the file. Full names go wherever a word begins with them, short ones before an honorific.

    A Korean full name begins with a surname; a role or a company in a name column ("상담원", "별빛학원") is no name.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._korean: set[str] = set()
        self._short: set[str] = set()
        self._latin: set[str] = set()
        ordinary = {word for name in ("roles", "titles", "honorific", "not_names") for word in words(name)}
        for whole in names:
            for part in _PARTS.findall(whole):
                if part.casefold() in ordinary:
                    continue
                if part[0].isascii():
                    self._latin.add(part.casefold())
                elif len(part) < _LONG:
                    self._short.add(part)
                elif part.startswith(words("surnames")) and not part.endswith(words("not_people")):
                    self._korean.add(part)
                    self._short |= {part[1:]} - ordinary if len(part) == _LONG else set()
        self._lengths = sorted({len(name) for name in self._korean}, reverse=True)
        gate = self.loosened()
        self._gate = re.compile(gate) if gate else None

    def loosened(self) -> str:
        """A pattern for RE2 that is found in every text in which `find` finds a name; '' where it finds none."""
        ways = [_LATIN_RUN if len(self._latin) > _MOST_SPELLED else ""]
        ways += [
            f"(?:^|[^가-힣]){_signs(name for name in self._korean if len(name) == size)}" for size in self._lengths
        ]
        if self._short:
            ways.append(f"(?:^|[^가-힣]){_signs(self._short)}{_AFTER.pattern}")
        if 0 < len(self._latin) <= _MOST_SPELLED:
            ways.append(f"(?i:{'|'.join(map(re.escape, sorted(self._latin)))})")
        return "|".join(filter(None, ways))

    def __contains__(self, value: str) -> bool:
        """Whether `value` is one of them, whole."""
        value = value.strip()
        return value in self._korean or value in self._short or value.casefold() in self._latin

    def find(self, text: str) -> Iterator[Found]:
        """Every known name of the folded `text`."""
        if self._gate is None or not self._gate.search(text):
            return
        for run in _RUN.finditer(text):
            if run[0][0].isascii():
                yield from self._in_latin(run)
                continue
            for length in self._lengths:
                if len(run[0]) >= length and run[0][:length] in self._korean:
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


def _signs(names: Iterable[str]) -> str:
    """A set of signs for each place of names of one length: fewer words pass than one would think, however many names."""
    return "".join(f"[{''.join(sorted(set(signs)))}]" for signs in zip(*names, strict=True))
