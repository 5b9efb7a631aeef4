"""Google Forms answers, as CSV or from the linked sheet: a time stamp, then one column per question somebody wrote.

The CSV writes "2026/11/21 3:05:12 오후 GMT+9", the workbook true dates without zone. Which questions ask for a score, on
what scale, is suggested from their words and values and confirmed by a person. Source: public parsers of such files.
"""

from cx.importing.format import Extract, Field, Format

ANSWERS = Extract("survey_answer", (Field("answered_at", ("타임스탬프",)),), claims=("타임스탬프",), optional_key=True)
FORMAT = Format("google_forms", (ANSWERS,), free_questions=True)
