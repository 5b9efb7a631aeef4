"""Whether a text says what it is about. "답답하네요" and "빨리 좀 해 주세요" do not: they are counted, and get no topic.

What a team reads a topic for is a matter it can do something about; remarks without one would gather in a topic of their own,
or weigh in one that happened to be near.
"""

from __future__ import annotations

from collections.abc import Sequence

from cx.text.lexicon import remarks


def names_matter(terms: Sequence[str]) -> bool:
    """Whether one of a text's terms, stop words left out, is more than a remark (`data/text/remarks.txt`)."""
    return not remarks().issuperset(terms)
