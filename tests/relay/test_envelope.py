"""What an entry looks like to whoever consumes it."""

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from relay_journal import ListJournal, issued

from kiosk.crib.body import Body
from kiosk.crib.changes import BadgeUnknown, BinChanged, CodeUnknown, EpochOpened, SessionOpened
from kiosk.crib.names import BadgeDigest, CommandId, Via, WorkerId
from kiosk.relay.envelope import CONTENT_TYPE, envelope, message, topic
from kiosk.store.canonical import canonical
from kiosk.store.entry import Entry

SCHEMA = json.loads((Path(__file__).parent / "cloudevents-1.0.json").read_text())
RFC_3339_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
URI_PATH = re.compile(r"(/[A-Za-z0-9._~%-]+)+")

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
entries = st.builds(
    Entry,
    epoch=texts,
    seq=st.integers(1, 2**53 - 1),
    id=st.uuids().map(str),
    at=st.integers(0, 2**53 - 1),
    clock_synced=st.sampled_from([0, 1]),
    boot_id=texts,
    boottime_ns=st.integers(0, 2**63 - 1),
    kiosk=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20),
    site=texts,
    actor=texts.map(WorkerId),
    via=st.sampled_from(Via),
    command=texts.map(CommandId),
    line=st.integers(0, 100_000),
    type=st.sampled_from(["code.unknown", "asset.handed-over"]),
    body=st.dictionaries(st.sampled_from(["code", "asset", "note"]), texts).map(canonical),
    prev=hashes,
).map(Entry.sealed)


def an_entry(body: Body) -> Entry:
    """The only entry of a journal."""
    return ListJournal().write(body)


@settings(deadline=None)
@given(entries)
def test_every_entry_is_a_cloud_event(entry: Entry) -> None:
    """By the schema of CloudEvents, and by the formats and the rule of names that it does not check."""
    event = json.loads(envelope(entry))

    jsonschema.validate(event, SCHEMA)
    assert RFC_3339_UTC.fullmatch(event["time"])
    assert URI_PATH.fullmatch(event["source"])
    assert all(re.fullmatch("[a-z0-9]{1,20}", name) for name in event)


@settings(deadline=None)
@given(entries)
def test_the_hash_can_be_recomputed_from_the_message_alone(entry: Entry) -> None:
    """With a JSON parser and SHA-256 and nothing of this program."""
    data = json.loads(envelope(entry))["data"]
    claimed = data.pop("hash")
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert claimed == hashlib.sha256(text.encode()).hexdigest() == entry.hash


@settings(deadline=None)
@given(entries)
def test_nothing_of_an_entry_is_lost_on_the_way(entry: Entry) -> None:
    """Central can keep the very entry that the kiosk wrote."""
    data = json.loads(envelope(entry))["data"]
    back = {**data, "boottime_ns": int(data["boottime_ns"]), "body": canonical(data["body"])}

    assert entry == Entry(**{**back, "via": Via(data["via"])})


@settings(deadline=None)
@given(entries)
def test_the_same_entry_is_the_same_bytes(entry: Entry) -> None:
    """A message sent again cannot be told from the first, nor need be."""
    assert envelope(entry) == envelope(Entry(*entry.__reduce__()[1]))


@settings(deadline=None)
@given(entries)
def test_the_time_is_the_entrys_to_the_microsecond(entry: Entry) -> None:
    """Whole microseconds, never through a fraction of a second."""
    said = datetime.fromisoformat(json.loads(envelope(entry))["time"])

    assert entry.at == (said - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


@settings(deadline=None)
@given(entries)
def test_no_kiosk_id_can_reach_another_topic_level(entry: Entry) -> None:
    """MQTT 5.0 §4.7: a level, a wildcard and NUL are not for names."""
    levels = topic(entry).split("/")

    assert ["crib", "v1", "k", "evt", entry.type] == [*levels[:3], *levels[4:]]
    assert not set(levels[3]) & set("+#\0")


def test_an_issued_asset_is_published_on_its_own_topic_and_not_retained() -> None:
    """A movement is news once; what is retained is a state."""
    sent = message(an_entry(issued()))

    assert sent.topic == "crib/v1/k/A/evt/asset.issued"
    assert not sent.retained
    assert sent.content_type == CONTENT_TYPE


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        (issued("TW-07"), "TW-07"),
        (SessionOpened(worker=WorkerId("w-ann")), "w-ann"),
        (CodeUnknown(code="??"), "??"),
        (BinChanged(bin="C1-04"), "C1-04"),
        (EpochOpened(), None),
        (BadgeUnknown(badge=BadgeDigest("00ff")), None),
    ],
)
def test_the_subject_is_what_the_entry_is_about(body: Body, subject: str | None) -> None:
    """An entry about nothing that has a name has no subject rather than an empty one."""
    assert json.loads(envelope(an_entry(body))).get("subject") == subject


@pytest.mark.parametrize(
    ("destination", "status"),
    [("holder:w-ann", "out"), ("station:ST-3", "out"), ("bin:C1-04", "available"), ("scrap", "retired")],
)
def test_a_movement_of_an_asset_says_its_status(destination: str, status: str) -> None:
    """The word is the one that screens use; what moves nothing says none."""
    moved = replace(issued(), destination=destination)

    assert json.loads(envelope(an_entry(moved)))["assetstatus"] == status
    assert "assetstatus" not in json.loads(envelope(an_entry(BinChanged(bin="C1-04"))))


def test_source_type_and_id_name_kiosk_kind_and_entry() -> None:
    """CloudEvents 1.0: source and id together are unique."""
    entry = an_entry(issued())
    event = json.loads(envelope(entry))

    assert ("/crib/k/A", "crib.asset.issued.v1", entry.id) == (event["source"], event["type"], event["id"])
