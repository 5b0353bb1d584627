"""What became of a command that was submitted, as cribctl tells it."""

from kiosk.admin.terminal import DONE, REFUSED, Terminal
from kiosk.attendant.messages import Reply


def told(said: str, reply: Reply, terminal: Terminal, *, dry_run: bool, as_json: bool) -> int:
    """Say what was done, or why not; returns the exit code."""
    done = reply.result in ("approved", "nothing")
    text = said if done else " ".join(flaw.message for flaw in reply.flaws) or reply.text
    if as_json:
        terminal.document({"result": reply.result, "dry_run": dry_run, "text": text})
    else:
        terminal.say(text)
    return DONE if done else REFUSED
