-- Version 16 of the store: what the topics of a run are made of. Never edited.

-- Topics that were looked into, also those that are of one piece.
create table topic_parted (
    run_id bigint not null,
    topic_id bigint not null,
    made_with varchar not null,     -- the way of parting
    texts bigint not null           -- different texts of the topic then
);

create table topic_part (
    run_id bigint not null,
    topic_id bigint not null,
    part bigint not null,           -- 0 the largest
    label varchar not null,
    terms varchar[] not null,
    quotes ubigint[] not null       -- typical texts
);

-- Texts in one of the parts; the others are the rest of their topic.
create table text_part (run_id bigint not null, topic_id bigint not null, text_hash ubigint not null, part bigint not null);
