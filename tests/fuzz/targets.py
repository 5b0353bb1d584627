"""The codecs to be fuzzed, each by its family's name; and what scans are made of."""

from collections.abc import Mapping

from drivers.badges import chafon, elatec, gwiot, m100, osdp, pn532, rdm6300, wiegand
from drivers.barcodes import lines, scanned
from drivers.locks import board_8a, cu16, cu48, lcus, modbus_relay
from tests.fuzz import encoders, trials
from tests.fuzz.trials import Trial, both, serial, text


def gs1(stream: bytes) -> None:
    """Whatever a symbol holds, reading it says something."""
    code = scanned.read(stream.decode("latin-1"))
    assert not (code.elements and code.flaw)
    assert code.text == stream.decode("latin-1")


TARGETS: Mapping[str, Trial] = {
    "rdm6300": serial(rdm6300.Decoder, encoders.rdm6300_of),
    "em4100": text("em4100"),
    "wiegand": both(serial(wiegand.decoder, encoders.wiegand_of), text("wiegand")),
    "gwiot": serial(gwiot.decoder, encoders.gwiot_of),
    "pn532": serial(pn532.decoder, encoders.pn532_of),
    "elatec": both(serial(elatec.decoder, encoders.elatec_of), text("elatec")),
    "uhf-m100": serial(m100.Decoder, encoders.m100_of, most=m100.MAX_PARAMS + trials.MOST_HELD),
    "chafon": serial(chafon.Decoder, encoders.chafon_of),
    "osdp": serial(osdp.Decoder, encoders.osdp_of, most=osdp.MAX_PACKET + trials.MOST_HELD),
    "keywedge": both(trials.keys, text("keywedge")),
    "cu16": serial(cu16.decoder, encoders.cu16_of),
    "cu48": serial(cu48.decoder, encoders.cu48_of),
    "board-8a": serial(board_8a.decoder, encoders.board_8a_of),
    "lcus": serial(lcus.decoder, encoders.lcus_of),
    "modbus-relay": serial(modbus_relay.decoder, encoders.modbus_of),
    "serial-scanner": serial(lines.Decoder, encoders.scan_of, most=lines.MAX_BYTES),
    "gs1": gs1,
}
