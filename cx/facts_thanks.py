"""Whether a text only says thanks: such a message is neither a new contact nor a reason to open one again.

A text counts as thanks when it is short, thanks somebody, and every other word of it is a greeting, a "yes", a "solved now"
or praise for the answer. One word beyond that ("감사합니다. 그런데 …", "thanks, but …") makes it a message like any other.
"""

from __future__ import annotations

import duckdb

_LONGEST = 240  # bytes, 80 Hangul; who writes more has something to say

_THANKS = (
    "감사(?:합니다|해요|드립니다|드려요|했습니다|했어요|드렸습니다|합니당|함다|해용|하네요|하고요|하구요)?",
    "고맙(?:습니다|네요|다|구요|고요)|고마(?:워|워요|웠습니다|웠어요)",
    "(?:땡큐|쌩큐|탱큐)요?",
    "thank(?:s|you| you)|thx|ty|tysm|thnx|cheers|appreciated?",
)
_BESIDE = (
    "안녕(?:하세요|하십니까|히 계세요)?|네+|넵+|넹+|예+|아+|오+|와+|ㅇㅋ|오케이|알겠(?:습니다|어요)|확인(?:했습니다|했어요|되었습니다|됐습니다|완료)?",
    "정말|너무|매우|많이|진짜|항상|늘|무척|대단히|모두|다|다시|한번|한 번|또|잘|바로|이제|이제는|지금은|그럼|그리고",
    "빠른|빠르게|신속한|친절한|친절하게|친절히|자세한|자세히|상세한|꼼꼼한|좋은|큰|도움|도움이|도움을|도와(?:주셔서|주신|줘서)|덕분에|덕분입니다",
    "(?:답변|답|안내|설명|응대|상담|처리|해결|조치|대응|연락|회신|확인|도움|지원)(?:을|이|도|에|까지)?|(?:해|하여|알려|보내|봐)\\s?(?:주셔서|주시고|주신|줘서)|주셔서|주신|되었|됐",
    "(?:해결|처리|정상(?:작동|동작)?)(?:되었(?:습니다|어요|네요)|됐(?:습니다|어요|네요)|되네요|돼요|됩니다)|되네요|됩니다|돼요|잘됩니다|잘돼요|잘되네요",
    "수고(?:하세요|하셨습니다|하십시오|많으십니다|많으셨습니다|했어요)?|고생(?:하셨습니다|많으셨습니다|하세요)?",
    "(?:즐거운|행복한|편안한|좋은)?\\s?(?:하루|저녁|주말|오후|밤|연휴|명절)(?:가|이|을|를)?\\s?(?:되세요|보내세요|되십시오|보내십시오)?|되세요|보내세요|되었습니다|됐습니다",
    "선생님|상담사님|상담원님|담당자님|매니저님|님|분|분들",
    "hi|hello|hey|dear|ok|okay|yes|yep|great|perfect|awesome|excellent|wonderful|good|nice|cool|super|amazing|lovely",
    "so|very|much|many|a|lot|lots|again|really|all|for|the|your|you|it|that|this|is|was|has|been|of|in|to|and|i|we|my|team|guys|everyone",
    "help|helping|helped|helpful|support|reply|response|answer|assistance|time|quick|fast|prompt|kind|great|patience|advice|info|information",
    "works?|working|worked|solved|resolved|fixed|sorted|done|now|fine|got|noted|understood|have|day|evening|weekend|one|regards|best|kindly",
)
_NO_WORDS = r"\[[^\[\]]*\]|[^a-z가-힣\s]+"  # what was masked, signs, digits, emoji, ㅎㅎ and ㅠㅠ
# Cheap to look for, so that the patterns run on few texts only: one of these is in it, and none of those.
_HINTS = ("감사", "고마", "고맙", "큐")
_ENGLISH_HINT = r"(?i)thank|thx|thnx|\bty|cheers|appreciate"
_NOT = ("?", "부탁", "오류", "에러", "안 ", "안돼", "안되", "문의", "그런데", "근데", "혹시")


def only_thanks(text: str) -> str:
    """SQL, never null, of whether the text column `text` only says thanks."""
    thanks, beside = "|".join(_THANKS), "|".join((*_THANKS, *_BESIDE))
    hinted = _hinted(text)
    words = f"regexp_replace(lower({text}), '{_NO_WORDS}', ' ', 'g')"
    begins = _superset(beside)
    begged = " or ".join(f"contains({text}, '{sign}')" for sign in _NOT)
    return f"""coalesce(case
        when strlen({text}) > {_LONGEST} then false
        when not regexp_full_match({text}, '{begins}') and not contains({text}, 'İ') then false
        when not ({hinted}) then false
        when {begged} then false
        when not regexp_full_match({words}, '\\s*(?:(?:{beside})(?:\\s+|$))+') then false
        else regexp_matches({words}, '(?:^|\\s)(?:{thanks})(?:\\s|$)') end, false)"""


def only_thanks_among(con: duckdb.DuckDBPyConnection, rows: str, text: str) -> str:
    """`only_thanks` for the texts of `rows` alone; "false" where none of them thanks anybody.

    To compile the patterns takes longer than all else about the facts of few contacts.
    """
    is_any = con.execute(f"select 1 from {rows} where strlen({text}) <= {_LONGEST} and ({_hinted(text)}) limit 1")
    return only_thanks(text) if is_any.fetchone() else "false"


def _hinted(text: str) -> str:
    hinted = " or ".join(f"contains({text}, '{hint}')" for hint in _HINTS)
    return f"{hinted} or regexp_matches({text}, '{_ENGLISH_HINT}')"


def _superset(words: str) -> str:
    """A pattern for texts as they were written that fits all of which each word is one of `words`, and few others.

    It fails at the first word that is none of them, which is nearly always the first: the texts need not be rewritten. Only
    'İ', which becomes an i in lower case, it does not know.
    """
    between = r"(?:[^a-z가-힣]|\[[^\[\]]*\])"
    loose = words.replace(r"\s?", f"{between}*").replace(" ", f"{between}+")
    return rf"(?is){between}*(?:(?:{loose})(?:{between}+|$))+"
