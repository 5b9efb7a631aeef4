"""At which stage of its way an account is at any moment: one definition for the journey map and for every text.

Before the first step, waiting for one of the team's own required onboarding steps (until it is reached or the time for onboarding is over), at the end of
a contract (its last 90 days and the grace after it), or in use. Who has no steps is in use or at a renewal; what has no known account has no stage.
The plan of a contract does not matter here: an account is at its renewal whichever of its contracts ends.
"""

from __future__ import annotations

from collections.abc import Sequence

from cx.facts_people import key
from cx.facts_term import ACCOUNTS
from cx.lifecycle.rows import HAPPENED
from cx.lifecycle.steps import OnboardingStep
from cx.settings import Settings

BEFORE, USE, RENEWAL = "before", "use", "renewal"
STEP = "step:"  # and the name of the step that is waited for
RENEWAL_DAYS = 90
_KEY, _JOIN = key("account", "c.source_id", "c.account_id", "s")
_STAGED = """
{accounts}, {happened}, began as (
    select account_key, {marks} from happened where list_contains($events::varchar[], step) group by 1
), ending as (
    select {key} as account_key, c.ends_day - {renewal} as from_day, c.ends_day + $grace as to_day
    from contract c {join} where c.ends_day is not null
), moment as ({moments}), staged as (
    select m.*, case
        when m.at < b.s1 then '{before}'
        when (b.s{last} is null or m.at < b.s{last}) and m.at < b.s1 + to_days($window) then {waits}
        when exists (from ending e where e.account_key = m.account_key and m.at::date between e.from_day and e.to_day) then '{at_renewal}'
        else '{use}' end as stage
    from moment m join account_row a using (account_key) left join began b using (account_key) where {where}
)"""


def code(step: str) -> str:
    """The code of the stage at which a step is waited for."""
    return STEP + step


def required(made: Sequence[OnboardingStep]) -> list[OnboardingStep]:
    """The steps that are stages: all that everybody has to go through."""
    return [one for one in made if one.is_required]


def staged(
    made: Sequence[OnboardingStep], rules: Settings, moments: str, where: str = "true"
) -> tuple[str, dict[str, object]]:
    """Expressions for a `with`, and their values: `staged` are the rows of `moments` (with `account_key` and a local `at`) whose account is known and no test,
    and their `stage`; `where` narrows the accounts `a`. The local clock has to be set.
    """
    waited = required(made)
    places = range(1, max(len(waited), 1) + 1)
    marks = ", ".join(
        f"min(at_local) filter (list_contains($events{place}::varchar[], step)) as s{place}" for place in places
    )
    # Who is at step k waits for the next one; a step that was left out on the way does not hold anybody back.
    reached = ", ".join(f"case when b.s{place} <= m.at then {place} end" for place in places)
    sql = _STAGED.format(
        accounts=ACCOUNTS, happened=HAPPENED, marks=marks, key=_KEY, join=_JOIN, renewal=RENEWAL_DAYS, moments=moments, before=BEFORE, use=USE,
        at_renewal=RENEWAL, last=places[-1], waits=f"$codes[greatest({reached}, 1) + 1]", where=where,
    )  # fmt: skip
    values: dict[str, object] = {f"events{place}": list(one.events) for place, one in enumerate(waited, 1)}
    values = values or {"events1": []}
    values["events"] = [event for one in waited for event in one.events]
    values |= {"codes": [code(one.name) for one in waited], "window": rules.onboarding_days, "grace": rules.renewal_grace_days}  # fmt: skip
    return sql, values
