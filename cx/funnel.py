"""What a funnel is: ordered steps an account takes, the time it has for them, and who is counted. Nothing is computed here.

An account *enters* with an event of the first step; one entry is one row of everything that follows. What an entry *reaches*:

- **ordered**: step k by its first event at or after the one that reached the step before. Other events may lie between.
- **strict**: the same, but the very next event of the account, whatever it is, has to be that of the next step.
- **any**: the steps after the first in whatever order, at or after the entry; step k is reached once all steps up to k are done.

Rules for all orders:

- One event counts for one step. A step that is asked for twice needs two events.
- Events of the same moment (many tools know only the day) are taken in the order of the steps.
- Events before the entry count for nothing.
- The window runs from the entry; what happens exactly at its end is still inside.
- An optional step holds nobody up: what comes after it is looked for from the step before it. It is reached by an event between
  its neighbours.
- An exclusion takes the entry out where it happens between two steps (usually the first and the last): at or after the first of
  them, and before the second one or, where that is not reached, within the window.
- `entry` "first": only an account's first entry counts. "each": every event of the first step is an entry, and what follows
  counts for the latest one.
- An entry is `done` when it reached its last required step, `excluded` by an exclusion, `open` ("in progress") while it is neither and its
  window has not passed, and only then `lost`. Open ones are never failures: rates are of `done` and `lost` alone.
- A breakdown by what stands at events takes the value of the entry's `first` event, of the `last` step it reached, of a given step (its
  number, from 1), or `all` of them: then an entry is counted once under each. "account": the value is the same for a whole account.

Source: the questions follow PostHog's funnels; the unit is the account, and the open entries are ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cx.errors import BadRows, UnknownName

ORDERS = ("ordered", "strict", "any")
ENTRIES = ("first", "each")
ATTRIBUTIONS = ("account", "first", "last", "all")
STATES = ("done", "lost", "open", "excluded")
LONGEST = 10 * 366 * 86_400
_FEWEST, _MOST = 2, 20


@dataclass(frozen=True)
class Step:
    """One step, by the names of the events that reach it."""

    events: tuple[str, ...]
    is_optional: bool = False


@dataclass(frozen=True)
class Exclusion:
    """Events that take an entry out between step `after` and step `before` (numbers from 1; None: the last required one)."""

    events: tuple[str, ...]
    after: int = 1
    before: int | None = None


@dataclass(frozen=True)
class Funnel:
    """A funnel; see the module. Raises UnknownName or BadRows `funnel.…` for one that means nothing."""

    steps: tuple[Step, ...]
    window_seconds: int
    order: str = "ordered"
    entry: str = "first"
    exclusions: tuple[Exclusion, ...] = ()
    attribution: str | int = "account"

    def __post_init__(self) -> None:
        for kind, value, known in (("order", self.order, ORDERS), ("entry", self.entry, ENTRIES)):
            if value not in known:
                raise UnknownName(kind, value, known)
        if not _FEWEST <= len(self.steps) <= _MOST:
            raise BadRows("funnel.steps", least=_FEWEST, most=_MOST, n=len(self.steps))
        if not 0 < self.window_seconds <= LONGEST:
            raise BadRows("funnel.window", days=LONGEST // 86_400)
        if not all(self._asked):
            raise BadRows("funnel.no_events")
        if self.steps[0].is_optional or all(step.is_optional for step in self.steps[1:]):
            raise BadRows("funnel.optional")
        if self.order == "strict" and any(step.is_optional for step in self.steps):
            raise BadRows("funnel.strict_optional")
        if self.entry == "each" and any(set(self.steps[0].events) & set(step.events) for step in self.steps[1:]):
            raise BadRows("funnel.each_again")
        self._check_places()

    def _check_places(self) -> None:
        if any(not 1 <= one.after < self.ends(one) <= len(self.steps) for one in self.exclusions):
            raise BadRows("funnel.exclusion", n=len(self.steps))
        numbers = tuple(str(number) for number in range(1, len(self.steps) + 1))
        if str(self.attribution) not in (*ATTRIBUTIONS, *numbers):
            raise UnknownName("attribution", str(self.attribution), (*ATTRIBUTIONS, *numbers))

    @property
    def _asked(self) -> list[tuple[str, ...]]:
        return [*(step.events for step in self.steps), *(one.events for one in self.exclusions)]

    @property
    def last_required(self) -> int:
        """The number of the step that ends it."""
        return max(number for number, step in enumerate(self.steps, 1) if not step.is_optional)

    def ends(self, one: Exclusion) -> int:
        """The number of the step up to which an exclusion counts."""
        return self.last_required if one.before is None else one.before

    @property
    def events(self) -> tuple[str, ...]:
        """Every event it asks for, once; the place of an event here is its code in `rows`."""
        named = [name for one in self._asked for name in one]
        return tuple(dict.fromkeys(named))

    def codes(self, names: Sequence[str]) -> tuple[int, ...]:
        """The codes of these events."""
        return tuple(self.events.index(name) for name in dict.fromkeys(names))

    @property
    def shape(self) -> Funnel:
        """The same with codes instead of names: what is compiled has nothing in it that a person typed."""
        return Funnel(
            tuple(Step(tuple(map(str, self.codes(step.events))), step.is_optional) for step in self.steps),
            self.window_seconds,
            self.order,
            self.entry,
            tuple(Exclusion(tuple(map(str, self.codes(one.events))), one.after, one.before) for one in self.exclusions),
            self.attribution,
        )
