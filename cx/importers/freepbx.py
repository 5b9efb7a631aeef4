"""FreePBX call detail records as CSV: a row per leg of a call, the legs of a call (`linkedid`) being one contact.

It opens with the earliest leg. A person answered if a leg that reached another channel is ANSWERED; an announcement, a menu
or a mailbox alone is nobody. Talk time is the billed time of these legs, without those that lead to a Local channel (the way
from a queue to a phone, whose time its own leg counts again); where a queue is all there is, its longest. Transfers are the
phones that answered, besides one.

Whose call it was: the customer's if a leg has a `did` (the number that was dialled from outside); the team's if one has
`outbound_cnum` (the number shown outside); else the customer's if a leg runs in a context that calls from outside reach; else
the team's if one began inside (from-internal). A call between two phones of the team is the team's too. The customer is who
called, or who was called by the team.
When a call was answered and what it waited is not told here: speed of answer comes from the queue_log (`asterisk_queue`), and
whether a caller gave up too; imported as the same source they meet in one contact. Times are in the switch's own zone.
Source: FreePBX CDR module, its columns and CSV export.
"""

from cx.importing.format import Extract, Field, Format
from cx.importing.mapping import Given

OUTSIDE = (
    "from-trunk*",
    "from-pstn*",
    "from-did*",
    "from-zaptel*",
    "from-dahdi*",
    "ext-did*",
    "ext-queues",
    "ext-group",
    "ivr-*",
)
ANSWERED = (Given("disposition", ("ANSWERED",)), Given("dstchannel"))
PHONE = (*ANSWERED, Given("dstchannel", ("Local/*",), is_not=True))
DIALLED = Given("lastapp", ("Dial",))
INSIDE_CONTEXTS = ("from-internal", "from-internal-additional", "from-internal-custom")
INSIDE = Given("dcontext", INSIDE_CONTEXTS)
NOT_INSIDE = Given("dcontext", INSIDE_CONTEXTS, is_not=True)
CALL = Extract(
    "ticket",
    (
        Field("ticket_id", ("linkedid",)),
        Field("ticket_id", ("uniqueid",)),
        Field("opened_at", ("calldate",)),
        Field("channel", constant="phone"),
        Field("contact_id", ("cnum",), given=(Given("did"),)),
        Field("contact_id", ("src",), given=(Given("did"),)),
        Field("contact_id", ("dst",), given=(Given("outbound_cnum"), INSIDE)),
        Field("contact_id", ("cnum",), given=(NOT_INSIDE,)),
        Field("contact_id", ("src",), given=(NOT_INSIDE,)),
        Field("contact_id", ("dst",), given=(INSIDE,)),
        Field("agent_id", ("dst",), take="last", given=(*PHONE, DIALLED, NOT_INSIDE)),
        Field("agent_id", ("cnum",), given=(INSIDE,)),
        Field("agent_id", ("src",), given=(INSIDE,)),
        Field("status", constant="closed"),
        Field("talk_seconds", ("billsec",), form="seconds", take="sum", given=(*PHONE, DIALLED)),
        Field("talk_seconds", ("billsec",), form="seconds", take="max", given=ANSWERED),
        Field("transfer_count", ("dstchannel",), take="others", given=PHONE),
        Field("is_human_involved", constant="true", given=ANSWERED),
        Field("is_human_involved", constant="false"),
        Field("is_outbound", constant="false", given=(Given("did"),)),
        Field("is_outbound", constant="true", given=(Given("outbound_cnum"),)),
        Field("is_outbound", constant="false", given=(Given("dcontext", OUTSIDE),)),
        Field("is_outbound", constant="true", given=(INSIDE,)),
        Field("is_outbound", constant="false"),
        Field("person_name", ("cnam",)),
        Field("ignored", ("clid",)),
        Field("ignored", ("recordingfile",)),
    ),
    claims=("calldate", "billsec", "disposition", "uniqueid", "dstchannel"),
    rows="together",
    order="calldate",
    keep_extra=False,
)
FORMAT = Format("freepbx", (CALL,))
