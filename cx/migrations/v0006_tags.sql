-- Version 6 of the store: suggested and doubted tags, the taxonomy, and audits. Never edited.

-- One time the models learnt from the tags.
create table tag_run (
    run_id bigint primary key,
    made_at timestamp not null,    -- UTC
    basis varchar not null,        -- what it was made from: the same again has nothing new to learn
    status varchar not null,       -- "ok", "one_tag", "no_tags"
    n bigint not null,             -- documents judged by models that had not seen them
    n_tags bigint not null,
    accuracy double,               -- share of them whose tag is the most probable one; null: none was judged
    confusable json not null,      -- pairs of tags with the documents expected under the other one
    agents json not null,          -- per agent: documents whose tag is not the most probable one, and all
    left_out json not null         -- tags too rare to learn, with their documents
);

-- The best tag for documents without one, of the newest run.
create table tag_suggestion (
    origin varchar not null, source_id bigint not null, document_id varchar not null,
    tag varchar not null, probability double not null
);

-- Documents whose tag is improbable, the most doubtful first by rank.
create table tag_doubt (
    run_id bigint not null,
    rank bigint not null,
    origin varchar not null, source_id bigint not null, document_id varchar not null,
    given varchar not null, other varchar not null,
    probability double not null,   -- of the tag it has
    other_probability double not null,
    terms varchar[] not null       -- said far more often under the other tag
);

-- Every state a tag ever had; the newest counts. maps_to: what it is counted as.
create table taxonomy (
    version bigint not null,
    tag varchar not null,          -- levels parted by '/'
    description varchar not null,
    is_active boolean not null,
    maps_to varchar,
    change varchar not null,       -- "begin", "add", "describe", "rename", "retire", "restore"
    made_at timestamp not null,    -- UTC
    made_by varchar not null
);

-- Documents drawn to be looked at, and whether their tag was right; null: not looked at yet.
create table tag_audit (
    audit_id bigint not null,
    drawn_at timestamp not null,   -- UTC
    origin varchar not null, source_id bigint not null, document_id varchar not null,
    given varchar not null,
    is_right boolean,
    made_by varchar,
    made_at timestamp              -- UTC
);
