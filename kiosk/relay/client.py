"""The real client: paho on a thread of its own, MQTT 5 only. No other file of the relay imports paho.

Nothing is decided on paho's thread: its callbacks only put what happened into a queue, because paho
holds locks around them, and an exception in one would end its thread for good.
"""

import random
import ssl
import sys
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import RLock
from typing import Any
from urllib.parse import urlsplit

from paho.mqtt.client import Client as Paho
from paho.mqtt.client import ConnectFlags, DisconnectFlags, MQTTMessage, MQTTMessageInfo
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from kiosk.relay.link import Accepted, Denied, Down, Event, Heard, Message, Up
from kiosk.settings import Broker

MAX_UNANSWERED = 20
"""What paho sends at once by default, and mosquitto's Receive Maximum."""
WILL_DELAY_S = 30
"""A link that is back sooner was never away to those who watch the kiosk's state."""
RETRY_S = (1, 60)
"""First and longest wait before the broker is looked for again."""
FAREWELL_S = 3.0
"""How long a broker may take to acknowledge the last message."""
NO_SUBSCRIBERS = 0x10
"""MQTT 5.0 §3.4.2.1, a success: No matching subscribers."""
DAY_S = 86400
_PORTS = {"mqtt": 1883, "mqtts": 8883}
_Answer = tuple[int, ReasonCode]
"""Packet identifier and what the broker said to it."""


