"""What only a real broker, or a broken one, can do to the real client."""

import socket
import subprocess
import threading
from pathlib import Path

import pytest
from mosquitto import Mosquitto
from relay_worlds import FAREWELL, Driven, news, paho
from waiting import PATIENCE_S

from kiosk.relay.client import MAX_UNANSWERED, PahoClient
from kiosk.relay.link import Accepted, Down, Message
from kiosk.settings import Broker


def down(driven: Driven) -> str:
    """Why there is no link."""
    event = driven.next(Down)
    assert isinstance(event, Down)
    return event.reason


def test_a_broker_that_refuses_the_login_is_named_with_its_reason(tmp_path: Path) -> None:
    """What the keeper reads tells where and why."""
    with Mosquitto(tmp_path, "allow_anonymous false") as broker:
        driven = Driven(paho(broker))

        assert f"The broker at 127.0.0.1:{broker.port} refuses the kiosk: Not authorized." == down(driven)
        driven.client.stop(FAREWELL)


def test_the_password_is_read_from_its_file(tmp_path: Path) -> None:
    """A line's end in it is not part of it."""
    users, secret = tmp_path / "users", tmp_path / "secret"
    # mosquitto_passwd -b users kiosk s3cret
    users.write_text(
        "kiosk:$7$101$CAezokElbxu3PIiT$w/BOmJTOVfcPXfdll/7H6/406mbokmurgr8d6eNlmdQgleICPP3AUzc7mCoLXV0hR"
        "TG7kivD+OR+nhhNszgm3w==\n"
    )
    secret.write_text("s3cret\n")
    with Mosquitto(tmp_path, "allow_anonymous false", f"password_file {users}") as broker:
        settings = Broker(url=broker.url, username="kiosk", password_file=str(secret))
        driven = Driven(PahoClient(settings, "A", retry_s=(1, 1)))

        assert driven.link() == 1
        driven.client.stop(FAREWELL)


def secured(folder: Path) -> Mosquitto:
    """A broker with a certificate for 127.0.0.1 that is its own authority."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subject = ("-subj", "/CN=broker", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "1")
    files = ("-keyout", str(key), "-out", str(certificate))
    make = ("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    subprocess.run([*make, *subject, *files], check=True, capture_output=True)
    return Mosquitto(folder, "allow_anonymous true", f"certfile {certificate}", f"keyfile {key}")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # paho leaves a socket open
def test_a_broker_is_trusted_that_the_named_authority_vouches_for(tmp_path: Path) -> None:
    """And no other."""
    with secured(tmp_path) as broker:
        url, authority = broker.url.replace("mqtt:", "mqtts:"), str(tmp_path / "certificate.pem")
        trusting = Driven(PahoClient(Broker(url=url, ca_file=authority), "A", retry_s=(1, 1)))
        wary = Driven(PahoClient(Broker(url=url), "B", retry_s=(1, 1)))

        assert trusting.link() == 1
        assert "certificate verify failed" in down(wary)
        trusting.client.stop(FAREWELL)
        wary.client.stop(FAREWELL)


def test_a_broker_that_says_nothing_any_more_is_noticed(mosquitto: Mosquitto) -> None:
    """Its connections stay open; only the keepalive tells."""
    driven = Driven(paho(mosquitto, keepalive_s=1))
    first = driven.link()
    mosquitto.freeze()

    assert "was lost: Keep alive timeout" in down(driven)
    mosquitto.thaw()
    assert driven.link() > first
    driven.client.stop(FAREWELL)


def test_paho_sends_nothing_again_that_was_not_answered(mosquitto: Mosquitto) -> None:
    """It would; but the relay alone knows what comes first."""
    driven = Driven(paho(mosquitto))
    link = driven.link()
    mosquitto.freeze()
    unanswered = Message("crib/unanswered", b"x", retained=True)
    assert all(driven.client.publish(link, n, unanswered) for n in range(1, MAX_UNANSWERED + 1))
    mosquitto.kill()
    driven.next(Down)
    mosquitto.up()
    assert driven.client.publish(driven.link(), 99, news(99))
    driven.next(Accepted)

    assert mosquitto.retained("crib/unanswered") == []
    driven.client.stop(FAREWELL)


def test_no_more_goes_out_than_the_broker_will_take_unanswered(tmp_path: Path) -> None:
    """Receive Maximum, MQTT 5.0 §4.9; paho itself does not heed it."""
    with Mosquitto(tmp_path, "allow_anonymous true", "max_inflight_messages 2") as broker:
        driven = Driven(paho(broker))
        link = driven.link()
        broker.freeze()

        assert [driven.client.publish(link, n, news(n)) for n in (1, 2, 3)] == [True, True, False]
        broker.thaw()
        driven.next(Accepted)
        assert driven.client.publish(link, 3, news(3))
        driven.client.stop(FAREWELL)


def hang_up(server: socket.socket) -> None:
    """Answer one call, and say nothing."""
    server.accept()[0].close()


def test_a_server_that_hangs_up_at_once_is_told_from_one_that_is_not_there() -> None:
    """As one does that knows only MQTT 3."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        answering = threading.Thread(target=hang_up, args=(server,))
        answering.start()
        driven = Driven(PahoClient(Broker(url=f"mqtt://127.0.0.1:{port}"), "A", retry_s=(1, 1)))

        assert "hung up at once. Does it speak MQTT 5?" in down(driven)
        answering.join(PATIENCE_S)
    driven.client.stop(FAREWELL)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # paho leaves two sockets open
def test_pahos_thread_lives_again_whatever_ended_it(
    mosquitto: Mosquitto, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error that paho does not expect ends its thread; the client would say no word for ever."""
    connect, ended = socket.create_connection, threading.Event()

    def fails_once(*args: object, **options: object) -> socket.socket:
        if not ended.is_set():
            ended.set()
            raise ValueError("not an error that paho expects")
        return connect(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "create_connection", fails_once)
    driven = Driven(paho(mosquitto))
    assert ended.wait(PATIENCE_S)

    assert driven.link() == 1
    driven.client.stop(FAREWELL)


def test_a_missing_password_file_is_named() -> None:
    """Before anything is tried."""
    with pytest.raises(OSError, match="no-such-file"):
        PahoClient(Broker(url="mqtt://localhost", username="a", password_file="/no-such-file"), "A")  # noqa: S106
