"""A badge and a scan, from the bytes on the line to a stranger's MQTT client."""

import asyncio
import json
from pathlib import Path

from gpiozero.pins.mock import MockFactory
from journey_crib import BUZZER, WholeKiosk, shown, whole_kiosk

from kiosk import assembly
from kiosk.counter.views import Page
from kiosk.devices import badges
from kiosk.screens.app import KioskApp
from kiosk.screens.pictures import cells, plain
from tests.relay.mosquitto import Mosquitto

ANN = "0319134791"
DRILL = "Cordless drill driver 18 V"


def heard(pins: MockFactory) -> list[bool]:
    """What the buzzer's pin did."""
    return [moment.state for moment in pins.pin(BUZZER).states]


async def take_a_drill(kiosk: WholeKiosk, app: KioskApp, pins: MockFactory) -> None:
    """Ann badges and scans, and reads the screen."""
    async with app.run_test(size=(120, 40)) as pilot:
        await shown(pilot, lambda: app.view.page is Page.WELCOME and app.view.site, "the welcome page")
        kiosk.reader.tap(badges.badge_number(ANN))
        await shown(pilot, lambda: app.view.who == "Ann Ott", "who is signed in")
        await shown(pilot, lambda: heard(pins) == [False, True, False], "the end of the beep for the badge")

        kiosk.scanner.scan("DRL-01")

        await shown(pilot, lambda: app.view.notice and app.view.notice.title == f"Taken: {DRILL}", "taken")
        assert kiosk.journal()[-1].type == "asset.issued"
        await shown(pilot, lambda: f"DRL-01 {DRILL}" in plain(cells(app)), "the words on the glass")
        await shown(pilot, lambda: heard(pins) == [False, True, False, True, False], "a beep for the drill")


def test_a_badge_and_a_scan_reach_screen_journal_buzzer_and_broker(broker: Mosquitto, tmp_path: Path) -> None:
    """Reader frames and key events go in; a client that is not ours reads the very entry that was written."""
    broker.subscribe("audit")
    pins = MockFactory()
    with whole_kiosk(tmp_path, broker.url, pins) as kiosk:
        asyncio.run(take_a_drill(kiosk, assembly.build_screen(kiosk.settings, kiosk.door), pins))
        journal = kiosk.journal()
        issued = next(entry for entry in journal if entry.type == "asset.issued")

        seen = broker.collect("audit", len(journal))

    events = [json.loads(each.payload) for each in seen if each.topic == "crib/v1/k/K/evt/asset.issued"]
    assert [event["id"] for event in events] == [issued.id]
    assert events[0]["data"]["body"] == json.loads(issued.body)
    assert events[0]["subject"] == "DRL-01"
