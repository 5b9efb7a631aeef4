"""The team's tags as data: major categories with sub-tags, in versions, with a mapping from every tag that was, so that years
can be compared. What a tag maps to is applied to facts and documents (`cx.facts_tags`); what the source says is never rewritten.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cx.cache import VOC, cached
from cx.errors import CxError, UnknownName
from cx.importing.cleaning import clean_name
from cx.voc import tagged, unclassified
from cx.voc.tagged import TAGGED
from cx.warehouse import Store

LONGEST = 80
LEVELS = 2
FEW_MAJORS = 8  # "a few": more than can be held in mind while one answers
CHANGES = ("begin", "add", "describe", "rename", "retire", "restore")


@dataclass(frozen=True)
class Tag:
    """One tag in its newest state. Not active: no longer offered; `maps_to`: what it is counted as, None as itself."""

    tag: str
    description: str = ""
    is_active: bool = True
    maps_to: str | None = None

    @property
    def major(self) -> str:
        """Its first level."""
        return self.tag.split("/")[0]

    @property
    def minor(self) -> str:
        """Its second level; "" for a major category itself."""
        return self.tag.partition("/")[2]


@dataclass(frozen=True)
class Version:
    """What was changed together: when (UTC), by whom, and the tags as they were from then on."""

    version: int
    made_at: datetime
    made_by: str
    change: str
    tags: tuple[Tag, ...]


def versions(store: Store) -> tuple[Version, ...]:
    """All versions, the newest first; none before somebody began."""

    def ask() -> tuple[Version, ...]:
        rows = store.query("select * from taxonomy order by version desc, is_active desc, tag").to_dict("records")
        found: dict[int, Version] = {}
        for row in rows:
            number = int(row["version"])
            at, who, change = row["made_at"].to_pydatetime(), str(row["made_by"]), str(row["change"])
            one = found.setdefault(number, Version(number, at, who, change, ()))
            maps_to = row["maps_to"] if isinstance(row["maps_to"], str) else None
            tag = Tag(str(row["tag"]), str(row["description"]), bool(row["is_active"]), maps_to)
            found[number] = replace(one, tags=(*one.tags, tag))
        return tuple(found.values())

    return cached(store, (VOC, "taxonomy"), None, ask)


def current(store: Store) -> dict[str, Tag]:
    """Every tag that ever was in its newest state; empty before somebody began."""
    return {tag.tag: tag for version in reversed(versions(store)) for tag in version.tags}


def in_use(store: Store) -> dict[str, int]:
    """Tags that documents have now, with their numbers, the most frequent first; those that say nothing too."""

    def ask() -> dict[str, int]:
        sql = f"select category, count(*) as n from {TAGGED} where category is not null group by 1 order by n desc, 1"
        found = store.query(sql)
        return dict(zip(found["category"].tolist(), found["n"].astype(int).tolist(), strict=True))

    return dict(cached(store, (VOC, "tags in use"), None, ask))


def offered(store: Store) -> tuple[str, ...]:
    """The tags to choose from: the active ones, else those in use that say something; sorted."""
    known = current(store)
    if known:
        return tuple(sorted(tag.tag for tag in known.values() if tag.is_active and tag.tag != unclassified.TAG))
    return tuple(sorted(tag for tag in in_use(store) if unclassified.says(tag)))


def strangers(store: Store) -> dict[str, int]:
    """Tags in use that the taxonomy does not have, or no longer offers without counting them as another."""
    known = current(store)
    active = {tag.tag for tag in known.values() if tag.is_active}
    return {tag: n for tag, n in in_use(store).items() if tag not in active} if known else {}


def path(text: str) -> str:
    """A tag as it is kept: two levels at most, parted by "/" without spaces. Raises CxError `tag.path`, `tag.long`."""
    levels = [level.strip() for level in clean_name(text).split("/")]
    if not 1 <= len(levels) <= LEVELS or not all(levels):
        raise CxError("tag.path", tag=text.strip())
    tag = "/".join(levels)
    if len(tag) > LONGEST:
        raise CxError("tag.long", longest=LONGEST, n=len(tag))
    return tag


def proposed(used: str) -> str:
    """What a tag in use becomes: its first two levels, or the one that says nothing."""
    if not unclassified.says(used):
        return unclassified.TAG
    return "/".join([level.strip() for level in used.split("/") if level.strip()][:LEVELS])


def begin(store: Store, who: str) -> int:
    """Make the tags in use the first version; how many there are. Deeper levels are counted with their second one.

    Raises CxError `tag.begun` where there is one, `tag.none` where no document has a tag.
    """
    if current(store):
        raise CxError("tag.begun")
    used = [tag for tag in in_use(store) if tag.strip(" /")]
    if not used:
        raise CxError("tag.none")
    active = {proposed(tag) for tag in used} | {unclassified.TAG}
    mapped = [Tag(tag, "", is_active=False, maps_to=proposed(tag)) for tag in used if proposed(tag) != tag]
    _write(store, "begin", [*(Tag(tag) for tag in sorted(active)), *mapped], who)
    return len(active)


def add(store: Store, text: str, description: str, who: str) -> str:
    """Offer one more tag; its path. Raises CxError as `path`, and `tag.exists` where it is offered already."""
    tag = path(text)
    known = current(store)
    if tag in known and known[tag].is_active:
        raise CxError("tag.exists", tag=tag)
    _write(store, "restore" if tag in known else "add", [Tag(tag, clean_name(description))], who)
    return tag


def describe(store: Store, tag: str, description: str, who: str) -> None:
    """Say when the tag is the right one, so that everybody uses it alike. Raises UnknownName."""
    _write(store, "describe", [replace(_active(store, tag), description=clean_name(description))], who)


def rename(store: Store, tag: str, text: str, who: str) -> str:
    """Call a tag by another path from now on, and count with it whatever had the old one; with a major category go its sub-tags.

    A path that exists already makes one tag of both. The new path. Raises UnknownName, CxError as `path`, `tag.same`.
    """
    one, new = _active(store, tag), path(text)
    if new == tag or new.startswith(f"{tag}/"):
        raise CxError("tag.same", tag=tag)
    known = current(store)
    below = [] if one.minor else [sub for sub in known.values() if sub.is_active and sub.major == tag and sub.minor]
    if below and "/" in new:
        raise CxError("tag.path", tag=text.strip())
    rows = []
    for old in (one, *below):
        target = path(new if old is one else f"{new}/{old.minor}")
        there = known.get(target)
        rows += [
            replace(old, is_active=False, maps_to=target),
            Tag(target, (there.description if there else "") or old.description),
        ]
    _write(store, "rename", rows, who)
    return new


def retire(store: Store, tag: str, into: str | None, who: str) -> None:
    """Offer a tag no longer. What had it is counted as `into`, or (None) stays as it is. Raises UnknownName, CxError `tag.same`."""
    one = _active(store, tag)
    if into is not None and _active(store, into).tag == tag:
        raise CxError("tag.same", tag=tag)
    _write(store, "retire", [replace(one, is_active=False, maps_to=into)], who)


def connect(store: Store, used: str, into: str, who: str) -> None:
    """Count a tag that came with an import as one of the taxonomy. Raises UnknownName."""
    target = into if into == unclassified.TAG else _active(store, into).tag
    _write(store, "retire", [Tag(used, "", is_active=False, maps_to=target)], who)


def restore(store: Store, tag: str, who: str) -> None:
    """Offer a retired tag again, counted as itself. Raises UnknownName."""
    known = current(store)
    if tag not in known:
        raise UnknownName("tag", tag, known)
    _write(store, "restore", [replace(known[tag], is_active=True, maps_to=None)], who)


def _active(store: Store, tag: str) -> Tag:
    """The tag to be changed. Raises UnknownName, CxError `tag.unclassified` for the one that has to stay."""
    known = {one.tag: one for one in current(store).values() if one.is_active}
    if tag not in known:
        raise UnknownName("tag", tag, known)
    if tag == unclassified.TAG:
        raise CxError("tag.unclassified", tag=tag)
    return known[tag]


def _write(store: Store, change: str, tags: Iterable[Tag], who: str) -> None:
    """Keep the tags as one more version; what was counted as a tag that is now counted as another follows it."""
    rows, known = {tag.tag: tag for tag in tags}, current(store)
    for old in known.values():
        target = rows.get(old.maps_to or "")
        if target and target.maps_to and old.tag not in rows:
            rows[old.tag] = replace(old, maps_to=target.maps_to)
    at = datetime.now(UTC).replace(tzinfo=None)
    is_counted = any(tag.maps_to != known.get(tag.tag, Tag("")).maps_to for tag in rows.values())
    with store.write("data" if is_counted else "voc") as con:
        last = con.execute("select coalesce(max(version), 0) + 1 from taxonomy").fetchone()
        values = [(tag.tag, tag.description, tag.is_active, tag.maps_to) for tag in rows.values()]
        con.execute(
            "insert into taxonomy select ?, unnest(?::varchar[]), unnest(?::varchar[]), unnest(?::boolean[]),"
            " unnest(?::varchar[]), ?, ?, ?",
            [last[0] if last else 1, *map(list, zip(*values, strict=True)), change, at, who],
        )
        if is_counted:
            tagged.follow(con)
