-- Version 15 of the store: which texts are near-copies of one another. Never edited.

-- What is rare among the texts said first; by that all are compared. No row before the first time.
create table copy_rarity (
    made_with varchar not null,     -- the way of comparing, and which texts those are
    texts bigint not null,
    grams ubigint[] not null,       -- ascending: three letters of 21 bits, those held by two texts or more
    holding bigint[] not null       -- as many of the texts
);

-- Every text, once it was compared. Without made_with it is to be compared anew; until then it shows what was found before.
create table text_copy (
    text_hash ubigint not null,
    head ubigint,                   -- the text it is a copy of, itself where of none before it; null: it says nothing
    first_day date not null,        -- texts are compared in the order of this day, then of their numbers
    made_with varchar,
    rare uinteger[] not null,       -- of a head the buckets of its rare 3-grams, of others none,
    share utinyint[] not null       -- and the weight of each, of 255
);
