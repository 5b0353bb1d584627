"""Badge numbers, as the store, the counter and `cribctl badge` want them."""

from drivers.badges import list_rules


def badge_number(text: str, rule: str = "") -> str:
    """The canonical number of a badge in any printed notation, or by ``rule``, the policy's ``badge_list``.

    Raises:
        ValueError: it is none, or could be several.
    """
    return list_rules.parse(text, rule)


def badge_forms(number: str, rule: str = "") -> tuple[str, ...]:
    """The numbers that a badge may be enrolled under: its own, what is printed on it, what a list has."""
    return list_rules.keys(number, rule)


def badge_fits(number: str, text: str) -> tuple[str, ...]:
    """The rules by which a list may write this badge so; more than one where another card must tell."""
    return list_rules.fits(number, text)


def badge_shape(number: str) -> str:
    """What may be told of a badge: technology, bits, the last four hex digits."""
    technology, bits, digits = number.split(":")
    return f"{technology}, {bits} bits, …{digits[-4:]}"


def rule_in_words(rule: str) -> str:
    """What a ``badge_list`` says of a list."""
    return list_rules.says(rule)


def merged_rules(known: str, learned: str) -> str:
    """The ``badge_list`` that holds both, where one can."""
    return list_rules.merged(known, learned)
