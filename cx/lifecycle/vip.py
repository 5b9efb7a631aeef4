"""VIP accounts: the team's rule, the list kept by hand before it, and how they are served beside everybody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import pandas as pd
from duckdb import DuckDBPyConnection

from cx import changes, facts, facts_vip, settings
from cx.cache import cached
from cx.errors import CxError, UnknownName
from cx.importing.cleaning import clean
from cx.importing.known_names import team_names
from cx.lifecycle import account
from cx.privacy.mask import Mask
from cx.warehouse import Store

_LONGEST = 200
_MOST_FEE = 1e12
_NOW = "from vip_rule order by rule_id desc"
# A ticket whose account is another kind of customer now, and those of accounts nobody says anything of any more.
_TOUCHED = """
create or replace temp table vip_touched as
select t.source_id, t.ticket_id from ticket_fact t left join vip_account v using (account_key) left join vip_before b using (account_key)
where (v.is_vip is not null and v.is_vip <> coalesce(t.is_vip, false)) or (v.is_vip is null and b.is_vip is not null)
"""


@dataclass(frozen=True)
class Rule:
    """Who is a VIP where nobody decided by hand: a fee a month from `least_fee` on, one of `plans`, a contact with one of `tags` in the last year -
    all of what is looked at (`is_all`) or any - and, with `is_told`, whom the source calls one. `hotline`: "team:…" and "channel:…" of their own line.
    """

    least_fee: float | None = None
    plans: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    is_all: bool = False
    is_told: bool = True
    hotline: tuple[str, ...] = ()


def rule(store: Store) -> Rule:
    """The rule that counts; without any, whom the source calls a VIP is one."""

    def find() -> Rule:
        found = store.query(f"{_NOW} limit 1")
        return _rule(found.to_dict("records")[0]) if len(found) else Rule()

    return cached(store, "vip rule", None, find)


def _rule(row: dict[str, object]) -> Rule:
    fee = row["least_fee"]
    lists = {name: tuple(map(str, row[name])) for name in ("plans", "tags", "hotline")}  # type: ignore[call-overload]
    least = None if fee is None or pd.isna(fee) else float(str(fee))
    return Rule(least, is_all=bool(row["is_all"]), is_told=bool(row["is_told"]), **lists)


def history(store: Store) -> tuple[tuple[datetime, str, Rule], ...]:
    """Every rule there was with when (UTC) and by whom, the newest first."""

    def find() -> tuple[tuple[datetime, str, Rule], ...]:
        rows = store.query(_NOW).to_dict("records")
        return tuple((pd.Timestamp(row["made_at"]).to_pydatetime(), str(row["made_by"]), _rule(row)) for row in rows)

    return cached(store, "vip rules", None, find)


def put(store: Store, wanted: Rule) -> Rule:
    """Make this the rule from now on; every number that asks for VIPs follows it. Raises CxError `vip.fee` for a fee that is none."""
    if wanted.least_fee is not None and not 0 < wanted.least_fee <= _MOST_FEE:
        raise CxError("vip.fee", most=f"{_MOST_FEE:,.0f}")
    before = rule(store)
    with store.write("settings") as con:
        values = [
            wanted.least_fee,
            list(wanted.plans),
            list(wanted.tags),
            wanted.is_all,
            wanted.is_told,
            list(wanted.hotline),
        ]
        con.execute(
            "insert into vip_rule select coalesce(max(rule_id), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ? from vip_rule",
            [_now(), changes.actor(), *values],
        )
        changes.note(con, "vip", "rule", asdict(before), asdict(wanted))
        _follow(con)
    return wanted


def mark(store: Store, account_key: str, *, is_vip: bool | None, reason: str = "") -> None:
    """Put an account on the list, take it off, or (None) leave it to the rule again. Personal data in the reason are masked.

    Raises UnknownName for an account that is not there.
    """
    if account_key not in account.names(store):
        raise UnknownName("account", account_key, ())
    said = Mask(team_names(store), store.salt).text(clean(reason).strip())[:_LONGEST] or None
    with store.write("settings") as con:
        con.execute(
            "insert into vip_mark select coalesce(max(mark_id), 0) + 1, ?, ?, ?, ?, ? from vip_mark",
            [account_key, _now(), changes.actor(), is_vip, said],
        )
        _follow(con)


def marks(store: Store) -> pd.DataFrame:
    """What was decided by hand, the newest first: `account_key`, `made_at` (UTC), `made_by`, `is_vip` (None: back to the rule), `reason`."""
    return store.query("select account_key, made_at, made_by, is_vip, reason from vip_mark order by mark_id desc")


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _follow(con: DuckDBPyConnection) -> None:
    """Have the facts of contacts whose account is another kind of customer now made anew."""
    con.execute("create or replace temp table vip_before as from vip_account")
    facts_vip.settle(con)
    con.execute(_TOUCHED)
    facts.refresh(con, settings.read(con), "vip_touched")
    con.execute("drop table vip_touched")
    con.execute("drop table vip_before")


def tags(store: Store, most: int = 100) -> tuple[str, ...]:
    """Further tags of contacts a rule can ask for, the most frequent first."""

    def find() -> tuple[str, ...]:
        sql = """select trim(tag) as tag from (select unnest(string_split(tags, ',')) as tag from ticket where tags is not null)
            where trim(tag) <> '' group by 1 order by count(*) desc, 1 limit ?"""
        return tuple(map(str, store.query(sql, [most])["tag"]))

    return cached(store, ("vip tags", most), None, find)


_LINES = """
select line, count(*) as n, count(*) filter (is_vip) as of_vip from (
    select unnest(['team:' || team, 'channel:' || channel]) as line, coalesce(is_vip, false) as is_vip from ticket_fact where is_counted
) where line is not null group by 1 order by n desc, line
"""
_OWN, _FEWEST = 0.8, 30


def lines(store: Store) -> tuple[str, ...]:
    """Every team and channel contacts come by."""
    return tuple(_counted(store)["line"])


def suggested_hotline(store: Store) -> tuple[str, ...]:
    """Lines of which four of five contacts are VIPs': where nobody has said what their own line is."""
    found = _counted(store)
    return tuple(found.loc[(found["n"] >= _FEWEST) & (found["of_vip"] >= _OWN * found["n"]), "line"])


def _counted(store: Store) -> pd.DataFrame:
    return cached(store, "vip lines", None, lambda: store.query(_LINES))


def hotline(store: Store) -> tuple[Sequence[str], bool]:
    """The lines that are the VIPs' own, and whether the team said so (else they are suggested)."""
    own = rule(store).hotline
    return (own, True) if own else (suggested_hotline(store), False)
