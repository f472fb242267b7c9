"""To tell an office: one thing that happened becomes a line of the feed, a mail, and a call of every webhook that wants it.

What is to be sent is written in the transaction of what it tells of; :mod:`countersight.cases.sending` sends it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from countersight.desk.desk import Handle

MAIL: Final = "watch.mail"
"""The setting with the addresses that are told by mail."""

TOPICS: Final = {
    "watch.changed": "something that is watched would be decided otherwise",
    "case.opened": "a case was opened",
    "case.awaiting_approval": "a case awaits approval",
    "case.closed": "a case was closed",
    "case.reopened": "a case was opened again",
    "list.taken": "another edition of the lists was taken into use",
}
"""What can be told."""


def tell(handle: Handle, topic: str, told: dict[str, Any]) -> None:
    """Have everybody told who wants to be.

    Args:
        handle: What the tenant holds.
        topic: One of :data:`TOPICS`.
        told: Plain JSON, with ``title`` and ``summary`` for people.
    """
    with handle.writing():
        handle.outgoing.add("feed", "", topic, told)
        for hook in handle.webhooks.all():
            if not hook["events"] or topic in hook["events"].split():
                handle.outgoing.add("webhook", hook["id"], topic, told)
        for address in handle.settings.get(MAIL, []):
            handle.outgoing.add("mail", address, topic, told)
