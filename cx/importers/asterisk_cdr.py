"""Asterisk Master.csv, the call detail records: a row per leg of a call, without a header.

Legs of one call make one contact: by `linkedid` where it is written, else by `uniqueid`, in files without both a leg is a
call. A person answered if a leg that reached another channel is ANSWERED; an announcement or a mailbox alone is nobody.
Talk time is the billed time of these legs, without those that lead to a Local channel (the way from a queue to a phone, whose
time its own leg counts again); where a queue is all there is, its longest. Transfers are the phones that answered, besides
one. The team started the call if it came from inside (context from-internal, outgoing …), then the customer is who was
called. When a call was answered is left out: `answer` is when the switch picked up, often a queue or an announcement; speed
of answer comes from the queue_log (`asterisk_queue`), and whether a caller gave up too. Times are in the switch's own zone.
Source: docs.asterisk.org, "CDR Variables", "CDR CSV".
"""

from cx.importing.format import Extract, Field, Format, Layout
from cx.importing.mapping import Given

COLUMNS = (
    "accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp", "lastdata", "start", "answer",
    "end", "duration", "billsec", "disposition", "amaflags", "uniqueid", "userfield", "peeraccount", "linkedid", "sequence",
)  # fmt: skip
INSIDE = ("from-internal*", "from-inside*", "internal*", "outbound*", "outgoing*")
ANSWERED = (Given("disposition", ("ANSWERED",)), Given("dstchannel"))
PHONE = (*ANSWERED, Given("dstchannel", ("Local/*",), is_not=True))
FROM_US, FROM_THEM = Given("dcontext", INSIDE), Given("dcontext", INSIDE, is_not=True)
DIALLED = Given("lastapp", ("Dial",))
CALL = Extract(
    "ticket",
    (
        Field("ticket_id", ("linkedid",)),
        Field("ticket_id", ("uniqueid",)),
        Field("opened_at", ("start",)),
        Field("channel", constant="phone"),
        Field("contact_id", ("src",), given=(FROM_THEM,)),
        Field("contact_id", ("dst",), given=(FROM_US,)),
        Field("agent_id", ("dst",), take="last", given=(*PHONE, DIALLED, FROM_THEM)),
        Field("agent_id", ("src",), given=(FROM_US,)),
        Field("status", constant="closed"),
        Field("closed_at", ("end",), take="last"),
        Field("talk_seconds", ("billsec",), form="seconds", take="sum", given=(*PHONE, DIALLED)),
        Field("talk_seconds", ("billsec",), form="seconds", take="max", given=ANSWERED),
        Field("transfer_count", ("dstchannel",), take="others", given=PHONE),
        Field("is_human_involved", constant="true", given=ANSWERED),
        Field("is_human_involved", constant="false"),
        Field("is_outbound", constant="false", given=(FROM_THEM,)),
        Field("is_outbound", constant="true", given=(FROM_US,)),
        Field("ignored", ("clid",)),
    ),
    claims=("start", "end", "billsec", "disposition", "dstchannel", "dcontext"),
    rows="together",
    order="start",
    key_from=("start", "channel", "dst"),
    keep_extra=False,
)
STAMP = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"
SHAPES = (
    ("start", STAMP),
    ("answer", rf"({STAMP})?"),
    ("end", STAMP),
    ("duration", r"\d+"),
    ("billsec", r"\d+"),
    ("disposition", r"ANSWERED|NO ANSWER|BUSY|FAILED|CONGESTION|UNKNOWN"),
)
FORMAT = Format("asterisk_cdr", (CALL,), layouts=(Layout(COLUMNS, SHAPES),))
