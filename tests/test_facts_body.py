"""What a customer said first, where the list of contacts has no text but the messages do."""

from datetime import datetime, timedelta

import pytest

from tests.put_rows import fact, opened

T0 = datetime(2026, 10, 12, 1, 0)  # noqa: DTZ001 - UTC as stored
SAID = (
    (-1, "agent", "opened", "안내드립니다", True),
    (0, "customer", "replied", None, True),
    (1, "customer", "replied", "몰래", False),
    (3, "customer", "replied", "나중", True),
    (2, "customer", "replied", "먼저", True),
)


@pytest.mark.parametrize(("own", "found"), [(None, "먼저"), ("목록에 적힌 말", "목록에 적힌 말")])
def test_the_first_text_the_customer_wrote_stands_where_the_list_has_none(tmp_path, own, found):
    events = [
        {
            "event_id": str(number),
            "ticket_id": "1",
            "happened_at": T0 + timedelta(minutes=minutes),
            "event": event,
            "actor": actor,
            "body": body,
            "is_public": is_public,
        }
        for number, (minutes, actor, event, body, is_public) in enumerate(SAID)
    ]
    ticket = {"ticket_id": "1", "opened_at": T0, "body": own}
    with opened(tmp_path, ticket=[ticket], ticket_event=events) as store:
        assert fact(store, "1")["body"] == found
