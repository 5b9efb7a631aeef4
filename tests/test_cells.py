import pytest

from cx.importing import cells
from cx.importing.cells import parse_count, parse_flag, parse_money, parse_number, parse_score, parse_seconds
from cx.importing.codes import code_of, words
from cx.schema import CODES


def value(cell):
    assert cell.reason is None
    return cell.value


def reason(cell):
    assert cell.value is None
    return cell.reason.key


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0h 5m 10s", 310), ("01:02:03", 3723), ("0h 0m 0s", 0), ("5분 10초", 310), ("12분", 720), ("1시간 2분", 3720),
        ("2일 3시간", 183_600), ("PT5M10S", 310), ("2 days 03:04:05", 183_845), ("1 day, 2:03:04", 93_784), ("310초", 310),
        ("1.5 hours", 5400), ("250ms", 0), ("500 ms", 1), ("1,234", 1234), ("0", 0), ("12m", 720), ("８분", 480),
        ("100:00:00", 360_000),
    ],
)  # fmt: skip
def test_lengths(text, seconds):
    assert value(parse_seconds(text, None)) == seconds


@pytest.mark.parametrize(
    ("form", "seconds"),
    [("seconds", 13), ("minutes", 750), ("hours", 45_000), ("milliseconds", 0)],
)
def test_plain_numbers_are_in_the_unit_of_the_rule(form, seconds):
    assert value(parse_seconds("12.5", form)) == seconds


def test_two_parts_are_read_only_as_stated():
    assert reason(parse_seconds("5:10", None)) == "check.length_two_parts"
    assert value(parse_seconds("5:10", "m:s")) == 310
    assert value(parse_seconds("5:10", "h:m")) == 18_600


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("-5", "check.negative"), ("5m 1h", "check.length_unreadable"), ("abc", "check.length_unreadable"),
        ("5 apples", "check.length_unreadable"), ("P", "check.length_unreadable"), ("01:99:00", "check.length_unreadable"),
        ("999999 hours", "check.length_implausible"), ("1,23", "check.length_unreadable"),
    ],
)  # fmt: skip
def test_a_length_nobody_knows_is_refused_and_not_zero(text, key):
    assert reason(parse_seconds(text, None)) == key


def test_a_plain_number_in_a_column_of_clocks_is_refused():
    assert reason(parse_seconds("310", "hms")) == "check.length_unreadable"


@pytest.mark.parametrize(
    ("text", "won"),
    [
        ("₩1,200,000", 1_200_000), ("￦1,200,000", 1_200_000), ("120만원", 1_200_000), ("120만 원", 1_200_000),
        ("1.2e6", 1_200_000), ("1억 2천만", 120_000_000), ("120만 5천원", 1_205_000), ("5천원", 5000), ("0", 0),
        ("100,000원", 100_000), ("1.200.000", 1_200_000), ("KRW 5,000", 5000), ("1.5억", 150_000_000),
    ],
)  # fmt: skip
def test_money(text, won):
    assert value(parse_money(text)) == won


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("-5000", "check.negative"), ("(5,000)", "check.negative"), ("₩-1", "check.negative"), ("$5", "check.foreign_money"),
        ("5 USD", "check.foreign_money"), ("1,2", "check.number_unreadable"), ("12,34,567", "check.number_unreadable"),
        ("만원", "check.number_unreadable"), ("무료", "check.number_unreadable"), ("1만2", "check.number_unreadable"),
    ],
)  # fmt: skip
def test_money_that_is_refused(text, key):
    found = parse_money(text)
    if text == "1만2":
        assert found.value == 10_002
    else:
        assert reason(found) == key


def test_counts():
    assert [value(parse_count(text)) for text in ("3", "3.0", "1,234", "3건", "９")] == [3, 3, 1234, 3, 9]
    assert reason(parse_count("3.5")) == "check.not_whole_number"
    assert reason(parse_count("-1")) == "check.negative"
    assert reason(parse_count("12,34")) == "check.number_unreadable"
    assert reason(parse_count("0x10")) == "check.number_unreadable"


def test_numbers():
    assert [value(parse_number(text)) for text in ("0.85", "6,5", "-3", "1e3", "85%")] == [0.85, 6.5, -3, 1000, 0.85]
    assert reason(parse_number("viele")) == "check.number_unreadable"
    assert reason(parse_number("inf")) == "check.number_unreadable"
    assert reason(parse_number("nan")) == "check.number_unreadable"


@pytest.mark.parametrize(
    ("text", "score"), [("5", 5), ("4.5", 4.5), ("５", 5), (" 3 ", 3), ("6,0", 6), ("-1", -1), ("１０", 10)]
)
def test_scores_that_are_numbers_need_no_scale(text, score):
    assert value(parse_score(text, None)) == score
    assert value(parse_score(text, 5)) == score


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("5점", 5),
        ("4/5", 4),
        ("5점 / 5점", 5),
        ("5 - 매우 만족", 5),
        ("매우 만족(5)", 5),
        ("★★★★☆", 4),
        ("⭐⭐⭐", 3),
        ("☆☆☆☆☆", 0),
    ],
)
def test_scores_that_name_a_scale_need_the_scale_stated(text, score):
    assert reason(parse_score(text, None)) == "check.score_scale_unstated"
    assert value(parse_score(text, 5)) == score


def test_scores_on_another_scale_or_in_words_are_refused():
    assert reason(parse_score("4/7", 5)) == "check.score_other_scale"
    assert reason(parse_score("★★★★★★", 5)) == "check.score_other_scale"
    assert reason(parse_score("매우 만족", 5)) == "check.score_words"
    assert reason(parse_score("매우 만족", None)) == "check.score_words"


def test_flags():
    assert [value(parse_flag(text)) for text in ("예", "TRUE", "Y", "1", "O", "있음")] == [True] * 6
    assert [value(parse_flag(text)) for text in ("아니오", "false", "N", "0", "X", "없음")] == [False] * 6
    assert reason(parse_flag("아마")) == "check.flag_unreadable"


def test_words_for_missing_are_folded():
    assert {cells.fold(text) for text in ("N/A", "무응답", "ＮＡ", "응답  없음")} <= cells.MISSING


@pytest.mark.parametrize(
    ("word", "codes", "code"),
    [
        ("유선", "channel", "phone"), ("appKakao", "channel", "chat"), ("native", "channel", "chat"),
        ("1:1 게시판", "channel", "board"), ("E-Mail", "channel", "email"), ("Awaiting User Info", "status", "pending"),
        ("해결 완료", "status", "solved"), ("NPS", "survey", "nps"), ("소통", "dimension", "communication"),
        ("no_response", "answer_state", "unanswered"), ("매니저", "actor", "agent"), ("비둘기", "channel", None),
    ],
)  # fmt: skip
def test_words_of_tools_and_people(word, codes, code):
    assert code_of(word, codes) == code


def test_every_code_list_has_words_and_none_means_two_things():
    for name, codes in CODES.items():
        assert set(words()[name].values()) == set(codes)
        assert all(words()[name][code] == code for code in codes)
