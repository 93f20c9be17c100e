"""What made a result, and what it could not do: versions, settings, backgrounds, limitations."""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from codematch.comparison.prepare import PreparedFile, PreparedWork, Toolkit
from codematch.comparison.reference_material import MaterialWork
from codematch.comparison.tally import describe_work
from codematch.fingerprints.minhash import SCHEME
from codematch.languages import TEXT, grammar_versions
from codematch.model.filtration import FilterId, ReasonCode
from codematch.model.message import Message, Name
from codematch.model.result import BackgroundUse, Manifest, PairResult, PriorWork
from codematch.model.source import Disposition, Limitation, Reason
from codematch.settings import Settings, Training, Weighing, as_dict
from codematch.version import METHOD, VERSION
from codematch.weight.background import Background
from codematch.weight.weigher import Weigher

LIBRARIES = ("charset-normalizer", "datasketch", "dulwich", "numpy", "tree-sitter")
"""The libraries that can move a number."""


def describe_manifest(toolkit: Toolkit, backgrounds: tuple[BackgroundUse, ...]) -> Manifest:
    """Return the manifest of a run, wall-clock excluded."""
    prints = toolkit.settings.fingerprinting
    return Manifest(
        tool="codematch",
        version=VERSION,
        libraries={name: _version(name) for name in LIBRARIES},
        grammars=grammar_versions(toolkit.languages),
        settings=as_dict(toolkit.settings),
        sketch={
            "scheme": SCHEME,
            "permutations": prints.permutations,
            "seed": prints.seed,
            "k": prints.k,
            "window": prints.window,
            "level": "renamed",
        },
        backgrounds=backgrounds,
        method=METHOD,
    )


def describe_material(material: Sequence[MaterialWork]) -> tuple[PriorWork, ...]:
    """Return the entries of the works that were given; those of the library are named in the ledger."""
    given = (item for item in material if item.given.filter != FilterId.LIBRARY)
    return tuple(_prior(item.work, item.given.filter, item.given.code) for item in given)


def _prior(work: PreparedWork, given_to: str, code: ReasonCode) -> PriorWork:
    """Shared material: every file with its disposition, none with a match or a sketch."""
    described = describe_work(work, [np.zeros(len(file.stream), dtype=bool) for file in work.files], None)
    return PriorWork(filter=given_to, code=code, work=described)


def describe_backgrounds(
    works: Sequence[PreparedWork], weigher: Weigher, settings: Weighing
) -> tuple[BackgroundUse, ...]:
    """Say for each language of the case how its code looks under the background that weighs it."""
    files: dict[str, list[PreparedFile]] = {}
    for work in works:
        for file in work.files:
            if len(file.stream):
                files.setdefault(file.stream.language, []).append(file)
    return tuple(_use(language, files[language], weigher, settings) for language in sorted(files))


def _use(language: str, files: list[PreparedFile], weigher: Weigher, settings: Weighing) -> BackgroundUse:
    background = weigher.background(language)
    if background is None:
        return BackgroundUse(
            language=language,
            digest="",
            projects=0,
            tokens=0,
            date="",
            mean_bits=settings.flat_bits,
            case_bits=None,
            warning=Message.of("no-background", language=Name(language), bits=settings.flat_bits),
        )
    mean = float(background.card["mean_bits"])
    tokens = sum(len(file.stream) for file in files)
    case = sum(file.weights.surprise for file in files) / tokens if tokens >= settings.min_sample_tokens else None
    return BackgroundUse(
        language=language,
        digest=background.digest,
        projects=background.projects,
        tokens=int(background.card["tokens"]),
        date=str(background.card["date"]),
        mean_bits=mean,
        case_bits=case,
        warning=_warning(language, mean, case, settings) or _remark(language, background),
    )


def _warning(language: str, mean: float, case: float | None, settings: Weighing) -> Message | None:
    if case is None:
        return None
    if case > mean * settings.case_bits_ratio:
        return Message.of("unlike-background", language=Name(language), case=case, background=mean)
    if case * settings.case_bits_ratio < mean:
        return Message.of("more-uniform-than-background", language=Name(language), case=case, background=mean)
    return None


def _remark(language: str, background: Background) -> Message | None:
    """That a background is small, else what its card remarks in the words of whoever made it."""
    remark, tokens, least = background.card.get("remark"), int(background.card["tokens"]), Training()
    if not remark:
        return None
    if background.projects < least.min_projects or tokens < least.min_tokens:
        return Message.of("small-background", language=Name(language), projects=background.projects, tokens=tokens)
    return Message.of("background-remark", remark=Name(remark))


def gather_limitations(
    works: Sequence[PreparedWork],
    pair: PairResult,
    backgrounds: Sequence[BackgroundUse],
    settings: Settings,
) -> tuple[Limitation, ...]:
    """Collect everything that was not done, or not done in full, in a fixed order."""
    found: list[Limitation] = []
    for work in works:
        found += [*work.tree.limitations, *work.limitations, *_plain_lexer(work)]
    if pair.seeds_set_aside:
        detail = Message.of("frequent-seeds", count=pair.seeds_set_aside, tokens=settings.seeding.k)
        found.append(Limitation(stage="align", subject="", reason=Reason.FREQUENT_SEEDS, detail=detail))
    if pair.light_matches:
        highest = max((entry.threshold_bits for entry in pair.significance), default=0.0)
        detail = Message.of("light-matches", count=pair.light_matches, least=settings.weighing.min_weight, most=highest)
        found.append(Limitation(stage="align", subject="", reason=Reason.LIGHT_MATCHES, detail=detail))
    found += _raised_structure(settings.weighing)
    if len(pair.exhibits) < len(pair.regions):
        without = len(pair.regions) - len(pair.exhibits)
        detail = Message.of("regions-without-exhibit", without=without, regions=len(pair.regions))
        found.append(Limitation(stage="report", subject="", reason=Reason.EXHIBIT_LIMIT, detail=detail))
    for use in backgrounds:
        if use.warning:
            reason = Reason.SMALL_BACKGROUND if use.digest else Reason.NO_BACKGROUND
            found.append(Limitation(stage="weight", subject=use.language, reason=reason, detail=use.warning))
    return tuple(dict.fromkeys(found))


def _raised_structure(settings: Weighing) -> list[Limitation]:
    """One line where more structure is asked for than by default: what has less is not counted anywhere else."""
    least, default = settings.min_weight, Weighing().min_weight
    if least <= default:
        return []
    detail = Message.of("least-structure", least=least, default=default)
    return [Limitation(stage="align", subject="", reason=Reason.LIGHT_MATCHES, detail=detail)]


def _plain_lexer(work: PreparedWork) -> list[Limitation]:
    """One line for all files that were read without a grammar."""
    plain = sum(file.stream.language == TEXT for file in work.files)
    if not plain:
        return []
    compared = sum(source.record.disposition is Disposition.COMPARED for source in work.sources)
    detail = Message.of("files-without-grammar", plain=plain, compared=compared)
    return [Limitation(stage="languages", subject=work.tree.label, reason=Reason.NO_GRAMMAR, detail=detail)]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
