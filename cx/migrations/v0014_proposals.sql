-- Version 14 of the store: words a team may want in its dictionary, found in its texts, and those it does not want. Never edited.

create table word_proposal (
    word varchar not null,
    why varchar not null,           -- guessed, cut, apart, pair
    parts varchar[] not null,       -- how it is read now
    texts bigint not null,          -- different texts that hold it
    accounts bigint not null,
    quotes ubigint[] not null       -- texts
);

-- The last search for them: with which rules and analyser, among how many different texts.
create table word_search (version varchar not null, texts bigint not null, made_at timestamp not null);

create table word_refused (word varchar not null, made_at timestamp not null, made_by varchar not null);
