"""Whether what a phase of a file changes can be done to what the phase before shows."""

from __future__ import annotations

from collections.abc import Collection

from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.patching import Change, comes_to_nothing, fitted, shape_follows
from baltic_desk.document.record import OVERRIDE_PREFIX, Gone, Patch
from baltic_desk.geo.outlines import OutlineError
from baltic_desk.io.feature_json import UndecodableError
from baltic_desk.io.problem import Problem


def after_change(
    below: Feature | Foreign | None,
    change: Change,
    taken: Collection[str],
    place: str,
    problems: list[Problem],
) -> Feature | Foreign | None:
    """The feature in the phase that changes it.

    A change that comes to nothing because an earlier phase was changed since is told: the program
    itself leaves such, and they come to something again when that is taken back.

    Parameters
    ----------
    below
        The feature in the phase before; None where there is none.
    taken
        Ids of records that are no features.

    Raises
    ------
    UndecodableError
        When the change is none that this program makes.
    """
    match change:
        case Feature() | Foreign():
            if change.id in taken or change.id.startswith(OVERRIDE_PREFIX):
                raise UndecodableError(f"{place}.feature.id", f'the id "{change.id[:40]}" is taken')
            if below == change:
                problems.append(Problem(place, _NOTHING, change.id))
            return change
        case Gone():
            if below is None:
                raise UndecodableError(place, "there is no such feature in the phase before")
            return None
        case Patch():
            return _patched(below, change, place, problems)


_NOTHING = "this changes nothing: the phase before shows the feature so already"


def _patched(
    below: Feature | Foreign | None, patch: Patch, place: str, problems: list[Problem]
) -> Feature:
    if below is None:
        raise UndecodableError(place, "there is no such feature in the phase before")
    if isinstance(below, Foreign):
        raise UndecodableError(place, "the feature that it changes is not understood")
    if patch.kind != below.kind:
        what = "left as it is" if patch.geometry is None else "only moved"
        text = f"this changes a {patch.kind}, but the feature is a {below.kind}; it is {what}"
        problems.append(Problem(place, text, below.id))
    try:
        after = fitted(below, patch)
    except OutlineError as error:
        text = f"{error}, with what the phases before say; the feature is left as it is"
        problems.append(Problem(f"{place}.set", text, below.id))
        return below
    # What has been said of the change already says more.
    if comes_to_nothing(below, patch, after) and not problems:
        problems.append(Problem(place, _NOTHING, below.id))
    if patch.geometry is None or patch.kind != below.kind:
        return after
    if shape_follows(after.properties):
        text = f"the outline of a {below.kind} follows from its figures"
        raise UndecodableError(f"{place}.set.geometry", text)
    wanted = type(after.properties).geometry
    if not isinstance(patch.geometry, wanted):
        fitting = wanted if isinstance(wanted, tuple) else (wanted,)
        names = " or ".join(each.__name__ for each in fitting)
        text = f"a {below.kind} needs a {names}, not a {type(patch.geometry).__name__}"
        raise UndecodableError(f"{place}.set.geometry", text)
    return after
