"""Sign of works for the same interface or standard: public names and signatures in common, and files of one name.

What counts, each by itself: names of functions, methods and types that each work declares for others, with the number
of parameters, weighed by how rare the name is in the background (`main`, `toString`, `get` weigh nothing); files that
have the same name; all names that both use, and all literals, by their rarity: two readers of one format say its words.
None needs a common origin: who implements an interface or a standard must repeat its names.

What copying does: files with the same tokens are left out, and so is a name whose code is the same in both works, as
that is what a copy looks like. A copy that was edited still shares its names, and the sign then fits because of it. The
stratum is less favourable to the known work, so that the error is on the cautious side.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from codematch.comparison.prepare import PreparedWork, Toolkit
from codematch.model.message import Message, Quote
from codematch.model.sides import Both
from codematch.model.stratum import FoundStratum, Stratum, StratumFigure
from codematch.strata.declared_names import Declaration, Declared, code, declared_names, parameters
from codematch.strata.overlap import CHANNELS, name_rarity, vocabulary_apart, without_copies

_COMMON_FILES = frozenset({
    "__init__", "api", "app", "authors", "base", "changelog", "cli", "client", "common", "config", "conftest",
    "constants", "copying", "core", "debug", "doc", "error", "errors", "global", "globals", "helper", "helpers",
    "index", "init", "lib", "license", "log", "main", "makefile", "misc", "mod", "module-info", "options",
    "package", "package-info", "readme", "server", "settings", "setup", "solution", "test", "tests", "type",
    "types", "util", "utils", "version",
})  # fmt: skip
"""Names of files that works of every kind have."""


def fit(known: PreparedWork, questioned: PreparedWork, toolkit: Toolkit) -> FoundStratum:
    """Measure the public names and files that two works have in common."""
    rules, works = toolkit.settings.strata, without_copies(known, questioned)
    declared = works.map(lambda work: declared_names(work, toolkit))
    rarity = name_rarity(_languages(works, declared), toolkit)
    shared, copied = _shared(works, declared, toolkit.settings.corresponding.min_unit_tokens)
    weights = declared.map(lambda names: sum(rarity[name] for name in names.keys() - copied))
    weight, least = sum(rarity[name] for name in shared), min(weights)
    files = works.map(_file_names)
    same_files = files.known & files.questioned
    numbers = works.map(_code_files)
    fewest, is_single = min(numbers), max(numbers) == 1
    names = (
        StratumFigure(name="interface-names", value=round(weight, 2), is_share=False, least=rules.interface_names),
        StratumFigure(name="interface-share", value=_share(weight, least), is_share=True, least=rules.interface_share),
    )
    named_files = (
        StratumFigure(
            name="interface-file-names",
            value=len(same_files),
            is_share=False,
            least=1 if is_single else rules.interface_min_files,
        ),
        StratumFigure(
            name="interface-files", value=_share(len(same_files), fewest), is_share=True, least=rules.interface_files
        ),
    )
    vocabulary = [_vocabulary(works, channel, toolkit) for channel in CHANNELS]
    alternatives = (names, named_files, *vocabulary)
    fits = any(all(figure.is_reached for figure in both) for both in alternatives)
    ranked = sorted(shared, key=lambda name: (-rarity[name], name))
    examples = list(dict.fromkeys([*ranked, *sorted(same_files)]))
    return FoundStratum(
        stratum=Stratum.SAME_INTERFACE,
        fits=fits,
        figures=tuple(figure for both in alternatives for figure in both),
        reason=_reason(examples, rules.examples, fits=fits),
    )


def _reason(names: Sequence[str], most: int, *, fits: bool) -> Message:
    listed = tuple(map(Quote, names[:most]))
    if not names:
        return Message.of("same-vocabulary-fits") if fits else Message.of("no-interface-in-common")
    if fits:
        return Message.of("same-interface-fits", names=listed, count=len(names))
    return Message.of("same-interface-misses", names=listed, count=len(names))


def _share(part: float, whole: float) -> float:
    return round(min(part / whole, 1.0), 4) if whole > 0 else 0.0


def _languages(works: Both[PreparedWork], declared: Both[Declared]) -> dict[str, set[str]]:
    """Return the languages in which each name is declared."""
    found: dict[str, set[str]] = {}
    for work, names in zip(works, declared, strict=True):
        for name, places in names.items():
            found.setdefault(name, set()).update(work.files[place.file].stream.language for place in places)
    return found


def _shared(works: Both[PreparedWork], declared: Both[Declared], least_tokens: int) -> tuple[set[str], set[str]]:
    """Return the names with the same number of parameters on both sides, and those whose code is the same as well."""
    shared, copied = set(), set()
    for name in declared.known.keys() & declared.questioned.keys():
        places = Both(declared.known[name], declared.questioned[name])
        known, questioned = (_codes(work, own) for work, own in zip(works, places, strict=True))
        long = max(place.unit.stop_token - place.unit.first_token for both in places for place in both) >= least_tokens
        if long and known[1] & questioned[1]:
            copied.add(name)
        elif known[0] & questioned[0]:
            shared.add(name)
    return shared, copied


def _codes(work: PreparedWork, places: Iterable[Declaration]) -> tuple[set[int], set[int]]:
    """Return the numbers of parameters of a name, and the hashes of its code."""
    listed = [(work.files[place.file], place.unit) for place in places]
    return {parameters(*one) for one in listed}, {code(*one) for one in listed}


def _vocabulary(works: Both[PreparedWork], channel: str, toolkit: Toolkit) -> tuple[StratumFigure, StratumFigure]:
    """Measure what two works share of the names or literals that they use."""
    rules = toolkit.settings.strata
    least = rules.interface_words_share if channel == "names" else rules.interface_texts_share
    found = vocabulary_apart(works, channel, toolkit)
    return (
        StratumFigure(
            name=f"interface-{channel}-bits", value=found.bits, is_share=False, least=rules.interface_vocabulary_bits
        ),
        StratumFigure(name=f"interface-{channel}-share", value=found.share, is_share=True, least=least),
    )


def _code_files(work: PreparedWork) -> int:
    return sum(bool(file.stream.units) for file in work.files)


def _file_names(work: PreparedWork) -> set[str]:
    """Return the names of the files of code that one file of the work alone has, without folders and endings."""
    names = Counter(
        source.record.path.rpartition("/")[2].partition(".")[0].lower()
        for source, file in zip(work.sources, work.files, strict=True)
        if file.stream.units
    )
    return set(names) - _COMMON_FILES
