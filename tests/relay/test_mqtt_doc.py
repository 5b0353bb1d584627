"""What docs/mqtt.md promises to consumers is what the program sends."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from relay_journal import ListJournal, issued

from kiosk.crib.names import ProductCode
from kiosk.crib.transferring import SettleTransfer
from kiosk.relay import central, presence
from kiosk.relay.envelope import CONTENT_TYPE, message, topic
from kiosk.store.elsewhere import SiteFigures

PAGE = (Path(__file__).parents[2] / "docs" / "mqtt.md").read_text()

SETTLE = SettleTransfer("T1", ProductCode("GLV-9"), 15)
FIGURES = SiteFigures("B", "GLV-9", 4, 0, 4, 1_793_606_401_000_000)


def blocks(language: str) -> list[str]:
    """The page's examples in that language, in order."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def verifier() -> Callable[[list[bytes]], None]:
    """The page's own program."""
    names: dict[str, Any] = {}
    exec(blocks("python")[0], names)  # noqa: S102
    return names["verify"]  # type: ignore[no-any-return]


def payloads(journal: ListJournal) -> list[bytes]:
    """What a kiosk with that journal sends."""
    return [message(entry).payload for entry in journal.entries]


def test_the_examples_are_what_is_sent() -> None:
    """An entry, state, the will, and info."""
    journal = ListJournal()
    entry = journal.write(issued("TW-01"))
    sent = [
        message(entry),
        presence.state("A", "online", journal.head()),
        presence.state("A", "offline", None),
        presence.info("A", "0.1.0", (entry.position, entry.hash)),
        central.state("online"),
        central.ack("A", central.Ack(entry.epoch, entry.seq)),
        central.replay("A", central.Replay(entry.epoch, 2, 40)),
        central.request("A", central.Request(f"central-{entry.id}", SETTLE)),
        central.response("A", central.Response(f"central-{entry.id}", "ok", "approved")),
        central.figures(FIGURES),
    ]

    assert [json.loads(each.payload) for each in sent] == [json.loads(text) for text in blocks("json")]


def test_the_topics_and_the_content_type_are_those_of_the_page() -> None:
    """With the kiosk's id at its fixed level."""
    journal = ListJournal()
    entry = journal.write(issued())
    topics = (
        topic(entry).replace("asset.issued", "{type}"),
        presence.state("A", "online", None).topic,
        presence.info("A", "1", (entry.position, entry.hash)).topic,
        central.state("online").topic,
        central.ack("A", central.Ack("", 1)).topic,
        central.replay("A", central.Replay("", 1, 1)).topic,
        central.request("A", central.Request("", SETTLE)).topic,
        central.response("A", central.Response("", "ok")).topic,
        central.figures(FIGURES).topic.replace("/B/GLV-9", "/{site}/{product}"),
    )

    assert all(f"| `{each.replace('/A/', '/{kiosk}/')}` |" in PAGE for each in topics)
    assert f"`{CONTENT_TYPE}`" in PAGE


def test_the_pages_program_accepts_a_journal_of_two_epochs() -> None:
    """One that was restored on the way."""
    journal = ListJournal()
    journal.issue(5)
    restored = ListJournal(journal.entries[:3])
    restored.open_epoch("000002-00000001")
    restored.issue(2)

    verifier()(payloads(journal) + payloads(restored)[3:])


def test_the_pages_program_names_an_entry_that_was_changed() -> None:
    """Even by one letter."""
    journal = ListJournal()
    journal.issue(5)
    sent = payloads(journal)
    sent[2] = sent[2].replace(b"TW-2", b"TW-3")

    with pytest.raises(ValueError, match="000001-00c0ffee/3 was changed"):
        verifier()(sent)


def test_the_pages_program_names_the_entry_after_a_gap() -> None:
    """Which does not follow the one before it."""
    journal = ListJournal()
    journal.issue(5)

    with pytest.raises(ValueError, match="000001-00c0ffee/4 does not follow"):
        verifier()(payloads(journal)[:2] + payloads(journal)[3:])
