"""The broker is away for a while; the crib works on, and nothing that happened meanwhile is lost."""

import json
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path

from gpiozero.pins.mock import MockFactory
from journey_crib import WholeKiosk, whole_kiosk
from waiting import until

from kiosk import assembly
from kiosk.attendant.door import Door
from kiosk.attendant.messages import Tap
from kiosk.devices import badges
from tests.relay.mosquitto import Mosquitto

MOVEMENTS = 500


def holding(door: Door, kiosk: WholeKiosk) -> None:
    """Ann takes a box of gloves, by badge and scan."""
    before = door.status().seq
    kiosk.reader.tap(badges.badge_number("0319134791"))
    until(lambda: door.status().seq == before + 1, "Ann is signed in")
    kiosk.scanner.scan("GLV-9")
    until(lambda: door.status().seq == before + 2, "the box is taken")


def move(door: Door, times: int) -> None:
    """Ann takes one box more, puts one back, and so on; each is a movement of its own."""
    for wanted in islice(cycle(("quantity:2", "quantity:1")), times):
        reply = door.tap(Tap(assembly.new_id(), wanted))
        assert reply.result == "ok", reply.text


def test_500_movements_while_the_broker_was_away_arrive_in_order_without_a_gap_and_once(
    broker: Mosquitto, tmp_path: Path
) -> None:
    """At a subscriber whose session outlived the stop: the journal's own entries, by their own ids."""
    broker.subscribe("audit")
    with whole_kiosk(tmp_path, broker.url, MockFactory()) as kiosk, closing(kiosk.door()) as door:
        until(lambda: door.status().waiting == 0, "the broker has what was before")
        before = door.status().seq
        broker.down()
        kiosk.healthy("broker: away")
        holding(door, kiosk)
        move(door, MOVEMENTS - 1)
        until(lambda: door.status().waiting == MOVEMENTS + 1, "all of them and the badge wait")
        journal = kiosk.journal()

        broker.up()
        until(lambda: door.status().waiting == 0, "the broker has everything")

    events = [json.loads(each.payload) for each in broker.collect("audit", len(journal))]
    assert [event["id"] for event in events] == [entry.id for entry in journal]
    missed = [event["data"] for event in events[before:]]
    assert [entry["seq"] for entry in missed] == list(range(before + 1, before + MOVEMENTS + 2))
    to_and_fro = ["stock.issued", "stock.put-back"] * (MOVEMENTS // 2)
    assert [entry["type"] for entry in missed] == ["session.opened", "stock.issued", *to_and_fro[:-1]]
