from datetime import date

import pytest

from cx.errors import UnknownName
from cx.importing.check import Context, answered, questions
from cx.importing.repeats import repeats
from cx.importing.suggest import alike, likeliest, suggest
from cx.language import LANGUAGES
from tests.importers.samples import sheet_of

CONTEXT = Context(zone="Asia/Seoul", today=date(2026, 11, 22))


def filled_by(suggestion):
    return {guess.column: guess.target for guess in suggestion.columns if guess.target}


INCIDENTS = sheet_of(
    [
        "number",
        "state",
        "reassignment_count",
        "mod_no",
        "made_sla",
        "opened_by",
        "opened_at",
        "category",
        "category (2)",
        "resolved_at",
    ],
    *(
        row
        for number in range(1, 11)
        for row in (
            [f"00{number}", "New", "0", "0", "true", "8", "29/2/2016 01:16", "55", "170", "?"],
            [f"00{number}", "Active", "1", "2", "true", "8", "29/2/2016 01:16", "55", "170", "?"],
            [f"00{number}", "Closed", "1", "9", "false", "8", "29/2/2016 01:16", "55", "170", "1/3/2016 11:29"],
        )
    ),
)


def test_an_incident_log_becomes_tickets_by_names_and_values():
    found = suggest(INCIDENTS)
    assert found.table == "ticket"
    assert filled_by(found) == {
        "number": "ticket_id",
        "state": "status",
        "reassignment_count": "transfer_count",
        "made_sla": "is_sla_met",
        "opened_at": "opened_at",
        "category": "category",
        "resolved_at": "resolved_at",
    }
    assert found.wanted == ()


def test_opened_by_is_no_time_because_its_values_are_none():
    guess = next(guess for guess in suggest(INCIDENTS).columns if guess.column == "opened_by")
    assert guess.target is None
    assert guess.confidence == 0


def test_repeating_ids_ask_which_row_counts_and_propose_the_column_that_grows():
    found = suggest(INCIDENTS)
    assert found.repeats.column == "number"
    assert (found.repeats.rows, found.repeats.ids) == (30, 10)
    assert found.repeats.orders[0] == "mod_no"
    assert (found.mappings[0].rows, found.mappings[0].order) == ("each", "mod_no")
    (question,) = [one for one in questions(INCIDENTS, found.mappings[0], CONTEXT) if one.key == "check.ask_rows"]
    assert answered(found.mappings[0], question, "last").rows == "last"


def test_a_few_corrected_rows_are_no_event_log():
    rows = [[str(number), "2026-11-02"] for number in range(19)] + [["3", "2026-11-03"]]
    found = suggest(sheet_of(["문의번호", "접수일"], *rows))
    assert found.repeats is None
    assert found.mappings[0].rows == "each"


def test_the_sign_for_missing_is_noticed():
    assert suggest(INCIDENTS).mappings[0].missing == ("?",)


def test_a_telling_name_wins_among_columns_that_grow():
    rows = [[f"k{id_}", str(step), f"2026-11-02 1{step}:00"] for id_ in range(10) for step in range(3)]
    sheet = sheet_of(["id", "x", "수정일시"], *rows)
    assert repeats(sheet, list(sheet.rows()), "id").orders == ("수정일시", "x")


def test_korean_headers_of_a_ticket_list():
    header = [
        "접수번호",
        "접수일시",
        "접수경로",
        "업체명",
        "담당 상담사",
        "문의 유형",
        "문의내용",
        "처리상태",
        "처리 완료일시",
        "처리시간(분)",
        "고객명",
    ]
    row = [
        "T-1",
        "2026-11-02 09:00",
        "전화",
        "가온학원",
        "매니저하나",
        "결제",
        "영수증을 다시 받고 싶은데 방법을 모르겠어요",
        "완료",
        "2026-11-02 10:00",
        "60",
        "한보람",
    ]
    found = suggest(sheet_of(header, row))
    assert found.table == "ticket"
    assert [guess.target for guess in found.columns] == [
        "ticket_id", "opened_at", "channel", "account_id", "agent_id", "category", "body", "status", "resolved_at",
        "resolution_seconds", "person_name",
    ]  # fmt: skip
    assert found.mappings[0].rule("resolution_seconds").form == "minutes"
    assert all(0 < guess.confidence <= 1 for guess in found.columns)


