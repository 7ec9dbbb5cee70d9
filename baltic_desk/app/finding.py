"""Finding a command by a few letters of its name, and a place by its name or coordinates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, utils

from baltic_desk.app.command import Command
from baltic_desk.app.workspace import Workspace

_ENOUGH = 62.0
_NAMED = 104.0  # all that was typed begins words of the title
_MATCHES = 40


@dataclass(frozen=True, slots=True)
class Found:
    """A command that fits what was typed, as it stands at this moment."""

    command: Command
    title: str
    enabled: bool
    score: float


def find_commands(typed: str, commands: Iterable[Command], workspace: Workspace) -> Sequence[Found]:
    """Commands that fit, best first; with nothing typed, those used last and then all.

    What cannot be run now comes after what can, unless only its title has all that was typed:
    Enter after "split phase" should not merge phases because nothing can be split.
    """
    recent = {name: rank for rank, name in enumerate(workspace.settings.recent_commands)}
    wanted = utils.default_process(typed)
    found: list[Found] = []
    for place, command in enumerate(commands):
        title = command.title_for(workspace)
        if wanted:
            score = _score(wanted, title, command)
            if score < _ENOUGH:
                continue
            score += 3.0 if command.id in recent else 0.0
        else:
            score = 1000.0 - recent[command.id] if command.id in recent else -float(place)
        found.append(Found(command, title, command.enabled(workspace), score))
    runs = max((one.score for one in found if one.enabled), default=0.0)
    named = max(runs, _NAMED - 1.0) if wanted else float("inf")
    found.sort(key=lambda one: (not one.enabled and one.score <= named, -one.score))
    return found[:_MATCHES] if wanted else found


def _score(wanted: str, title: str, command: Command) -> float:
    """How well a command fits, 0 to about 110: words of the title count most, then its keywords."""
    name = utils.default_process(title)
    words = name.split()
    starts = all(any(word.startswith(part) for word in words) for part in wanted.split())
    if starts:
        return 108.0 if name.startswith(wanted) else _NAMED
    initials = "".join(word[0] for word in words)
    if len(wanted) > 1 and initials.startswith(wanted.replace(" ", "")):
        return 100.0
    keywords = utils.default_process(f"{command.keywords} {command.menu}")
    if all(any(word.startswith(part) for word in keywords.split()) for part in wanted.split()):
        return 92.0
    if all(part in name for part in wanted.split()):
        return 86.0
    return max(fuzz.WRatio(wanted, name), 0.9 * fuzz.partial_ratio(wanted, name)) * 0.85
