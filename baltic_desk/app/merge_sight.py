"""What can be seen of a merge in the phase that is shown, and going to where it is."""

from __future__ import annotations

from dataclasses import dataclass

from baltic_desk.app import phases, sight
from baltic_desk.app.extent import extent
from baltic_desk.app.merge_comparison import Merging
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.merging import Proposal
from baltic_desk.document.places import reference


def look_at(workspace: Workspace, key: str) -> None:
    """Look at a proposal that is in sight: select it where it is here."""
    merging = workspace.merging
    proposal = None if merging is None else merging.by_key.get(key)
    if proposal is None:
        return
    feature_id = proposal.feature_id
    workspace.choose_proposal(key)
    if feature_id is not None and workspace.document.feature(feature_id) is not None:
        workspace.session.select([feature_id])
    else:
        workspace.session.clear()


def go_to(workspace: Workspace, key: str) -> None:
    """Look at a proposal: the phase in which it is, selected where it is here, and in sight."""
    merging = workspace.merging
    proposal = None if merging is None else merging.by_key.get(key)
    if merging is None or proposal is None:
        return
    document = workspace.document
    if proposal.phase and any(each.id == proposal.phase for each in document.phases()):
        phases.go_to(workspace, proposal.phase)
    look_at(workspace, key)
    _bring_into_sight(workspace, merging, proposal)


def _bring_into_sight(workspace: Workspace, merging: Merging, proposal: Proposal) -> None:
    if proposal.feature_id is None:
        return
    pair = pair_of(merging, workspace.document, proposal)
    shown = [each for each in (pair.mine, pair.theirs) if each is not None]
    where = [reference(each) for each in shown] or ([proposal.at] if proposal.at else [])
    camera = workspace.camera
    if all(sight.in_sight(camera, place) for place in where):
        return
    bounds = extent(shown)
    if len(where) > 1 and bounds is not None and where[0] != where[1]:
        camera.fit(bounds)
    else:
        camera.look_at(where[0])


@dataclass(frozen=True, slots=True)
class Pair:
    """A feature as the phase that is shown has it on each side; None where it is not there."""

    proposal: Proposal
    base: Feature | None
    mine: Feature | None
    theirs: Feature | None


def pair_of(merging: Merging, document: Document, proposal: Proposal) -> Pair:
    """The feature that a proposal is about, as the phase that is shown has it."""
    feature_id, phase = proposal.feature_id, document.phase
    if feature_id is None:
        return Pair(proposal, None, None, None)
    base, theirs = merging.base, merging.theirs
    return Pair(
        proposal,
        None if base is None else base.feature_in(phase, feature_id),
        document.feature(feature_id),
        theirs.feature_in(phase, feature_id),
    )


def pairs(merging: Merging, document: Document) -> list[Pair]:
    """What can be seen in the phase that is shown of what theirs has changed, each feature once."""
    found: dict[str, Pair] = {}
    for proposal in merging.proposals:
        feature_id = proposal.feature_id
        if proposal.side == "mine" or feature_id is None:
            continue
        # What the phase itself says of a feature is told rather than what is beneath it.
        if feature_id in found and proposal.phase != document.phase:
            continue
        pair = pair_of(merging, document, proposal)
        if pair.mine != pair.theirs:
            found[feature_id] = pair
    return list(found.values())
