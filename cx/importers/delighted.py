"""Delighted: the answers to its surveys as its API gives them, as JSON.

A row is one answer; its survey says on what scale: 0-10 for NPS, five steps for CSAT, smileys, stars and CES, seven for CES
of seven, three for CSAT of three. Answers by thumbs and to other kinds of survey have no scale of ours and are rejected with
that word. Times are epoch seconds. The person is known by its number, name and address are dropped; properties of the
person and tags are kept beside the answer.
Source: the public JSON schema of Delighted's survey responses (schemas.apis.io) and its API reference.
"""

from cx.importing.format import Extract, Field, Format

SURVEYS = (
    ("nps", "nps"),
    ("csat", "csat"),
    ("csat3", "csat"),
    ("smileys", "csat"),
    ("stars_five", "csat"),
    ("ces", "ces"),
    ("ces7", "ces"),
)
LOW = (("nps", "0"), ("*", "1"))
HIGH = (("nps", "10"), ("csat3", "3"), ("ces7", "7"), ("*", "5"))
ANSWER = Extract(
    "survey_answer",
    (
        Field("answer_id", ("id",)),
        Field("survey", ("survey_type",), words=SURVEYS),
        Field("dimension", constant="overall"),
        Field("answered_at", ("created_at",), form="epoch_s"),
        Field("updated_at", ("updated_at",), form="epoch_s"),
        Field("score", ("score",)),
        Field("scale_low", ("survey_type",), words=LOW),
        Field("scale_high", ("survey_type",), words=HIGH),
        Field("comment", ("comment",)),
        Field("contact_id", ("person.id", "person")),
        Field("person_name", ("person.name",)),
        Field("ignored", ("person.email",)),
        Field("ignored", ("person.phone_number",)),
        Field("ignored", ("permalink",)),
    ),
    claims=("id", "survey_type", "score", "permalink", "created_at"),
)
FORMAT = Format("delighted", (ANSWER,), zone="UTC", kinds=("json", "jsonl"))
