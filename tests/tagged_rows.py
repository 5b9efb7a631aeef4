"""Contacts with tags whose texts are read, without any model: the words of each text are its terms, its vector says its theme."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from cx.voc import documents, reading, tagging, work
from cx.voc.tagging import Document
from cx.warehouse import Store
from tests import put_rows

LAST = "2026-10-30"
WHO = "가상담당"
THEMES = {
    "결제/환불": ("환불", "카드", "취소"),
    "오류/로그인": ("로그인", "비밀번호", "오류"),
    "문의/출석": ("출석", "체크", "학생"),
}


class Here:
    """Does what is done aside in this process."""

    def call(self, name, *args, progress=None):
        return getattr(work, name)(*args, progress=progress or (lambda *_: None))


def vector(theme: int, number: int) -> np.ndarray:
    """Near the axis of its theme."""
    found = np.zeros(8, dtype=np.float32)
    found[theme], found[3 + number % 5] = 1.0, 0.3
    return found / np.linalg.norm(found)


def text(theme: int, number: int) -> str:
    words = list(THEMES.values())[theme]
    return f"{words[number % 3]} {words[(number + 1) % 3]} 문의 {number}"


def ticket(number: int, theme: int, tag: str | None, day: str = LAST) -> dict:
    return {
        "ticket_id": f"T{number:03d}", "opened_at": f"{day} 01:00:00", "channel": "chat", "body": text(theme, number),
        "category": tag, "agent_id": f"G{number % 3}", "product": "러닝룸",
    }  # fmt: skip


def opened(folder: Path, tickets: list[dict]) -> Store:
    """A store with these contacts and what was read in them."""
    store = put_rows.opened(folder, ticket=tickets)
    read(store)
    return store


def read(store: Store) -> None:
    documents.refresh(store)
    found = store.query("select text_hash, text from voc_text anti join voc_reading using (text_hash) order by 1")
    version = reading.version(store)
    with store.write("voc") as con:
        for at, said in zip(found["text_hash"], found["text"], strict=True):
            theme = next((row for row, words in enumerate(THEMES.values()) if any(word in said for word in words)), 0)
            number = int(said.rpartition(" ")[2]) if said.rpartition(" ")[2].isdigit() else 0
            terms = [word for word in said.split() if not word.isdigit()]
            con.execute(
                "insert into voc_reading (text_hash, version, terms, vector) values (?, ?, ?, ?)",
                [int(at), version, terms, vector(theme, number).astype(np.float16).tobytes()],
            )


def many(per_theme: int = 20) -> list[dict]:
    """As many contacts of each theme, all tagged rightly."""
    tags = list(THEMES)
    return [ticket(theme * per_theme + row, theme, tags[theme]) for theme in range(3) for row in range(per_theme)]


def of(number: int) -> Document:
    return Document("ticket", 1, f"T{number:03d}")


def tag_of(store: Store, number: int) -> str | None:
    found = store.query("select category from voc_fact where document_id = ?", [of(number).document_id])["category"]
    assert len(found) == 1
    return found[0] if isinstance(found[0], str) else None


def say(store: Store, number: int, tag: str, reason: str = "") -> int:
    return tagging.decide(store, [of(number)], tagging.Verdict("tag", tag, WHO, reason))[0]
