"""SurveyMonkey answers (all individual responses, as CSV or XLSX): the questions in one row, their answers' columns below.

The two rows are read as one header ("Which features do you use? / Print"). Times are month first and name no zone. Which
questions ask for a score, on what scale, is suggested from their words and values and confirmed by a person; "0 - Not at all
likely" is 0. Names and the address of the computer are dropped, a respondent is known by a keyed hash of the e-mail address.
Source: public parsers of such files.
"""

from cx.importing.format import Extract, Field, Format

ANSWERS = Extract(
    "survey_answer",
    (
        Field("answer_id", ("Respondent ID",)),
        Field("answered_at", ("End Date", "Date Modified"), form="mdy"),
        Field("contact_id", ("Email Address",)),
        Field("person_name", ("First Name",)),
        Field("person_name", ("Last Name",)),
        Field("ignored", ("IP Address",)),
        Field("ignored", ("Start Date", "Date Created")),
    ),
    claims=("Respondent ID", "Collector ID"),
)
FORMAT = Format("surveymonkey", (ANSWERS,), free_questions=True)
