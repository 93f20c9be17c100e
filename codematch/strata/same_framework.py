"""Sign of works on the same framework: modules of third parties that many files of both works import.

What counts: modules that are neither the language's own, nor declared in either work, nor of the kind that works for
any purpose use, such as test tools and logs (`modules.toml`). Works on one framework need no common origin for that.

What copying does: files with the same tokens are left out. A copied file that was edited keeps its imports, but the
module has to be used throughout both works; a copy of a few files does not make the sign fit.
"""

from collections.abc import Sequence

from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.model.message import Message, Quote
from codematch.model.sides import Both
from codematch.model.stratum import FoundStratum, Stratum, StratumFigure
from codematch.strata.imported_modules import Imports, imported_modules
from codematch.strata.overlap import without_copies


def fit(known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit) -> FoundStratum:
    """Measure in which share of their files two works import the same module of a third party."""
    rules = toolkit.settings.strata
    imports = without_copies(known, questioned).map(imported_modules)
    own = imports.known.own | imports.questioned.own
    shared = {
        module: _use(module, imports)
        for module in imports.known.used.keys() & imports.questioned.used.keys()
        if module not in own
    }
    ranked = sorted(shared, key=lambda module: (*(-figure for figure in shared[module]), module))
    share, files = shared[ranked[0]] if ranked else (0.0, 0)
    figures = (
        StratumFigure(name="framework-share", value=share, is_share=True, least=rules.framework_share),
        StratumFigure(name="framework-files", value=files, is_share=False, least=rules.framework_files),
        StratumFigure(name="framework-modules", value=len(ranked), is_share=False),
    )
    fits = all(figure.is_reached for figure in figures)
    return FoundStratum(
        stratum=Stratum.SAME_FRAMEWORK,
        fits=fits,
        figures=figures,
        reason=_reason(ranked, rules.examples, fits=fits),
    )


def _reason(names: Sequence[str], most: int, *, fits: bool) -> Message:
    listed = tuple(map(Quote, names[:most]))
    if not names:
        return Message.of("no-framework-in-common")
    if fits:
        return Message.of("same-framework-fits", names=listed, count=len(names))
    return Message.of("same-framework-misses", names=listed, count=len(names))


def _use(module: str, imports: Both[Imports]) -> tuple[float, int]:
    """Return the lesser share of files that import a module, and the lesser number."""
    share = min(side.used[module] / side.files for side in imports)
    return round(share, 4), min(side.used[module] for side in imports)
