"""Sign of works on the same framework: modules of third parties that many files of both works import.

What counts: modules that are neither the language's own, nor declared in either work, nor of the kind that works for
any purpose use, such as test tools and logs (`modules.toml`). Or, by itself, the names that both works use, by their
rarity: those of a framework are used whether an import names it or not. Works on one framework, or in one field, need
no common origin for that.

What copying does: files with the same tokens are left out. A copied file that was edited keeps its imports, but the
module has to be used throughout both works; a copy of a few files does not make the sign fit. Edited copies share the
names that they use, and the sign may fit because of them.
"""

from collections.abc import Sequence

from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.model.message import Message, Quote
from codematch.model.sides import Both
from codematch.model.stratum import FoundStratum, Stratum, StratumFigure
from codematch.strata.imported_modules import Imports, imported_modules
from codematch.strata.overlap import vocabulary_apart, without_copies


def fit(known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit) -> FoundStratum:
    """Measure in which share of their files two works import the same module of a third party."""
    rules, works = toolkit.settings.strata, without_copies(known, questioned)
    imports = works.map(imported_modules)
    own = imports.known.own | imports.questioned.own
    shared = {
        module: _use(module, imports)
        for module in imports.known.used.keys() & imports.questioned.used.keys()
        if module not in own
    }
    ranked = sorted(shared, key=lambda module: (*(-figure for figure in shared[module]), module))
    share, files = shared[ranked[0]] if ranked else (0.0, 0)
    words = vocabulary_apart(works, "names", toolkit)
    modules = (
        StratumFigure(name="framework-share", value=share, is_share=True, least=rules.framework_share),
        StratumFigure(name="framework-files", value=files, is_share=False, least=rules.framework_files),
        StratumFigure(name="framework-modules", value=len(ranked), is_share=False),
    )
    vocabulary = (
        StratumFigure(
            name="framework-names-bits", value=words.bits, is_share=False, least=rules.framework_vocabulary_bits
        ),
        StratumFigure(
            name="framework-names-share", value=words.share, is_share=True, least=rules.framework_words_share
        ),
    )
    fits = any(all(figure.is_reached for figure in both) for both in (modules, vocabulary))
    return FoundStratum(
        stratum=Stratum.SAME_FRAMEWORK,
        fits=fits,
        figures=modules + vocabulary,
        reason=_reason(ranked, rules.examples, fits=fits),
    )


def _reason(names: Sequence[str], most: int, *, fits: bool) -> Message:
    listed = tuple(map(Quote, names[:most]))
    if not names:
        return Message.of("same-words-fit") if fits else Message.of("no-framework-in-common")
    if fits:
        return Message.of("same-framework-fits", names=listed, count=len(names))
    return Message.of("same-framework-misses", names=listed, count=len(names))


def _use(module: str, imports: Both[Imports]) -> tuple[float, int]:
    """Return the lesser share of files that import a module, and the lesser number."""
    share = min(side.used[module] / side.files for side in imports)
    return round(share, 4), min(side.used[module] for side in imports)
