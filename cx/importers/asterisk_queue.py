"""Asterisk queue_log: what happened to each call in a queue, a line per event, without a header, parted by "|".

Lines of one call id make one contact. It opens with the first line of the call, waits from its first ENTERQUEUE and is
answered at its first CONNECT: the wait in an earlier queue it fell out of belongs to it. Given up (ABANDON) counts only
where nobody had answered before. A call without a line that ends it is neither open nor closed as far as the log says, and
not answered if it was never connected. Talk time is what the lines that end a talk say; where a talk ended by a transfer
and another was completed later, the completed one. What agents do beside calls (PAUSE, ADDMEMBER …) is nobody's call.
Times are epoch seconds. The call id is that of the CDR (`asterisk_cdr`, `freepbx`): both imported as one source give one
contact for one call, speed of answer coming from here. Source: docs.asterisk.org, "Queue Logs".
"""

from cx.importing.format import Extract, Field, Format, Layout
from cx.importing.mapping import Given

COLUMNS = ("epoch", "callid", "queue", "agent", "event", "d1", "d2", "d3", "d4", "d5")
COMPLETED = ("COMPLETEAGENT", "COMPLETECALLER")
TRANSFERRED = ("TRANSFER", "BLINDTRANSFER", "ATTENDEDTRANSFER")
LEFT = ("ABANDON", "EXITWITHTIMEOUT", "EXITEMPTY", "EXITWITHKEY", "SYSCOMPAT")
RANG = ("RINGNOANSWER", "RINGCANCELED")
NO_CALL = ("NONE", "MANAGER", "REALTIME", "UNKNOWN")


def on(*events: str) -> tuple[Given, ...]:
    """The lines of these events."""
    return (Given("event", events),)


ENDED = (*COMPLETED, *TRANSFERRED, *LEFT)
ANY = on("ENTERQUEUE", "CONNECT", *ENDED, *RANG)
CALL = Extract(
    "ticket",
    (
        Field("ticket_id", ("callid",)),
        Field("opened_at", ("epoch",), form="epoch_s", given=ANY),
        Field("channel", constant="phone"),
        Field("contact_id", ("d2",), given=on("ENTERQUEUE")),
        Field("agent_id", ("agent",), take="last", given=on("CONNECT")),
        Field("team", ("queue",), take="last", given=on("ENTERQUEUE", "CONNECT")),
        Field("status", constant="closed", given=on(*ENDED)),
        Field("queued_at", ("epoch",), form="epoch_s", given=on("ENTERQUEUE")),
        Field("answered_at", ("epoch",), form="epoch_s", given=on("CONNECT")),
        Field("closed_at", ("epoch",), form="epoch_s", take="last", given=on(*ENDED)),
        Field("queue_seconds", ("epoch",), form="seconds", given=on("CONNECT"), since=on("ENTERQUEUE")),
        Field("queue_seconds", ("d1",), form="seconds", given=on("CONNECT")),
        Field("queue_seconds", ("epoch",), form="seconds", take="last", given=on(*LEFT), since=on("ENTERQUEUE")),
        Field(
            "queue_seconds", ("d3",), form="seconds", take="last", given=on("ABANDON", "EXITWITHTIMEOUT", "EXITEMPTY")
        ),
        Field("ring_seconds", ("d3",), form="seconds", given=on("CONNECT")),
        Field("talk_seconds", ("d2",), form="seconds", take="sum", given=on(*COMPLETED)),
        Field("talk_seconds", ("d4",), form="seconds", take="sum", given=on(*TRANSFERRED)),
        Field("transfer_count", ("epoch",), take="count", given=on(*TRANSFERRED)),
        Field("is_human_involved", constant="true", given=on("CONNECT")),
        Field("is_human_involved", constant="false"),
        Field("is_abandoned", constant="false", given=on("CONNECT")),
        Field("is_abandoned", constant="true", given=on("ABANDON")),
        Field("is_outbound", constant="false"),
    ),
    claims=("epoch", "callid", "queue", "agent", "event"),
    rows="together",
    order="epoch",
    when="opened_at",
    missing=NO_CALL,
    keep_extra=False,
)
SHAPES = (("epoch", r"\d{9,10}"), ("callid", r"[\w.-]+"), ("queue", r"\S+"), ("event", r"[A-Z]{4,20}"))
FORMAT = Format("asterisk_queue", (CALL,), layouts=(Layout(COLUMNS, SHAPES),))
