"""Boards of locks, as the program that drives them uses them: against their simulated other half."""

from collections.abc import Callable

import pytest

from drivers.locks import board_8a, cu48, modbus_relay
from drivers.locks.board import BAUDS, Board, Board8a, Cu16, Cu48, Lcus, ModbusRelay, board
from drivers.messages import Frame, LockReport, Message, Noise
from drivers.sim.boards import SimBoard, longest

MAKES: dict[str, Callable[[], Board]] = {
    "cu16": lambda: Cu16(1),
    "cu48": lambda: Cu48(1),
    "board-8a": lambda: Board8a(1),
    "lcus": lambda: Lcus(answering=True),
    "modbus-relay": lambda: ModbusRelay(1),
}
each_family = pytest.mark.parametrize("family", MAKES)


def heard(driver: Board, data: bytes) -> list[Message]:
    """What the driver makes of bytes."""
    decoder = driver.decoder()
    return [*decoder.feed(data), *decoder.flush()]


@each_family
def test_a_pulse_energizes_its_channel_only_and_ends_in_time(family: str) -> None:
    """By itself, or by the release that the program sends."""
    driver, sim = MAKES[family](), SimBoard(family)

    sim.hear(driver.pulse(3, 500), 0.0)
    if not driver.times_itself:
        sim.hear(driver.release(3), 0.5)

    (stretch,) = sim.energized(10.0)
    assert stretch.channel == 3
    assert stretch.until - stretch.since <= 0.5


@each_family
def test_a_pulse_is_answered_and_the_answer_is_known(family: str) -> None:
    """An echo, an acknowledgement or a report; an LCUS board says nothing."""
    driver, sim = MAKES[family](), SimBoard(family)
    order = driver.pulse(3, 500)

    answers = heard(driver, sim.hear(order, 0.0))

    assert (family != "lcus") is any(driver.answers(order, answer) for answer in answers)


@each_family
def test_every_question_is_answered_by_a_report(family: str) -> None:
    """And all of them together tell of channel 3."""
    driver, sim = MAKES[family](), SimBoard(family)
    sim.locks[3].shut = False
    told: dict[int, bool] = {}

    for question in driver.ask():
        answers = heard(driver, sim.hear(question, 0.0))
        assert any(driver.answers(question, answer) for answer in answers)
        for answer in answers:
            assert isinstance(answer, LockReport)
            told |= answer.contacts

    assert family == "lcus" or (told[2], told[3]) == (True, False)


@each_family
def test_everything_is_off_after_all_off(family: str) -> None:
    """Whatever was on."""
    driver, sim = MAKES[family](), SimBoard(family)
    if not driver.times_itself:
        sim.hear(driver.pulse(1, 500) + driver.pulse(8, 500), 0.0)

    for order in driver.all_off():
        sim.hear(order, 0.1)

    assert not any(sim.coils().values())


@each_family
def test_noise_and_other_boards_answer_nothing(family: str) -> None:
    """Not a pulse, not a question."""
    driver, other = MAKES[family](), SimBoard(family, address=2)
    sent = [driver.pulse(3, 500), *driver.ask()]
    foreign = other.hear(b"".join(board(family, 2).ask()), 0.0)

    for order in sent:
        assert not driver.answers(order, Noise("bytes outside a frame", b"\x00"))
        assert not any(driver.answers(order, answer) for answer in heard(driver, foreign))


@each_family
def test_a_channel_that_a_board_has_not_is_refused(family: str) -> None:
    """When the settings are read, not when somebody stands before the door."""
    for channel in (0, 51):
        with pytest.raises(ValueError, match=f"not {channel}"):
            MAKES[family]().pulse(channel, 500)


def test_a_board_is_made_by_the_name_of_its_family() -> None:
    """And each family has a speed."""
    assert list(MAKES) == list(BAUDS)
    assert [type(make()) for make in MAKES.values()] == [type(board(family, 1)) for family in BAUDS]
    with pytest.raises(ValueError, match="'cu17' is no family of lock boards: choose one of cu16, cu48"):
        board("cu17", 1)


