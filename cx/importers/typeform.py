"""Typeform answers as CSV or XLSX: a token, the questions somebody wrote, hidden fields, and when it was begun and sent.

Times are UTC. An answer of several choices has a column per choice, or one cell (" / a / b") in newer files; both are kept as
they are. Which questions ask for a score, on what scale, is suggested from their words and values and confirmed by a person.
The network id, a trace of the respondent's computer, is dropped. Source: public files of such exports.
"""

from cx.importing.format import Extract, Field, Format

ANSWERS = Extract(
    "survey_answer",
    (
        Field("answer_id", ("#", "Token", "Response ID")),
        Field("answered_at", ("Submit Date (UTC)",)),
        Field("ignored", ("Start Date (UTC)",)),
        Field("ignored", ("Network ID",)),
    ),
    claims=("#", "Submit Date (UTC)"),
)
FORMAT = Format("typeform", (ANSWERS,), zone="UTC", free_questions=True)
