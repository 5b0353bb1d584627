"""What SIA OSDP v2.2 calls the codes of commands and replies, without its `osdp_`."""

from types import MappingProxyType
from typing import Final

COMMANDS: Final = MappingProxyType(
    {
        0x60: "POLL",
        0x61: "ID",
        0x62: "CAP",
        0x63: "DIAG",
        0x64: "LSTAT",
        0x65: "ISTAT",
        0x66: "OSTAT",
        0x67: "RSTAT",
        0x68: "OUT",
        0x69: "LED",
        0x6A: "BUZ",
        0x6B: "TEXT",
        0x6C: "RMODE",
        0x6D: "TDSET",
        0x6E: "COMSET",
        0x73: "BIOREAD",
        0x74: "BIOMATCH",
        0x75: "KEYSET",
        0x76: "CHLNG",
        0x77: "SCRYPT",
        0x7B: "ACURXSIZE",
        0x7C: "FILETRANSFER",
        0x80: "MFG",
        0xA1: "XWR",
        0xA2: "ABORT",
        0xA3: "PIVDATA",
        0xA4: "GENAUTH",
        0xA5: "CRAUTH",
        0xA7: "KEEPACTIVE",
    }
)
REPLIES: Final = MappingProxyType(
    {
        0x40: "ACK",
        0x41: "NAK",
        0x45: "PDID",
        0x46: "PDCAP",
        0x48: "LSTATR",
        0x49: "ISTATR",
        0x4A: "OSTATR",
        0x4B: "RSTATR",
        0x50: "RAW",
        0x51: "FMT",
        0x53: "KEYPAD",
        0x54: "COM",
        0x57: "BIOREADR",
        0x58: "BIOMATCHR",
        0x76: "CCRYPT",
        0x78: "RMAC_I",
        0x79: "BUSY",
        0x7A: "FTSTAT",
        0x80: "PIVDATAR",
        0x81: "GENAUTHR",
        0x82: "CRAUTHR",
        0x83: "MFGSTATR",
        0x84: "MFGERRR",
        0x90: "MFGREP",
        0xB1: "XRD",
    }
)
