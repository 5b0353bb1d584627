"""Central: every entry once and in order, an acknowledgement only for what it has, gaps asked for."""

import json

import pytest
from central_world import World

from kiosk.crib import changes
from kiosk.crib.names import AssetCode, Kind, ProductCode, Via
from kiosk.crib.transfer_entries import Described, TransferReceived, TransferSent
from kiosk.crib.transferring import ExpectTransfer, SettleTransfer
from kiosk.relay.cursor import Mark
from kiosk.relay.envelope import message
from kiosk.relay.link import Message
from kiosk.relay.memory import MemoryBroker
from kiosk.store.elsewhere import SiteFigures

GLOVES = Described(
    category=changes.CategoryChanged(category="supply", kind=Kind.CONSUMABLE),
    product=changes.ProductChanged(product=ProductCode("GLV-9"), name="Gloves", category="supply"),
)


def sent(transfer: str = "T1") -> TransferSent:
    """20 gloves leave A for B."""
    ends = {"source": "bin:C1", "destination": f"transit:{transfer}"}
    return TransferSent(
        product=ProductCode("GLV-9"), quantity=20, **ends, transfer=transfer, to="B", what=GLOVES
    )


def stocked(world: World, kiosk: int, quantity: int) -> None:
    """A kiosk comes to know gloves, and to have some."""
    journal = world.kiosks[kiosk].journal
    journal.write(GLOVES.category)
    journal.write(GLOVES.product)
    ends = {"source": "transit:T0", "destination": "bin:C1"}
    body = TransferReceived(
        product=ProductCode("GLV-9"), quantity=quantity, **ends, transfer="T0", origin="Z"
    )
    journal.write(body)


def published(broker: MemoryBroker, topic: str) -> list[object]:
    """What the broker carried on a topic."""
    return [json.loads(sent.payload) for sent in broker.carried if sent.topic == topic]


def test_central_holds_what_the_kiosks_wrote_and_says_so(world: World) -> None:
    """The acknowledgement is retained; the kiosk's cursor follows it."""
    head = world.kiosks[0].journal.entries[-1]

    assert world.agrees()
    retained = json.loads(world.broker.retained["crib/v1/k/A/ack"].payload)
    assert retained == {"epoch": "000001-A", "upto": 2}
    assert Mark.of(head) == world.kiosks[0].mark()
    assert world.kiosks[0].told[-1].waiting == 0


def test_the_brokers_word_alone_delivers_nothing(world: World) -> None:
    """While central is away everything waits, though the broker has taken it."""
    kiosk = world.kiosks[0]
    before = kiosk.mark()
    world.central.stop()
    kiosk.journal.write()
    world.rest(1)

    assert before == kiosk.mark()
    assert (kiosk.told[-1].state, kiosk.told[-1].waiting) == ("up", 1)
    assert "Central is away" in kiosk.told[-1].detail

    world.central_up()
    world.rest(1)
    assert world.agrees()
    assert Mark.of(kiosk.journal.entries[-1]) == kiosk.mark()
    assert (kiosk.told[-1].waiting, kiosk.told[-1].detail) == (0, "")


def test_a_gap_is_asked_for_and_the_same_bytes_come_again(world: World) -> None:
    """An entry after it is not kept before it."""
    kiosk = world.kiosks[0]
    world.broker.faults.append("lose")
    first, second = kiosk.journal.write(), kiosk.journal.write()
    world.rest()

    assert world.agrees()
    asked = published(world.broker, "crib/v1/k/A/req/replay")
    assert {"epoch": "000001-A", "from": 3, "to": 4} in asked
    sent = [each.payload for each in world.broker.carried if "/A/evt/" in each.topic]
    assert sent[-2:] == [message(first).payload, message(second).payload]


def test_a_lost_tail_is_found_by_the_head_that_the_kiosk_announces(world: World) -> None:
    """Nothing comes after it that would show the gap."""
    kiosk = world.kiosks[0]
    world.broker.faults.append("lose")
    kiosk.journal.write()
    world.rest()
    assert not world.agrees()

    world.rest(60)
    assert world.agrees()


def test_a_lost_request_for_a_gap_is_repeated_after_a_while(world: World) -> None:
    """And not before, so that a slow kiosk is not asked for everything again and again."""
    kiosk = world.kiosks[0]
    world.broker.faults.extend(["lose", "", "lose"])
    kiosk.journal.write()
    kiosk.journal.write()
    world.rest()
    assert not world.agrees()

    world.rest(31)
    assert world.agrees()


def test_what_comes_twice_is_taken_once(world: World) -> None:
    """Its tables count each entry once: they have no other input."""
    kiosk = world.kiosks[0]
    world.broker.faults.extend(["double"] * 3)
    for _ in range(3):
        kiosk.journal.write()
    world.rest()

    assert world.agrees()
    counted = world.central.copies["A"].db.execute_sql("SELECT times FROM unknown_code").fetchall()
    assert counted == [(4,)]


