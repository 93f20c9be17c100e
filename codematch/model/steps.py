"""The steps of an edit script as they are saved: the triple of the edit and the tokens of either side."""

from typing import Any

from codematch.model.match import Edit, Operation
from codematch.model.shape import ShapeError

_NAMES = {edit: edit.value for edit in Edit}
_EDITS = {name: edit for edit, name in _NAMES.items()}


def write_step(step: Operation) -> list[Any]:
    """Return a step as `[edit, known tokens, questioned tokens]`."""
    return [_NAMES[step.edit], step.known, step.questioned]


def read_step(value: Any) -> Operation:
    """Return the step that `write_step` wrote.

    Raises:
        ShapeError: It is no such triple.
    """
    if not isinstance(value, list) or len(value) != 3:
        raise ShapeError("a triple is expected")
    name, known, questioned = value
    if not isinstance(name, str) or name not in _EDITS:
        raise ShapeError(f"an edit is expected, one of {', '.join(_EDITS)}", "[0]")
    if type(known) is not int or type(questioned) is not int:
        raise ShapeError("whole numbers of tokens are expected")
    return Operation(edit=_EDITS[name], known=known, questioned=questioned)