def test_every_reason_can_be_read_in_both_languages():
    for guess in suggest(INCIDENTS).columns:
        assert all(guess.reason.text(language) for language in LANGUAGES)


def test_headers_that_say_nothing_are_filled_from_the_values():
    rows = [
        [f"k{number}", f"2026-11-{number:02} 09:00", "화면이 자꾸 멈추고 아무 것도 눌리지 않아요"]
        for number in range(1, 12)
    ]
    found = suggest(sheet_of(["가", "나", "다"], *rows), "ticket")
    assert filled_by(found) == {"가": "ticket_id", "나": "opened_at", "다": "body"}
    assert {guess.confidence for guess in found.columns} == {0.4}


def test_scores_in_a_ticket_list_become_answers_about_the_tickets():
    header = ["접수번호", "접수일시", "완료일시", "채널", "업체명", "만족도 (1~5)", "내용"]
    row = ["T-1", "2026-11-02 09:00", "2026-11-02 10:00", "전화", "가온학원", "5", "영수증을 다시 받고 싶어요"]
    found = suggest(sheet_of(header, row))
    ticket, answer = found.mappings
    assert (ticket.table, answer.table) == ("ticket", "survey_answer")
    assert answer.key_from == ("접수번호", "survey", "dimension")
    assert (answer.when, answer.scale, answer.keep_extra) == ("score", (1, 5), False)
    assert [rule.column for rule in answer.columns if rule.target == "answered_at"] == ["완료일시", "접수일시"]
    assert ("ignored", "만족도 (1~5)") in {(rule.target, rule.column) for rule in ticket.columns}
    assert found.wanted == ()


def test_what_is_required_and_missing_is_wanted():
    found = suggest(sheet_of(["번호", "내용"], ["1", "가"]), "ticket")
    assert [wanted.target for wanted in found.wanted] == ["opened_at"]


NPS = sheet_of(
    ["", "id", "nps", "satisfaction", "explication"],
    ["1", "2368", "10", "10", "NA"],
    ["2", "2482", "7", "7", "Il y a très peu de caisse ouverte"],
    ["3", "2638", "NA", "9", "NA"],
)


def test_an_nps_file_wants_its_wave_and_leaves_a_foreign_scale_alone():
    found = suggest(NPS)
    assert found.table == "survey_answer"
    assert filled_by(found) == {"id": "answer_id", "nps": "score", "explication": "comment"}
    (mapping,) = found.mappings
    assert mapping.rule("survey").constant == "nps"
    assert mapping.scale == (0, 10)
    assert mapping.when == "score"
    assert mapping.missing == ("NA",)
    assert [wanted.target for wanted in found.wanted] == ["wave"]
    assert next(guess.reason.key for guess in found.columns if guess.column == "satisfaction") == "mapping.other_scale"


def test_a_form_with_three_scores_gives_three_surveys_with_keys_of_their_own():
    header = ["타임스탬프", "추천 의향 (0-10)", "상담에 만족하셨나요?", "정보를 쉽게 찾으셨나요? (1~7)", "자유 의견"]
    rows = [
        ["2026/11/21 3:05:12 오후 GMT+9", "9", "매우 만족", "6", "좋아요"],
        ["2026/11/21 3:06:12 오후 GMT+9", "3", "불만족", "7", ""],
    ]
    found = suggest(sheet_of(header, *rows))
    nps, csat, ces = found.mappings
    assert [mapping.scale for mapping in found.mappings] == [(0, 10), (1, 5), (1, 7)]
    assert [mapping.rule("survey").constant for mapping in found.mappings] == ["nps", "csat", "ces"]
    assert dict(csat.rule("score").words)["매우 불만족"] == "1"
    assert ces.rule("dimension").constant == "information"
    assert [mapping.rule("comment") is not None for mapping in found.mappings] == [True, False, False]
    assert all(mapping.generated_key for mapping in found.mappings)
    assert [mapping.keep_extra for mapping in found.mappings] == [True, False, False]
    assert {rule.column for rule in nps.columns if rule.target == "ignored"} == {header[2], header[3]}


