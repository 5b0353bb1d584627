"""Listens to what kiosks publish: for rehearsals against a real broker, and for the demo's log."""

from collections.abc import Callable
from threading import Event
from urllib.parse import urlsplit

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

PATIENCE_S = 10.0


class Ear:
    """A subscriber of its own, with no session: it hears what is published while it listens."""

    def __init__(self, url: str, topics: str, hear: Callable[[str, bytes], None]) -> None:
        """Listen to ``topics`` at ``url`` (mqtt://host[:port]); ``hear`` is called from a thread.

        Raises:
            ConnectionError: the broker is not there, or does not let us listen.
        """
        where = urlsplit(url)
        host, port = where.hostname or "localhost", where.port or 1883
        subscribed = Event()
        self._client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
        self._client.suppress_exceptions = True

        def on_message(_: Client, __: object, message: MQTTMessage) -> None:
            hear(message.topic, bytes(message.payload))

        self._client.on_message = on_message
        self._client.on_connect = lambda client, *_: client.subscribe(topics, qos=1)
        self._client.on_subscribe = lambda *_: subscribed.set()
        try:
            self._client.connect(host, port)
        except OSError as error:
            raise ConnectionError(
                f"No broker at {url}: {error}. Start one there, or name another."
            ) from error
        self._client.loop_start()
        if not subscribed.wait(PATIENCE_S):
            self.stop()
            raise ConnectionError(f"The broker at {url} let us subscribe to nothing in {PATIENCE_S:.0f} s.")

    def stop(self) -> None:
        """Listen no more."""
        self._client.disconnect()
        self._client.loop_stop()
