-- Version 12 of the store: what the light encoder has learnt from the store's texts; no row where it is not used. Never edited.

create table text_axes (
    version varchar not null,
    read_by varchar not null,       -- version of the tokenizer and its words
    texts bigint not null,          -- different texts in the store then
    documents bigint not null,      -- those it learnt from
    terms varchar[] not null,       -- of masked texts; each said in two texts at least
    holding bigint[] not null,      -- how many of the documents have each term
    axes blob not null              -- float16, one row of all terms an axis
);
