"""What is said of tools that passed a reader of tags together."""

from kiosk.counter.scene import Scene
from kiosk.counter.session import Answer
from kiosk.counter.views import Tone


def passed(answer: Answer, scene: Scene) -> tuple[str, tuple[str, ...], Tone]:
    """How many, and how many of them went which way."""
    title = scene.say("Tools read: {count}", count=answer.quantity)
    return title, tuple(map(scene.tell, answer.told)), Tone.DONE