@pytest.mark.parametrize(
    ("family", "address"),
    [("cu16", 16), ("cu48", 256), ("board-8a", 0), ("modbus-relay", 0), ("modbus-relay", 248)],
)
def test_an_address_that_a_bus_has_not_is_refused(family: str, address: int) -> None:
    """Address 0 of Modbus is every board at once."""
    with pytest.raises(ValueError, match=rf"not {address}: set .* so"):
        board(family, address)


def test_a_board_of_another_size_is_made_by_how_many_channels_it_has() -> None:
    """And inputs."""
    assert board("board-8a", 1, 50).pulse(50, 300) == board_8a.unlock(1, 50)
    assert len(board("lcus", 1, 4).all_off()) == 4
    assert board("modbus-relay", 1, 32, 0).ask() == (modbus_relay.ask_coils(1, 32),)


def test_an_8a_board_never_energizes_for_longer_than_asked() -> None:
    """Its own 300 ms, whole seconds, or not at all."""
    driver = Board8a(1)

    assert driver.pulse(1, 999) == driver.pulse(1, 300) == board_8a.unlock(1, 1)
    assert driver.pulse(1, 1000) == driver.pulse(1, 1999) == board_8a.unlock(1, 1, 1)
    with pytest.raises(ValueError, match="300 ms, not 299"):
        driver.pulse(1, 299)


def test_an_8a_board_of_50_locks_tells_of_all() -> None:
    """Its answer has seven bytes of them."""
    driver, sim = Board8a(1, 50), SimBoard("board-8a", channels=50)
    sim.locks[49].shut = False

    (report,) = heard(driver, sim.hear(driver.ask()[0], 0.0))

    assert isinstance(report, LockReport)
    assert [lock for lock, closed in report.contacts.items() if not closed] == [49]


def test_a_lock_that_an_8a_board_tells_of_unasked_answers_no_question() -> None:
    """It may come in between."""
    driver = Board8a(1)
    (told,) = heard(driver, board_8a.moved(1, 3, closed=True))

    assert not driver.answers(driver.ask()[0], told)


def test_an_unlock_that_failed_is_not_answered() -> None:
    """A CU48 that says so, a Modbus board that cannot flash."""
    (failure,) = heard(Cu48(1), cu48.ack(1, 3, done=False))
    (refusal,) = heard(ModbusRelay(1), modbus_relay.exception(1, 5, 2))

    assert not Cu48(1).answers(Cu48(1).pulse(3, 500), failure)
    assert not ModbusRelay(1).answers(ModbusRelay(1).pulse(3, 500), refusal)


def test_a_modbus_board_without_inputs_answers_the_question_for_them_all_the_same() -> None:
    """It is there, and its contacts cannot be read; or it is set up as having none and is not asked."""
    question = ModbusRelay(1).ask()[1]
    (refusal,) = heard(ModbusRelay(1), modbus_relay.exception(1, 2, 1))

    assert ModbusRelay(1).answers(question, refusal)
    assert len(ModbusRelay(1, inputs=0).ask()) == 1


def test_a_modbus_pulse_is_rounded_down_to_100_ms() -> None:
    """By the board's clock."""
    sim = SimBoard("modbus-relay")

    sim.hear(ModbusRelay(1).pulse(1, 799), 0.0)

    assert longest(sim.energized(5.0)) == 0.7


def test_an_lcus_board_that_cannot_answer_is_asked_nothing() -> None:
    """As most."""
    assert Lcus().ask() == ()
    assert SimBoard("lcus").hear(Lcus().pulse(1, 500), 0.0) == b""


def test_an_echo_answers_what_was_sent_to_a_cu16_but_a_question() -> None:
    """An echoed question would say nothing about the locks."""
    driver = Cu16(1)
    for sent, known in ((driver.pulse(1, 500), True), (driver.ask()[0], False)):
        (echo,) = heard(driver, sent)
        assert isinstance(echo, Frame)
        assert driver.answers(sent, echo) is known
