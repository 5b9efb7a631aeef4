-- Readers' caches depend on it: it rises with everything below.
alter table store_state add column voc_version bigint default 0;

-- Every text that documents consist of, once. text_hash is md5_number_lower of the text.
create table voc_text (text_hash ubigint primary key, text varchar not null);

-- What the text models made of a text; made anew where the version is not the present one.
create table voc_reading (
    text_hash ubigint not null,
    version varchar not null,
    terms varchar[] not null,       -- content terms in the order of the text
    vector blob,                    -- float16, unit length; null for a text without content
    kind varchar,
    kind_share double,              -- how sure, 0-1
    cause varchar,
    is_critical boolean,
    is_long_term boolean
);

-- The data and settings the documents were last made from, and the last correction the kinds were told with.
create table voc_state (data_version bigint not null, settings_version bigint not null, learnt bigint not null default 0);
insert into voc_state values (-1, -1, 0);

-- One search for topics. Its texts and parameters tell how to repeat it; an undone one is not looked at any more.
create table topic_run (
    run_id bigint primary key,
    made_at timestamp not null,     -- UTC
    parameters varchar not null,    -- JSON: seed, detail, versions of tokens and vectors
    n_texts bigint not null,
    report varchar not null,        -- JSON: topics new, grown, shrunk, split, merged, gone
    is_undone boolean not null
);

-- The catalogue: a topic keeps its number through all runs.
create table topic (
    topic_id bigint primary key,
    made_by bigint not null,        -- run
    label varchar not null,         -- found
    name varchar,                   -- given by a person
    terms varchar[] not null,
    quotes ubigint[] not null,      -- typical texts
    centroid blob not null,         -- float32
    is_pinned boolean not null,
    merged_into bigint,
    split_from bigint,
    is_gone boolean not null        -- the last run found nothing of it
);

create table text_topic (run_id bigint not null, text_hash ubigint not null, topic_id bigint, strength double);

-- What people did to topics, newest last.
create table topic_edit (
    edit_id bigint primary key, made_at timestamp not null, made_by varchar not null, edit varchar not null,
    topic_id bigint not null, before varchar, after varchar
);

-- What people said of a contact's kind, cause or tag, newest last; the models learn from it.
create table correction (
    correction_id bigint primary key, made_at timestamp not null, made_by varchar not null, about varchar not null,
    origin varchar not null, source_id bigint not null, document_id varchar not null,
    before varchar, after varchar, reason varchar
);

-- Product names and the like that are one word to the team; words that say nothing; words that mean another.
create table dictionary_word (
    word varchar not null, use varchar not null, stands_for varchar, made_at timestamp not null, made_by varchar not null
);
