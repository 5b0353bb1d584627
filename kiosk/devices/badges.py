"""Badge numbers, as the store and the counter want them."""

from drivers.badges import em4100


def badge_number(text: str) -> str:
    """The canonical number of a badge in any printed notation.

    Raises:
        ValueError: it is none, or could be several.
    """
    return em4100.parse(text)


def badge_forms(number: str) -> tuple[str, ...]:
    """The numbers that a badge may be enrolled under: its own, and the ten digits printed on most cards."""
    return tuple(dict.fromkeys((number, em4100.parse(em4100.forms(number)["dez10"]))))
