"""The way of every entry through a funnel, as Ibis expressions over `rows`: stages that each read the one before.

`rows` has one row per event: `account_key`, `at`, `code` (place of the event in `Funnel.events`; null: an event the funnel does not ask
for), `known_until` (the moment up to which everything is known) and `grouped` (what a breakdown goes by). The events of an account are gathered into one
list per step, in one pass: joining the events of one step after the other takes up to half as long again. A funnel that has to tell events of the same kind
apart (strict order, each entry, a step that is asked for twice) numbers them first, which sorts them.

The last stage, `entries`, has one row per entry: `account_key`, `grouped`, `entered_at`, `at_1` ... (when each step was reached; null: not),
`reached` (number of the last required step reached), `reached_at`, `state` (one of `cx.funnel.STATES`).
"""

from __future__ import annotations

from functools import lru_cache, reduce
from typing import Any

import ibis

from cx.funnel import Exclusion, Funnel
from cx.funnel_chain import Chain, codes
from cx.question import COMPILING

Stages = tuple[tuple[str, str], ...]


def _numbered(chain: Chain) -> None:
    """Give every event of an account its number: by time, those of one moment by the first step that asks for them."""
    rows = chain.table
    place = ibis.cases(
        *((rows.code.isin(codes(step.events)), number) for number, step in enumerate(chain.funnel.steps)), else_=99
    )
    window = ibis.window(group_by=rows.account_key, order_by=[rows.at, place])
    chain.add("numbered", rows.mutate(key=ibis.row_number().over(window) + 1))


def _gathered(chain: Chain) -> None:
    """One row per account: when it entered, and of each step all its events."""
    rows, funnel = chain.table, chain.funnel
    if not chain.is_numbered:
        rows = rows.filter(rows.code.notnull())
    key = rows.key if chain.is_numbered else rows["at"]
    is_entry = rows.code.isin(codes(funnel.steps[0].events))
    made = {
        "known_until": rows.known_until.max(),
        "grouped": rows.grouped.min(),
        "key_1": key.min(where=is_entry),
    }
    for number, step in enumerate(funnel.steps[1:], 2):
        made[f"all_{number}"] = key.collect(where=rows.code.isin(codes(step.events)))
    for number, one in enumerate(funnel.exclusions):
        made[f"out_{number}"] = rows["at"].collect(where=rows.code.isin(codes(one.events)))
    if chain.is_numbered:
        made["times"] = rows["at"].collect(order_by=rows.key)
    if funnel.entry == "each":
        made["all_1"] = key.collect(where=is_entry)
    if chain.has_groups:
        asked = sorted({code for step in funnel.steps for code in codes(step.events)})
        told = ibis.struct({"key": key, "code": rows.code, "grouped": rows.grouped})
        made["told"] = told.collect(where=rows.code.isin(asked))
    found = rows.group_by("account_key").aggregate(**made)
    chain.add("gathered", found.filter(found.key_1.notnull()))


def _entered(chain: Chain) -> None:
    """One row per entry: `key_1`, `at_1`, and with "each" `stop`, the next entry."""
    found = chain.table
    if chain.funnel.entry == "each":
        chain.add("entered_at_all", found.mutate(key_1=found.all_1.unnest()))
        found = chain.table
        chain.add("entered_until", found.mutate(stop=found.all_1.filter(lambda key: key > found.key_1).mins()))
        found = chain.table
    at = found.times[found.key_1 - 1] if chain.is_numbered else found.key_1
    chain.add("entered", found.mutate(at_1=at))


def _allowed(chain: Chain, key: Any, before: Any) -> Any:
    """Whether an event may reach the step after the one reached by `before`: order, window, next entry."""
    found, funnel = chain.table, chain.funnel
    follows = key > before if chain.is_numbered else key >= before
    if funnel.order == "strict":
        follows = key == before + 1
    at = found.times[key - 1] if chain.is_numbered else key
    inside = follows & (at <= found.at_1 + ibis.interval(seconds=funnel.window_seconds))
    return inside & (found.stop.isnull() | (key < found.stop)) if funnel.entry == "each" else inside


