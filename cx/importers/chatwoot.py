"""Chatwoot: the satisfaction report as CSV, conversations and messages of its API as JSON. Its other reports are sums.

Satisfaction report: headers come from a locale file that is only partly translated, times say "UTC", the agent stands as
"name (e-mail)", the conversation as an address that ends in its number, the period in the last line.
API: times are epoch seconds, 0 is "not yet". No answer says when a conversation was resolved: for a resolved one the last
activity in it stands for that. A list of conversations brings the last message of each only; the endpoint of messages
brings all of one conversation. Private notes are kept as events nobody outside saw.
The reports per agent, inbox, team and label hold averages: they are known here in order to be refused with that reason.
Source: chatwoot/chatwoot, views of the CSV reports and of the API, config/locales/en.yml and ko.yml.
"""

from cx.importing.format import Extract, Field, Format, Inner, Made

CHANNELS = (
    ("channel::webwidget", "chat"),
    ("channel::email", "email"),
    ("channel::facebookpage", "chat"),
    ("channel::instagram", "chat"),
    ("channel::twitterprofile", "chat"),
    ("channel::whatsapp", "chat"),
    ("channel::telegram", "chat"),
    ("channel::line", "chat"),
    ("channel::tiktok", "chat"),
    ("channel::sms", "message"),
    ("channel::twiliosms", "message"),
    ("channel::voice", "phone"),
    ("channel::api", "other"),
)
STATUSES = (("open", "open"), ("pending", "pending"), ("snoozed", "pending"), ("resolved", "solved"))
SENDERS = (
    ("contact", "customer"),
    ("user", "agent"),
    ("agent_bot", "bot"),
    ("captain_assistant", "bot"),
    ("captain::assistant", "bot"),
)
KINDS = (  # of a message that has no sender
    ("0", "customer"),
    ("incoming", "customer"),
    ("1", "agent"),
    ("outgoing", "agent"),
    ("2", "system"),
    ("activity", "system"),
    ("3", "bot"),
    ("template", "bot"),
)
STEPS = (("2", "changed"), ("activity", "changed"), ("*", "replied"))
AGENT = ("Agent Name", "에이전트 이름")
LINK = ("Link to the conversation",)
EMAIL = ("Contact Email Address",)
ANSWERS = Extract(
    "survey_answer",
    (
        Field("survey", constant="csat"),
        Field("dimension", constant="overall"),
        Field("ticket_id", LINK),
        Field("answered_at", ("Recorded date",)),
        Field("score", ("Rating",)),
        Field("comment", ("Feedback Comment",)),
        Field("contact_id", EMAIL),
        Field("agent_id", AGENT),
        Field("person_name", ("Contact Name",)),
        Field("ignored", EMAIL),
        Field("ignored", ("Contact Phone Number",)),
    ),
    claims=("Agent Name", "Rating", "Link to the conversation", "Recorded date"),
    key_from=("Link to the conversation", "Recorded date"),
    scale=(1, 5),
)
AGENTS = Extract(
    "agent",
    (Field("agent_id", AGENT), Field("agent_name", AGENT)),
    rows="last",
    when="agent_id",
    keep_extra=False,
)
CONVERSATION = Extract(
    "ticket",
    (
        Field("ticket_id", ("id",)),
        Field("opened_at", ("created_at",), form="epoch_s"),
        Field("channel", ("meta.channel", "channel"), words=CHANNELS),
        Field("contact_id", ("meta.sender.id",)),
        Field("person_name", ("meta.sender.name",)),
        Field("ignored", ("meta.sender.email",)),
        Field("ignored", ("meta.sender.phone_number",)),
        Field("ignored", ("meta.sender.identifier",)),
        Field("ignored", ("meta.sender.thumbnail",)),
        Field("account_id", ("meta.sender.additional_attributes.company_name",)),
        Field("agent_id", ("meta.assignee.id",)),
        Field("ignored", ("meta.assignee.email",)),
        Field("ignored", ("meta.assignee.thumbnail",)),
        Field("team", ("meta.team.name",)),
        Field("category", ("labels",), separator=","),
        Field("tags", ("labels",)),
        Field("priority", ("priority",)),
        Field("status", ("status",), words=STATUSES),
        Field("first_response_at", ("first_reply_created_at",), form="epoch_s"),
        Field("resolved_at", ("last_activity_at (resolved)",), form="epoch_s"),
        Field("updated_at", ("last_activity_at", "timestamp"), form="epoch_s"),
    ),
    claims=("id", "inbox_id", "status", "created_at", "contact_last_seen_at"),
    sheets=("payload", "data.payload"),
)
TEAM = Extract(
    "agent",
    (
        Field("agent_id", ("meta.assignee.id",)),
        Field("agent_name", ("meta.assignee.name",)),
        Field("team", ("meta.team.name",)),
        Field("role", ("meta.assignee.role",)),
    ),
    claims=CONVERSATION.claims,
    sheets=CONVERSATION.sheets,
    rows="last",
    when="agent_id",
    keep_extra=False,
)
MESSAGE = Extract(
    "ticket_event",
    (
        Field("event_id", ("id",)),
        Field("ticket_id", ("conversation_id",)),
        Field("ticket_id", ("parent.id",)),
        Field("happened_at", ("created_at",), form="epoch_s"),
        Field("event", ("message_type",), words=STEPS),
        Field("actor", ("sender.type", "sender_type"), words=SENDERS),
        Field("actor", ("message_type",), words=KINDS),
        Field("actor_id", ("sender.id", "sender_id")),
        Field("is_public", ("private",), words=(("true", "false"), ("false", "true"))),
        Field("body", ("content",)),
        Field("ignored", ("sender.name",)),
        Field("ignored", ("sender.available_name",)),
        Field("ignored", ("sender.email",)),
        Field("ignored", ("sender.phone_number",)),
        Field("ignored", ("sender.thumbnail",)),
        Field("ignored", ("sender.avatar_url",)),
    ),
    claims=("id", "content", "message_type", "private", "created_at"),
    sheets=("messages", "payload"),
)
CSAT = Format(
    "chatwoot_csat",
    (ANSWERS, AGENTS),
    zone="UTC",
    made=(
        Made("Link to the conversation", "Link to the conversation", "end"),
        *(Made(name, name, "name") for name in AGENT),
    ),
)
API = Format(
    "chatwoot_api",
    (CONVERSATION, TEAM, MESSAGE),
    zone="UTC",
    kinds=("json", "jsonl"),
    inner=(Inner("messages"),),
    made=(Made("last_activity_at (resolved)", "last_activity_at", where=("status", ("resolved",))),),
)
AVERAGES = ("Avg first response time", "Avg first response time (Minutes)")
SUMMED = (
    ("Agent name", "Assigned conversations", "Conversations count"),
    ("Inbox name", "No. of conversations", "Conversations count"),
    ("Team name", "Conversations count"),
    ("Label", "No. of conversations"),
    ("대화", "수신 메시지"),
    ("Conversations", "Messages received", "Incoming messages count"),
)
REPORT = Format(
    "chatwoot_report",
    tuple(
        Extract(
            "ticket",
            (Field("ignored", names[:1]), Field("ignored", names[1:]), Field("ignored", AVERAGES)),
            claims=(names[0], names[1], AVERAGES[0]),
        )
        for names in SUMMED
    ),
    refused="format.aggregated",
)
FORMATS = (CSAT, API, REPORT)
