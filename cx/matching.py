"""The same company or colleague in several sources: proposed by name, merged and parted by a person.

Canonical rows stay as their sources say them; `same_as` says which key stands for which other, and the facts follow.
A key is 'source:id', with the source's number.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from duckdb import DuckDBPyConnection

from cx import facts, settings
from cx.errors import CxError, UnknownName
from cx.warehouse import Store

NAMES = {"account": "account_name", "agent": "agent_name"}
# What a company's name may carry or not: legal forms, spaces and punctuation.
_LEGAL = r"주식회사|유한회사|유한책임회사|㈜|㈔|\(주\)|\(유\)|\(사\)|\(재\)|\b(?:inc|ltd|llc|co|corp|corporation|company|limited)\b|[^가-힣a-z0-9]"
# Accounts and agents that rows name and no list describes are members too, without a name.
_MEMBERS = """
select source_id || ':' || {kind}_id as key, source_id, {kind}_id as id, {name} as name
from "{kind}"
union all
select distinct source_id || ':' || {kind}_id, source_id, {kind}_id, null
from (select source_id, {kind}_id from ticket union select source_id, {kind}_id from survey_answer)
anti join "{kind}" using (source_id, {kind}_id) where {kind}_id is not null
"""


def folded_id(column: str) -> str:
    """SQL of an id without its case and spaces: ids equal in this look alike to people."""
    return rf"regexp_replace(lower({column}), '\s', '', 'g')"


def members(store: Store, kind: str) -> pd.DataFrame:
    """Every account or agent the sources describe or name: key, source, name (null: only named), and into_key where it
    was merged.
    """
    _check(kind)
    return store.query(
        f"""select m.key, s.name as source, m.name, same.into_source_id || ':' || same.into_id as into_key
        from ({_MEMBERS.format(kind=kind, name=NAMES[kind])}) as m join source as s using (source_id)
        left join same_as as same on same.kind = ? and same.source_id = m.source_id and same.id = m.id
        order by m.name nulls last, m.key""",
        [kind],
    )


def suggest(store: Store, kind: str) -> pd.DataFrame:
    """Pairs not merged yet: of different sources with the same name, apart from case, spaces and legal forms; of one
    source, an id no list describes that differs from a described one only by case or spaces.

    Columns: into_key, into_name, into_source (the described one, or the source that is older), key, name, source.
    """
    _check(kind)
    return store.query(
        f"""with member as (
            select m.*, s.name as source, regexp_replace(lower(nfc_normalize(m.name)), ?, '', 'g') as folded,
                {folded_id("m.id")} as folded_id
            from ({_MEMBERS.format(kind=kind, name=NAMES[kind])}) as m join source as s using (source_id)
            anti join same_as as same on same.kind = ? and same.source_id = m.source_id and same.id = m.id
        )
        select a.key as into_key, a.name as into_name, a.source as into_source, b.key, b.name, b.source
        from member as a join member as b on a.folded = b.folded and a.source_id < b.source_id
        where a.folded <> ''
        union all
        select a.key, a.name, a.source, b.key, b.id, b.source
        from member as a join member as b on a.source_id = b.source_id and a.folded_id = b.folded_id
        where a.name is not null and b.name is null
        order by into_name, into_key, key""",
        [_LEGAL, kind],
    )


def merged(store: Store, kind: str) -> pd.DataFrame:
    """Every merge in force: into_key, into_name, key, name."""
    _check(kind)
    listed = _MEMBERS.format(kind=kind, name=NAMES[kind])
    return store.query(
        f"""select same.into_source_id || ':' || same.into_id as into_key, i.name as into_name,
            same.source_id || ':' || same.id as key, m.name
        from same_as as same
        left join ({listed}) as i on i.source_id = same.into_source_id and i.id = same.into_id
        left join ({listed}) as m on m.source_id = same.source_id and m.id = same.id
        where same.kind = ? order by into_key, key""",
        [kind],
    )


def merge(store: Store, kind: str, keys: Sequence[str], into: str) -> None:
    """From now on `keys` count as `into`; what had been merged into one of them follows. Facts are made anew.

    Raises UnknownName for a key no source describes, CxError `store.match_itself` where nothing but `into` is named.
    """
    _check(kind)
    known = set(members(store, kind)["key"])
    for key in (*keys, into):
        if key not in known:
            raise UnknownName(kind, key, [near for near in known if near.split(":")[0] == key.split(":")[0]][:20])
    with store.write("data") as con:
        root = _root(con, kind, into)
        moved = [key for key in dict.fromkeys(keys) if key != root]
        if not moved:
            raise CxError("store.match_itself")
        for key in moved:
            con.execute(
                """update same_as set into_source_id = ?, into_id = ?
                where kind = ? and into_source_id = ? and into_id = ?""",
                [*_parts(root), kind, *_parts(key)],
            )
            con.execute("delete from same_as where kind = ? and source_id = ? and id = ?", [kind, *_parts(key)])
            con.execute("insert into same_as values (?, ?, ?, ?, ?)", [kind, *_parts(key), *_parts(root)])
        con.execute("delete from same_as where source_id = into_source_id and id = into_id")
        facts.refresh(con, settings.read(con), None)


def split(store: Store, kind: str, key: str) -> None:
    """Let `key` stand for itself again; if others were merged into it, they do too. Facts are made anew."""
    _check(kind)
    with store.write("data") as con:
        con.execute(
            """delete from same_as where kind = ? and ((source_id = ? and id = ?)
            or (into_source_id = ? and into_id = ?))""",
            [kind, *_parts(key), *_parts(key)],
        )
        facts.refresh(con, settings.read(con), None)


def _root(con: DuckDBPyConnection, kind: str, key: str) -> str:
    row = con.execute(
        "select into_source_id || ':' || into_id from same_as where kind = ? and source_id = ? and id = ?",
        [kind, *_parts(key)],
    ).fetchone()
    return str(row[0]) if row else key


def _parts(key: str) -> tuple[int, str]:
    source, _, name = key.partition(":")
    if not source.isdecimal() or not name:
        raise CxError("store.match_key", text=key)
    return int(source), name


def _check(kind: str) -> None:
    if kind not in NAMES:
        raise UnknownName("kind", kind, NAMES)