def _before(funnel: Funnel, number: int) -> int:
    """The step whose event a step's own has to follow."""
    if funnel.order == "any":
        own = set(funnel.steps[number - 1].events)
        return next((n for n in range(number - 1, 1, -1) if own & set(funnel.steps[n - 1].events)), 1)
    return _required_before(funnel, number)


def _required_before(funnel: Funnel, number: int) -> int:
    return next(n for n in range(number - 1, 0, -1) if not funnel.steps[n - 1].is_optional)


def _ways(funnel: Funnel) -> list[tuple[int, int, int]]:
    """Of every step after the first its number, the step it has to follow and the one it may not be after (0: none): first the required
    ones, then the optional ones between them.
    """
    numbers = range(2, len(funnel.steps) + 1)
    found = []
    for is_optional in (False, True):
        for number in (n for n in numbers if funnel.steps[n - 1].is_optional == is_optional):
            later = (n for n in range(number + 1, len(funnel.steps) + 1) if not funnel.steps[n - 1].is_optional)
            is_bound = is_optional and funnel.order != "any"
            found.append((number, _before(funnel, number), next(later, 0) if is_bound else 0))
    return found


def _stepped(chain: Chain) -> None:
    """The event that reached each step: `key_2` ..."""
    for number, before, after in _ways(chain.funnel):
        found = chain.table

        def fits(key: Any, before: int = before, after: int = after) -> Any:
            allowed = _allowed(chain, key, chain.table[f"key_{before}"])
            if not after:
                return allowed
            bound = chain.table[f"key_{after}"]
            return allowed & (bound.isnull() | (key < bound if chain.is_numbered else key <= bound))

        chain.add(f"step_{number}", found.mutate(**{f"key_{number}": found[f"all_{number}"].filter(fits).mins()}))


def _times(chain: Chain) -> None:
    """When each step was reached; in "any" order not before all steps up to it."""
    found, funnel = chain.table, chain.funnel
    numbers = range(2, len(funnel.steps) + 1)
    made = {n: found.times[found[f"key_{n}"] - 1] if chain.is_numbered else found[f"key_{n}"] for n in numbers}
    chain.add("timed", found.mutate(**{f"at_{number}": at for number, at in made.items()}))
    if funnel.order == "any":
        for number in (n for n in numbers if not funnel.steps[n - 1].is_optional):
            found, before = chain.table, chain.table[f"at_{_required_before(funnel, number)}"]
            own = found[f"at_{number}"]
            reached = ibis.ifelse(own.isnull() | before.isnull(), None, ibis.greatest(own, before))
            chain.add(f"all_to_{number}", found.mutate(**{f"at_{number}": reached}))


def _is_out(found: Any, funnel: Funnel, number: int, one: Exclusion) -> Any:
    """Whether this exclusion happened to the entry."""
    first, last = found[f"at_{one.after}"], found[f"at_{funnel.ends(one)}"]
    end = found.at_1 + ibis.interval(seconds=funnel.window_seconds)

    def happened(at: Any) -> Any:
        inside = (at >= first) & ibis.ifelse(last.isnull(), at <= end, at < last)
        if funnel.entry == "each":
            inside &= found.stop_at.isnull() | (at < found.stop_at)
        return inside

    happenings = found[f"out_{number}"].filter(happened).length()
    return first.notnull() & (ibis.coalesce(happenings, 0) > 0)


