-- Version 7 of the store: onboarding steps as the team defines them, and contacts with accounts. Never edited.

create table onboarding_step (
    position integer not null,     -- from 1; the first one is the entry
    name varchar not null,
    events varchar[] not null,     -- labels of lifecycle events, '@contract' (first day of the first contract), '@usage' (first use)
    is_required boolean not null
);

-- Somebody talked to an account, or tried to. Never changed: the newest one of an account counts.
create table outreach (
    outreach_id bigint not null,
    account_key varchar not null,
    about varchar not null,        -- "onboarding", "renewal"
    made_at timestamp not null,    -- UTC
    made_by varchar not null,      -- who wrote it down
    owner varchar,                 -- who looks after it from here
    outcome varchar not null,      -- "helped", "promised", "no_answer", "given_up"
    cause varchar,                 -- why it stalls, in the team's own words
    note varchar,                  -- masked
    recheck_day date               -- null: need not be looked at again
);
