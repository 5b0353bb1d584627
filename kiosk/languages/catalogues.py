"""Catalogues: a language by its code, read with gettext from ``<code>/LC_MESSAGES/kiosk.mo``."""

import logging
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files

from kiosk.counter.language import ENGLISH, Language
from kiosk.crib.names import LANGUAGES, PSEUDO
from kiosk.languages.pseudo import pseudo

log = logging.getLogger(__name__)


@cache
def language(code: str) -> Language:
    """The words of a language; of one that is not known, the English ones, which the log says once.

    A sentence that a catalogue lacks is said in English.
    """
    if code == ENGLISH.code:
        return ENGLISH
    if code == PSEUDO:
        return Language(PSEUDO, pseudo)
    if code not in LANGUAGES:
        log.warning("There is no language %r, only %s: English is spoken.", code, ", ".join(LANGUAGES))
        return ENGLISH
    with files(__package__).joinpath(code, "LC_MESSAGES", "kiosk.mo").open("rb") as file:
        words = GNUTranslations(file)
    # The empty sentence is where a catalogue keeps its heading.
    return Language(code, lambda sentence: words.gettext(sentence) if sentence else "")
