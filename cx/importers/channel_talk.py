"""Channel Talk: the exports by chat and by case as workbooks, and the answers of its Open API as JSON; each list a sheet.

Workbook: times are local and do not name their zone, lengths read "0h 35m 12s". Open API: times are epoch milliseconds,
lengths milliseconds. A chat begins with the customer's first message (firstAskedAt); one that the team began has none,
there createdAt counts. The channel is contactMediumType where it is filled (phone, meet, a messenger), else mediumType;
messengers count as chat. Ratings sit in the chat's profile and carry the time it was closed. Internal notes are kept as
events nobody outside saw. Of the reasons why a call was missed two say that the customer hung up; the reason itself, and
whether the chat reached its goal, are kept beside the row.
By case a row is one stretch of a chat, from the queue or its opening to its end: a contact of its own, numbered by its case.
It comes without messages, and the same contacts by chat would count twice: a team imports one of the two. A case that goes
on still changes; its next export brings it up to date.
Source: docs.channel.io, help pages on data export (by chat, by case); developers.channel.io, Open API v5.
"""

from cx.importing.format import Extract, Field, Format, Made

CHATS = ("UserChat data", "UserChat", "userChats")
MESSAGES = ("Message data", "Message", "messages")
USERS = ("User data", "User", "users")
MANAGERS = ("Manager data", "Manager", "managers")
CHANNELS = (
    ("native", "chat"),
    ("app", "chat"),
    ("web", "chat"),
    ("widget", "chat"),
    ("meet", "phone"),
    ("phone", "phone"),
    ("call", "phone"),
    ("email", "email"),
    ("appmail", "email"),
    ("appkakao", "chat"),
    ("kakao", "chat"),
    ("appline", "chat"),
    ("appinstagrammessenger", "chat"),
    ("appfacebookmessenger", "chat"),
    ("appnavertalk", "chat"),
    ("appwhatsapp", "chat"),
    ("sms", "message"),
    ("xms", "message"),
)
STATES = (
    ("opened", "open"),
    ("queued", "open"),
    ("initial", "open"),
    ("missed", "open"),
    ("snoozed", "pending"),
    ("closed", "closed"),
)
ACTORS = (("user", "customer"), ("manager", "agent"), ("bot", "bot"), ("supportbot", "bot"), ("system", "system"))


PRIVATE = (
    ("true", "false"),
    ("false", "true"),
    ("private", "false"),
    ("silent", "true"),
    ("immutable", "true"),
    ("actAsManager", "true"),
    ("displayAsChannel", "true"),
    ("doNotPost", "true"),
    ("doNotSearch", "true"),
    ("doNotSendApp", "true"),
    ("doNotUpdateDesk", "true"),
)
CHAT_ID = ("id", "userChatId")
HUNG_UP = (("userLeft", "true"), ("abandonedInQueue", "true"), ("*", ""))
MISSED = Made("missedReason (hung up)", "missedReason")
CASES = ("userChatCaseId", "userChatId", "userChatCaseCreatedAt", "userChatCaseState")
CHANNEL = (
    Field("channel", ("contactMediumType", "source.medium.contactMediumType"), words=CHANNELS),
    Field("channel", ("mediumType", "source.medium.mediumType"), words=CHANNELS),
)


def chats(time: str | None, length: str, claims: tuple[str, ...]) -> Extract:
    """A chat as a ticket; `time` and `length` are the forms of its time stamps and durations."""
    fields = (
        Field("ticket_id", CHAT_ID),
        Field("opened_at", ("firstAskedAt",), form=time),
        Field("opened_at", ("createdAt",), form=time),
        *course(time, length),
    )
    return Extract("ticket", fields, claims=claims, sheets=CHATS)


