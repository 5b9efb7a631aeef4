"""Which tag counts for a document: what a person decided last before what the source says, both counted as the taxonomy maps them."""

from __future__ import annotations

# The newest decision about each document; null `tag`: it was taken back.
DECIDED = """(select origin, source_id, document_id, arg_max_null(after, correction_id) as tag
    from correction where about = 'tag' group by all)"""
MAPPED = "(select tag, arg_max_null(maps_to, version) as maps_to from taxonomy group by 1)"
CATEGORY = "coalesce(m.maps_to, c.tag, d.category)"
MAJOR = "coalesce(nullif(trim(split_part(coalesce(m.maps_to, c.tag), '/', 1)), ''), d.major_category)"

# The documents as `voc_fact` has them, without what was read in their texts: a fraction of its work.
TAGGED = f"""(select d.* replace ({CATEGORY} as category, {MAJOR} as major_category), c.tag is not null as is_decided
    from voc_document d
    left join {DECIDED} c on c.origin = d.origin and c.source_id = d.source_id and c.document_id = d.document_id
    left join {MAPPED} m on m.tag = coalesce(c.tag, d.category))"""
