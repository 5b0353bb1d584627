"""What a scanner is set up to put around each code, taken off again."""

from dataclasses import dataclass
from typing import Final

from drivers.barcodes import symbology
from drivers.barcodes.gs1 import GS
from drivers.messages import Flaw, Noise, Scan

_KEPT: Final = frozenset({GS, "\x1e", "\x04"})
"""GS, RS, EOT: the separators of GS1 and of ISO/IEC 15434."""


@dataclass(frozen=True, slots=True)
class Affixes:
    """Prefix and suffix of every scan of one scanner, and what it sends for GS; empty for none.

    A scan that lacks one of them is refused: a part of it did not come, or another scanner sent it, and half
    a code may be another thing's whole one.
    """

    prefix: str = ""
    suffix: str = ""
    separator: str = ""

    def take_off(self, scan: Scan) -> Scan | Noise:
        """The code alone; in GS1 data with GS for the separator. Noise where it cannot be one."""
        text = scan.text
        if len(text) < len(self.prefix + self.suffix) or not text.startswith(self.prefix):
            return _refused(f"the scan does not begin with the prefix {self.prefix!r}", scan, Flaw.AFFIX)
        if not text.endswith(self.suffix):
            return _refused(f"the scan does not end with the suffix {self.suffix!r}", scan, Flaw.AFFIX)
        code = text[len(self.prefix) : len(text) - len(self.suffix)]
        if self.separator and symbology.split(code)[0] in symbology.GS1:
            code = code.replace(self.separator, GS)
        strange = next((sign for sign in code if sign not in _KEPT and _is_control(sign)), "")
        if strange:
            return _refused(f"the code holds the control character {strange!r}", scan, Flaw.CONTROL)
        return Scan(code, scan.raw)


def _is_control(sign: str) -> bool:
    """C0, DEL and C1."""
    return sign < " " or "\x7f" <= sign < "\xa0"


def _refused(why: str, scan: Scan, flaw: Flaw) -> Noise:
    return Noise(why, scan.raw, flaw)
