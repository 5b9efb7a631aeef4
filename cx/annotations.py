"""Events that stand on every trend: releases, changes of the bot, manuals and videos, campaigns, programmes; set or imported."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import pandas as pd

from cx import changes
from cx.cache import cached
from cx.errors import CxError, UnknownName
from cx.importing.cleaning import clean_name
from cx.importing.known_names import team_names
from cx.privacy.mask import Mask
from cx.schema import CODES
from cx.selection import EARLIEST, LATEST, Selection
from cx.warehouse import Store

OWN = 0  # the source of what people enter here; imports begin with 1
KINDS = CODES["annotation"]
LONGEST = 200


@dataclass(frozen=True)
class Event:
    """One event of a day. `product` None: it concerns all of them."""

    source_id: int
    annotation_id: str
    kind: str
    day: date
    title: str
    product: str | None = None

    @property
    def is_own(self) -> bool:
        """Whether people entered it here: what came from a file changes with its file only."""
        return self.source_id == OWN


def everything(store: Store) -> tuple[Event, ...]:
    """All events, the newest first."""

    def ask() -> tuple[Event, ...]:
        frame = store.query(
            "select source_id, annotation_id, coalesce(annotation, 'other') as kind, day, title, product from annotation "
            "order by day desc, source_id, annotation_id"
        )
        return tuple(
            Event(
                int(row["source_id"]),
                str(row["annotation_id"]),
                str(row["kind"]),
                pd.Timestamp(row["day"]).date(),
                str(row["title"]),
                None if pd.isna(row["product"]) else str(row["product"]),
            )
            for row in frame.to_dict("records")
        )

    return cached(store, "annotations", None, ask)


def shown(store: Store, selection: Selection, first: date, last: date) -> tuple[Event, ...]:
    """The events from `first` to `last` that concern what is looked at, the oldest first: those of a product only where it is
    among the chosen ones.
    """
    return tuple(
        event
        for event in reversed(everything(store))
        if first <= event.day <= last
        and (not selection.product or event.product is None or event.product in selection.product)
    )


def put(store: Store, day: date, title: str, kind: str, product: str | None = None) -> Event:
    """Enter an event. Personal data in its title is masked, as on import.

    Raises UnknownName for a kind that does not exist, CxError for a blank or too long title and for a day out of range.
    """
    if kind not in KINDS:
        raise UnknownName("annotation", kind, KINDS)
    written = clean_name(title)
    if not 0 < len(written) <= LONGEST:
        raise CxError("event.title", longest=LONGEST)
    if not EARLIEST <= day <= LATEST:
        raise CxError("event.day", day=day, first=EARLIEST, last=LATEST)
    mask = Mask(team_names(store), store.salt)
    written = mask.text(written)
    product = mask.text(clean_name(product or ""))[:LONGEST] or None
    with store.write("data") as con:
        last = con.execute(
            "select max(substr(id, 2)::bigint) from (select annotation_id as id from annotation where source_id = ? "
            "union all select subject from change_log where about = 'event')",
            [OWN],
        ).fetchone()
        event = Event(OWN, f"E{(last[0] if last and last[0] else 0) + 1}", kind, day, written, product)
        con.execute(
            "insert into annotation (source_id, annotation_id, annotation, day, title, product) values (?, ?, ?, ?, ?, ?)",
            [OWN, event.annotation_id, kind, day, written, product],
        )
        changes.note(con, "event", event.annotation_id, None, _told(event))
    return event


def _told(event: Event) -> dict[str, object]:
    """What the log keeps of an event."""
    told: dict[str, object] = {"kind": event.kind, "day": f"{event.day}", "title": event.title}
    return told | ({"product": event.product} if event.product else {})


def remove(store: Store, annotation_ids: Collection[str]) -> int:
    """Take back events entered here; how many there were."""
    known = [event for event in everything(store) if event.is_own and event.annotation_id in annotation_ids]
    with store.write("data") as con:
        for event in known:
            con.execute("delete from annotation where source_id = ? and annotation_id = ?", [OWN, event.annotation_id])
            changes.note(con, "event", event.annotation_id, _told(event), None)
    return len(known)
