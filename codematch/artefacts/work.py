"""What the comparison of AI artefacts takes of a work besides its files: calls in code, and possible prompts."""

from dataclasses import dataclass, field

from codematch.artefacts.prompts import Prompt
from codematch.languages.calls import PythonCalls
from codematch.model.source import SourceTree


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ArtefactWork:
    """A work: its tree, the calls of the Python files that import a framework, by path, and prompts in its code.

    `code` has the framework of each file ("" for a file of pipelines alone) with its calls. `asks_models` says whether
    a file names a library for language models.
    """

    tree: SourceTree
    code: dict[str, tuple[str, PythonCalls]] = field(default_factory=dict)
    prompts: tuple[Prompt, ...] = ()
    asks_models: bool = False