def test_several_questions_of_one_response_have_keys_of_their_own():
    found = suggest(sheet_of(["응답번호", "추천 의향 (0-10)", "만족도 (1-5)"], ["7", "9", "5"]))
    assert [mapping.key_from for mapping in found.mappings] == [("응답번호", "survey", "dimension")] * 2
    assert all(mapping.rule("answer_id") is None for mapping in found.mappings)


def test_a_scale_nobody_states_is_wanted_with_the_usual_one_proposed():
    found = suggest(sheet_of(["응답번호", "만족도"], ["1", "4"], ["2", "2"]))
    assert found.mappings[0].scale is None
    assert [(wanted.target, wanted.proposal) for wanted in found.wanted] == [("scale", "1-5")]


def test_one_column_per_score_needs_the_survey_named():
    found = suggest(
        sheet_of(["응답번호", "응답일시", "평점", "의견"], ["1", "2026-11-02", "4", "좋아요"]), "survey_answer"
    )
    assert filled_by(found)["평점"] == "score"
    assert {wanted.target for wanted in found.wanted} == {"survey", "scale"}


def test_an_account_list_is_told_from_a_ticket_list():
    header = ["고객사 코드", "업체명", "요금제", "계약 시작일", "월 이용료", "VIP 여부"]
    found = suggest(sheet_of(header, ["A1", "가온학원", "pro", "2024-03-01", "₩1,200,000", "Y"]))
    assert found.table == "account"
    assert [guess.target for guess in found.columns] == [
        "account_id",
        "account_name",
        "plan",
        "started_day",
        "monthly_fee",
        "is_vip",
    ]


def test_an_event_log_can_be_taken_as_events_without_an_id_of_their_own():
    (mapping,) = suggest(
        sheet_of(["CaseID", "Activity", "CompleteTimestamp"], ["7", "closed", "2026-11-02 09:00"]), "ticket_event"
    ).mappings
    assert {(rule.target, rule.column) for rule in mapping.columns} == {
        ("ticket_id", "CaseID"), ("event", "Activity"), ("happened_at", "CompleteTimestamp"),
    }  # fmt: skip
    assert mapping.generated_key


def test_an_unknown_table_is_refused():
    with pytest.raises(UnknownName, match="no_table"):
        suggest(NPS, "no_table")


def test_an_empty_sheet_gives_guesses_by_name_only():
    found = suggest(sheet_of(["ticket_id", "opened_at"]))
    assert filled_by(found) == {"ticket_id": "ticket_id", "opened_at": "opened_at"}
    assert found.repeats is None


def test_a_sheet_of_two_thousand_long_headers_has_a_guess_for_each():
    header = [f"열 이름 {number} 항목 header name" for number in range(2_000)]
    found = suggest(sheet_of(header, ["x"] * 2_000))
    assert [guess.column for guess in found.columns] == header


def test_an_id_alone_is_no_account():
    rows = [(str(number), f"{number % 28 + 1:02}/11/26", str(number % 12 + 1)) for number in range(60)]
    found = suggest(sheet_of(["id", "survey_date", "month"], *rows))
    assert found.table == "ticket"
    assert {guess.column: guess.target for guess in found.columns} == {
        "id": "ticket_id", "survey_date": "opened_at", "month": None,
    }  # fmt: skip


def test_the_likeliest_sheet_is_the_one_with_the_rows_and_those_like_it_go_along():
    pivot = sheet_of(["행 레이블", "개수"], ["채팅", "2"], name="요약")
    header = ["접수번호", "접수일시", "채널", "상태"]
    months = [sheet_of(header, ["1", "2026-11-02 09:00", "채팅", "완료"], name=name) for name in ("1월", "2월")]
    assert likeliest([pivot, *months]) is months[0]
    assert alike([pivot, *months], months[0]) == months
    assert likeliest([pivot]) is pivot
    assert likeliest([]) is None