class PahoClient:
    """A Client of the broker in the settings, whose session is the kiosk's.

    ``retry_s`` is the first and the longest wait between two attempts, to which up to as much again
    is added by chance, so that a fleet does not come back in one moment. ``clean`` forgets an older session.

    Raises:
        OSError: a file that the settings name cannot be read; the text names it.
    """

    def __init__(
        self,
        broker: Broker,
        kiosk: str,
        *,
        retry_s: tuple[int, int] = RETRY_S,
        will_delay_s: int = WILL_DELAY_S,
        clean: bool = False,
    ) -> None:
        self._broker = broker
        self._where = urlsplit(broker.url)
        self._will_delay_s = will_delay_s
        self._clean = clean
        self._happened: SimpleQueue[Event | _Answer] = SimpleQueue()
        self._tokens: dict[int, int] = {}
        self._wake: Callable[[], None] = lambda: None
        self._topics: tuple[str, ...] = ()
        self._gate = RLock()
        """Held while a message is given to paho, and while a link begins or ends, so that none goes out on
        another link than was meant. Never taken in on_publish, which paho calls under a lock of its own."""
        self._link = self._links = 0
        self._limit = MAX_UNANSWERED
        self._is_running = self._is_refused = False
        self._paho = self._make(kiosk)
        first, longest = retry_s
        self._paho.reconnect_delay_set(random.randint(first, 2 * first), random.randint(longest, 2 * longest))  # noqa: S311

    def start(self, will: Message, wake: Callable[[], None], topics: tuple[str, ...] = ()) -> None:
        """See Client."""
        self._wake, self._topics = wake, topics
        late = _properties(
            PacketTypes.WILLMESSAGE, WillDelayInterval=self._will_delay_s, ContentType=will.content_type
        )
        self._paho.will_set(will.topic, will.payload, qos=1, retain=will.retained, properties=late)
        self._paho.connect_async(
            self._where.hostname or "",
            self._where.port or _PORTS[self._where.scheme],
            keepalive=self._broker.keepalive_s,
            # A clean start would end the session, and with it the delay of the will.
            clean_start=self._clean,
            properties=_properties(
                PacketTypes.CONNECT, SessionExpiryInterval=self._broker.session_expiry_days * DAY_S
            ),
        )
        self._is_running = True
        self._paho.loop_start()

    def publish(self, link: int, token: int, message: Message) -> bool:
        """See Client."""
        properties = _properties(
            PacketTypes.PUBLISH, ContentType=message.content_type, PayloadFormatIndicator=1
        )
        with self._gate:
            if not self._link or link != self._link or len(self._tokens) >= self._limit:
                return False
            info = self._paho.publish(message.topic, message.payload, 1, message.retained, properties)
        if info.rc is MQTTErrorCode.MQTT_ERR_QUEUE_SIZE:
            return False
        self._tokens[info.mid] = token
        return True

    def events(self) -> list[Event]:
        """See Client."""
        if self._is_running:
            # Does nothing while paho's thread lives; whatever ended it, it lives again.
            self._paho.loop_start()
        events = (self._translated(happened) for happened in self._drained())
        return [event for event in events if event is not None]

    def stop(self, farewell: Message) -> None:
        """See Client."""
        with self._gate:
            is_up, self._link = bool(self._link), 0
        self._is_running = False
        if is_up:
            self._say(farewell)
        self._paho.disconnect()
        self._paho.loop_stop()

    def _make(self, kiosk: str) -> Paho:
        version, protocol = CallbackAPIVersion.VERSION2, MQTTProtocolVersion.MQTTv5
        # paho falls back to 3.1, where a refusal looks like a success, from 3.1.1 only.
        paho = Paho(version, client_id=kiosk, protocol=protocol)
        paho.suppress_exceptions = True
        paho.on_connect = self._on_connect
        paho.on_connect_fail = self._on_connect_fail
        paho.on_disconnect = self._on_disconnect
        paho.on_publish = self._on_publish
        paho.on_message = self._on_message
        if self._where.scheme == "mqtts":
            paho.tls_set_context(_tls(self._broker))
        if self._broker.username:
            paho.username_pw_set(self._broker.username, _password(self._broker.password_file))
        return paho

    def _say(self, farewell: Message) -> None:
        info: MQTTMessageInfo = self._paho.publish(farewell.topic, farewell.payload, 1, farewell.retained)
        if info.rc is MQTTErrorCode.MQTT_ERR_SUCCESS:
            info.wait_for_publish(FAREWELL_S)

    def _drained(self) -> list[Event | _Answer]:
        drained: list[Event | _Answer] = []
        while True:
            try:
                drained.append(self._happened.get_nowait())
            except Empty:
                return drained

    def _translated(self, happened: Event | _Answer) -> Event | None:
        if not isinstance(happened, tuple):
            if isinstance(happened, Up):
                self._tokens.clear()
            return happened
        mid, reason = happened
        token = self._tokens.pop(mid, None)
        if token is None:
            return None
        if reason.is_failure:
            return Denied(token, str(reason))
        return Accepted(token, heard=reason.value != NO_SUBSCRIBERS)

    def _note(self, happened: Event | _Answer) -> None:
        self._happened.put(happened)
        self._wake()

    def _on_connect(
        self,
        paho: Paho,
        _data: object,
        _flags: ConnectFlags,
        reason: ReasonCode,
        properties: Properties | None,
    ) -> None:
        self._is_refused = reason.is_failure
        if reason.is_failure:
            self._note(Down(f"The broker at {self._where.netloc} refuses the kiosk: {reason}."))
            return
        with self._gate:
            # MQTT 5.0 §4.4 has a resumed session send its messages again; the relay does, from the journal
            # and in its order, which paho's left-overs would disturb.
            paho.drop_out_messages()
            self._limit = min(MAX_UNANSWERED, getattr(properties, "ReceiveMaximum", MAX_UNANSWERED))
            self._links += 1
            self._link = self._links
        self._note(Up(self._link))
        if self._topics:
            paho.subscribe([(topic, 1) for topic in self._topics])

    def _on_message(self, _paho: Paho, _data: object, message: MQTTMessage) -> None:
        self._note(Heard(message.topic, bytes(message.payload)))

    def _on_connect_fail(self, _paho: Paho, _data: object) -> None:
        # paho calls this while it handles the error, and tells nobody which.
        error = sys.exc_info()[1]
        self._note(Down(f"The broker at {self._where.netloc} cannot be reached: {error}."))

    def _on_disconnect(
        self,
        _paho: Paho,
        _data: object,
        _flags: DisconnectFlags,
        reason: ReasonCode,
        _more: Properties | None,
    ) -> None:
        with self._gate:
            was_up, self._link = bool(self._link), 0
        if was_up:
            self._note(Down(f"The link to the broker at {self._where.netloc} was lost: {reason}."))
        elif self._is_running and not self._is_refused:
            self._note(Down(f"The broker at {self._where.netloc} hung up at once. Does it speak MQTT 5?"))

    def _on_publish(
        self, _paho: Paho, _data: object, mid: int, reason: ReasonCode, _more: Properties
    ) -> None:
        self._note((mid, reason))


def _properties(packet: int, **values: Any) -> Properties:
    properties = Properties(packet)  # type: ignore[no-untyped-call]
    for name, value in values.items():
        setattr(properties, name, value)
    return properties


def _tls(broker: Broker) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=broker.ca_file or None)
    if broker.cert_file:
        context.load_cert_chain(broker.cert_file, broker.key_file)
    return context


def _password(path: str) -> str | None:
    return Path(path).read_text(encoding="utf-8").strip("\r\n") if path else None