def test_a_restored_kiosk_goes_on_and_what_it_left_behind_is_kept_beside(world: World) -> None:
    """The copy is the kiosk's journal as it is now, and nothing that happened is lost."""
    kiosk = world.kiosks[0]
    for _ in range(3):
        kiosk.journal.write()
    world.rest()
    left = kiosk.journal.entries[3:]
    kiosk.journal.restore(3)
    kiosk.journal.write()
    kiosk.lose_power()
    world.rest()

    copy = world.central.copies["A"]
    assert world.agrees()
    assert left == copy.aside
    assert copy.wrong == []
    assert Mark.of(kiosk.journal.entries[-1]) == kiosk.mark()


def test_a_journal_that_was_written_over_is_an_alarm_and_not_a_repeat(world: World) -> None:
    """The same place with another hash; both are known, the first one counts."""
    kiosk = world.kiosks[0]
    kept = kiosk.journal.entries[-1]
    del kiosk.journal.entries[-1]
    forged = kiosk.journal.write(changes.CodeUnknown(code="forged"))
    world.broker.take(message(forged))
    world.rest()

    copy = world.central.copies["A"]
    assert kept == copy.entries[-1]
    assert copy.wrong == ["entry 000001-A/2 of A is here with another hash"]


@pytest.mark.parametrize("payload", [b"", b"{}", b'{"data": 1}', b"\xff"])
def test_what_is_no_entry_is_passed_over_and_said(world: World, payload: bytes) -> None:
    """Nothing that anybody publishes stops central."""
    world.broker.take(Message("crib/v1/k/A/evt/asset.issued", payload))
    world.broker.take(Message("crib/v1/k/A/info", payload))
    world.broker.take(Message("crib/v1/k/A/res/transfer", payload))
    world.kiosks[0].journal.write()
    world.rest()

    assert len(world.central.copies["A"].wrong) == 1
    assert world.agrees()


def test_an_entry_on_another_kiosks_topic_is_not_taken(world: World) -> None:
    """Who may write where is the broker's to see to; central looks all the same."""
    world.broker.take(
        Message("crib/v1/k/B/evt/code.unknown", message(world.kiosks[0].journal.write()).payload)
    )
    world.rest()

    assert world.central.copies["B"].wrong == ["B published an entry of A"]


def test_every_sites_figures_are_retained_with_the_time_they_are_of(world: World) -> None:
    """Other sites hear them; the site itself knows better."""
    stocked(world, 0, 40)
    world.rest()

    head = world.kiosks[0].journal.entries[-1]
    expected = SiteFigures("A", "GLV-9", 40, 0, 40, head.at)
    told = [each for news in world.kiosks[1].figures for each in news.figures]
    assert expected == told[-1]
    assert world.kiosks[0].figures == []
    assert "crib/v1/figures/A/GLV-9" in world.broker.retained


def test_a_transfer_is_told_to_the_other_site_until_that_has_noted_it(world: World) -> None:
    """By a transaction of one name, whatever happens in between."""
    a, b = world.kiosks
    stocked(world, 0, 40)
    b.is_there = False
    entry = a.journal.write(sent())
    world.rest()
    assert b.asked == []

    b.is_there = True
    world.rest(31)
    (asked,) = {each.id for each in b.asked}
    assert f"central-{entry.id}" == asked
    command = b.asked[0].command
    assert isinstance(command, ExpectTransfer)
    assert (command.origin, command.quantity, command.what) == ("A", 20, GLOVES)

    before = len(b.asked)
    world.rest(31)
    assert before == len(b.asked)


def test_a_request_that_a_kiosk_could_not_judge_is_made_again(world: World) -> None:
    """A full disk is no answer."""
    b = world.kiosks[1]
    stocked(world, 0, 40)
    b.reply = "error"
    world.kiosks[0].journal.write(sent())
    world.rest()
    world.rest(31)
    assert len(b.asked) == 2

    b.reply = "nothing"
    world.rest(31)
    world.rest(31)
    assert len(b.asked) == 3


def test_what_a_kiosk_wrote_for_a_request_ends_it_though_the_answer_was_lost(world: World) -> None:
    """The journal is the answer that counts."""
    b = world.kiosks[1]
    stocked(world, 0, 40)
    b.reply = "error"
    entry = world.kiosks[0].journal.write(sent())
    world.rest()
    b.journal.write(via=Via.CENTRAL, command=f"central-{entry.id}")
    world.rest(31)
    world.rest(31)

    assert len(b.asked) == 1


def test_a_receipt_goes_back_to_the_kiosk_that_sent(world: World) -> None:
    """To be settled there."""
    a, b = world.kiosks
    stocked(world, 0, 40)
    stocked(world, 1, 1)
    a.journal.write(sent())
    ends = {"source": "transit:T1", "destination": "bin:C1"}
    body = TransferReceived(
        product=ProductCode("GLV-9"), quantity=15, **ends, transfer="T1", origin="A", asset=AssetCode("")
    )
    entry = b.journal.write(body)
    world.rest()

    asked = {each.id: each.command for each in a.asked}
    assert SettleTransfer("T1", ProductCode("GLV-9"), 15) == asked[f"central-{entry.id}"]  # type: ignore[index]