def course(time: str | None, length: str) -> tuple[Field, ...]:
    """What a chat and a case of one tell alike: who, how it came in, where it stands and how long it took."""
    return (
        *CHANNEL,
        Field("contact_id", ("userId",)),
        Field("person_name", ("name",)),
        Field("agent_id", ("assigneeId",)),
        Field("team", ("teamId",)),
        Field("category", ("tags",), separator=","),
        Field("tags", ("tags",)),
        Field("priority", ("priority",)),
        Field("status", ("state",), words=STATES),
        Field("queued_at", ("firstQueuedAt", "queuedAt"), form=time),
        Field("first_response_at", ("firstRepliedAtAfterOpen",), form=time),
        Field("resolved_at", ("closedAt",), form=time),
        Field("closed_at", ("closedAt",), form=time),
        Field("updated_at", ("updatedAt", "frontUpdatedAt"), form=time),
        Field("first_response_seconds", ("waitingTime",), form=length),
        Field("first_response_business_seconds", ("operationWaitingTime",), form=length),
        Field("resolution_seconds", ("resolutionTime",), form=length),
        Field("resolution_business_seconds", ("operationResolutionTime",), form=length),
        Field("reply_count", ("replyCount",)),
        Field("is_abandoned", (MISSED.header,), words=HUNG_UP),
    )


def cases() -> Extract:
    """A case as a ticket. It begins when it came into the queue or was opened, whichever was first."""
    fields = (
        Field("ticket_id", ("userChatCaseId",)),
        Field("opened_at", ("userChatCaseCreatedAt",)),
        Field("updated_at", ("userChatCaseUpdatedAt",)),
        *course(None, "hms"),
        Field("status", ("userChatCaseState",), words=(("completed", "closed"), ("inProgress", "open"))),
    )
    return Extract("ticket", fields, claims=CASES)


def ratings(time: str | None) -> Extract:
    """The rating in the chat's profile; the chat's id is the answer's, a chat is rated once."""
    fields = (
        Field("answer_id", CHAT_ID),
        Field("survey", constant="csat"),
        Field("dimension", constant="overall"),
        Field("ticket_id", CHAT_ID),
        Field("answered_at", ("closedAt",), form=time),
        Field("answered_at", ("createdAt",), form=time),
        Field("score", ("profile.csat",)),
        Field("comment", ("profile.csatComment",)),
        Field("contact_id", ("userId",)),
        Field("agent_id", ("assigneeId",)),
        *CHANNEL,
    )
    claims = ("id", "userId", "profile.csat")
    return Extract("survey_answer", fields, claims, sheets=CHATS, when="score", keep_extra=False, scale=(1, 5))


def messages(time: str | None) -> Extract:
    """Every message as something that happened in its chat."""
    fields = (
        Field("event_id", ("id",)),
        Field("ticket_id", ("chatId",)),
        Field("happened_at", ("createdAt",), form=time),
        Field("event", constant="replied"),
        Field("actor", ("personType",), words=ACTORS),
        Field("actor_id", ("personId",)),
        Field("is_public", ("isPrivate", "options"), words=PRIVATE, separator=","),
        Field("body", ("plainText",)),
    )
    return Extract("ticket_event", fields, claims=("id", "chatId", "personType", "createdAt"), sheets=MESSAGES)


def users(time: str | None) -> Extract:
    """A customer: the number only; names are known to the masking and gone."""
    fields = (
        Field("contact_id", ("id",)),
        Field("person_name", ("profile.name", "name")),
        Field("ignored", ("profile.email", "email")),
        Field("ignored", ("mobileNumber", "profile.mobileNumber")),
        Field("created_at", ("createdAt",), form=time),
    )
    return Extract("contact", fields, sheets=USERS)


def managers() -> Extract:
    """One of the team."""
    fields = (
        Field("agent_id", ("id",)),
        Field("agent_name", ("name",)),
        Field("team", ("teamId",)),
        Field("ignored", ("email",)),
        Field("ignored", ("mobileNumber",)),
    )
    return Extract("agent", fields, sheets=MANAGERS)


WORKBOOK = Format(
    "channel_talk",
    (
        chats(None, "hms", ("id", "userId", "state", "createdAt", "waitingTime")),
        ratings(None),
        messages(None),
        users(None),
        managers(),
    ),
    kinds=("xlsx", "csv"),
    made=(MISSED,),
)
BY_CASE = Format("channel_talk_cases", (cases(),), kinds=("xlsx", "csv"), made=(MISSED,))
OPEN_API = Format(
    "channel_talk_api",
    (
        chats("epoch_ms", "milliseconds", ("id", "userId", "state", "createdAt", "channelId")),
        ratings("epoch_ms"),
        messages("epoch_ms"),
        users("epoch_ms"),
        managers(),
    ),
    kinds=("json", "jsonl"),
    made=(MISSED,),
)
FORMATS = (WORKBOOK, OPEN_API, BY_CASE)