def _judged(chain: Chain) -> None:
    """How far each entry came, and what it is now."""
    found, funnel = chain.table, chain.funnel
    if funnel.entry == "each":
        chain.add("stopped", found.mutate(stop_at=found.times[found.stop - 1]))
        found = chain.table
    required = [n for n, step in enumerate(funnel.steps, 1) if not step.is_optional]
    reached = ibis.cases(*((found[f"at_{n}"].notnull(), n) for n in reversed(required)), else_=1)
    is_out = reduce(
        lambda one, other: one | other,
        (_is_out(found, funnel, number, one) for number, one in enumerate(funnel.exclusions)),
        ibis.literal(value=False),
    )
    passed = found.at_1 + ibis.interval(seconds=funnel.window_seconds) < found.known_until
    if funnel.entry == "each":
        passed |= found.stop_at.notnull()
    chain.add("judged", found.mutate(reached=reached, is_out=is_out, is_passed=passed, entered_at=found.at_1))
    found = chain.table
    state = ibis.cases(
        (found.is_out, "excluded"),
        (found.reached == funnel.last_required, "done"),
        (found.is_passed, "lost"),
        else_="open",
    )
    reached_at = ibis.cases(*((found.reached == n, found[f"at_{n}"]) for n in required))
    chain.add("stated", found.mutate(state=state, reached_at=reached_at))


def _value_at(found: Any, funnel: Funnel, number: int) -> Any:
    own = codes(funnel.steps[number - 1].events)
    key = found[f"key_{number}"]
    return found.told.filter(lambda one: (one.key == key) & one.code.isin(own))[0].grouped


def _grouped(chain: Chain) -> None:
    """What each entry is counted under, by the funnel's attribution."""
    found, funnel = chain.table, chain.funnel
    numbers = range(1, len(funnel.steps) + 1)
    told = {f"value_{n}": _value_at(found, funnel, n) for n in numbers}
    chain.add("told_at_steps", found.mutate(**told))
    found = chain.table
    if funnel.attribution == "all":
        values = ibis.array([found[f"value_{n}"] for n in numbers]).filter(lambda one: one.notnull()).unique()
        values = ibis.ifelse(values.length() > 0, values, ibis.array([ibis.null("string")]))
        chain.add("grouped", found.mutate(grouped=values.unnest()))
        return
    if funnel.attribution == "last":
        value = ibis.cases(*((found[f"at_{n}"].notnull(), found[f"value_{n}"]) for n in reversed(numbers)))
    else:
        value = found["value_1" if funnel.attribution == "first" else f"value_{funnel.attribution}"]
    chain.add("grouped", found.mutate(grouped=value))


@lru_cache(maxsize=200)
def stages(shape: Funnel) -> Stages:
    """Name and SQL of every stage for a `Funnel.shape`; the last one is `entries`. Compiled once, about 0.2 s."""
    with COMPILING:
        chain = Chain(shape)
        if chain.is_numbered:
            _numbered(chain)
        for make in (_gathered, _entered, _stepped):
            make(chain)
        _times(chain)
        _judged(chain)
        if chain.has_groups:
            _grouped(chain)
        _last(chain)
        return tuple(chain.made)


def _last(chain: Chain) -> None:
    found = chain.table
    times = [found[f"at_{n}"] for n in range(1, len(chain.funnel.steps) + 1)]
    chain.add("entries", found.select("account_key", "grouped", "entered_at", *times, "reached", "reached_at", "state"))


def is_summed(shape: Funnel) -> bool:
    """Whether the times at which each account reached its steps say all about a funnel like this one."""
    return not shape.exclusions and shape.entry == "first" and shape.attribution == "account"


@lru_cache(maxsize=50)
def judged(shape: Funnel) -> Stages:
    """The same from `milestone` instead of events: a row per account with `account_key`, `grouped`, `known_until` and `at_1` ... as `entries` had them.
    Only for a shape that `is_summed`.
    """
    with COMPILING:
        chain = Chain(shape)
        times = {f"at_{number}": "timestamp" for number in range(1, len(shape.steps) + 1)}
        told = {"account_key": "string", "grouped": "string", "known_until": "timestamp"}
        chain.table = ibis.table(told | times, name="milestone")
        _judged(chain)
        _last(chain)
        return tuple(chain.made)


def entries(shape: Funnel) -> ibis.Table:
    """The unbound table of the last stage, for what is asked of it."""
    times = {f"at_{number}": "timestamp" for number in range(1, len(shape.steps) + 1)}
    told = {"account_key": "string", "grouped": "string", "entered_at": "timestamp"}
    return ibis.table(told | times | {"reached": "int64", "reached_at": "timestamp", "state": "string"}, name="entries")
