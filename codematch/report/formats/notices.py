"""Regions as the formats for continuous integration state them: one notice for each, with its place and standing.

A notice observes and measures, as every report does. Whether a region reaches a limit concerns the exit code alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from codematch.model.match import Region, RegionSide
from codematch.model.policy import Policy, Standing, Suppression
from codematch.model.result import CaseResult, PairResult
from codematch.report import view
from codematch.report.render_options import RenderOptions
from codematch.report.text import counted, mark_sentences, numbers, region_sentences, running, say, visible

Place = Callable[[str, RegionSide], str]
"""(`K` or `Q`, side of a region) -> how the message names it."""


class State(StrEnum):
    """How a region stands to the limits of the run; exactly one applies, the first that does."""

    SUPPRESSED = "suppressed"
    KNOWN = "in-baseline"
    UNTOUCHED = "untouched"
    AT_LIMIT = "at-limit"
    BELOW_LIMIT = "below-limit"
    NO_LIMIT = "no-limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One region with what these formats say of it.

    `id` is made from the content of the region and the number of its occurrence: no two of a result are equal.
    `known_path` and `questioned_path` are relative to the folder that the tool is used in, as far as that is known.
    `standing` and `suppressions` are those of the region (None and () without a policy).
    """

    region: Region
    pair: PairResult
    id: str
    state: State
    known_path: str
    questioned_path: str
    standing: Standing | None
    suppressions: tuple[Suppression, ...]

    @property
    def folder(self) -> str:
        """What the paths of the questioned work begin with, with a slash at its end; "" for nothing."""
        return self.questioned_path.removesuffix(self.region.questioned.path)

    @property
    def title(self) -> str:
        """A heading of a few words."""
        return say("ci.title", number=self.region.number, bits=numbers.total(self.region.weight))

    def message(self, place: Place | None = None) -> str:
        """Return what the region is, known side first, how it stands to the limits, and the marks of an examiner."""
        named = place or _named
        region = self.region
        return running(
            (
                say("ci.region", known=named("K", region.known), questioned=named("Q", region.questioned),
                    bits=numbers.total(region.weight)),
                say("ci.observation", observation=say(f"class.{region.match_class}"),
                    language=region_sentences.languages(region)),
                _residual(region),
                self.standing_words,
                *(say("ci.mark", mark=said) for said in mark_sentences.of_region(self.pair.marks, region.number)),
            )
        )  # fmt: skip

    @property
    def standing_words(self) -> str:
        """How the region stands to the limits, as a sentence; "" where there is no limit."""
        if self.state is State.SUPPRESSED:
            one = self.suppressions[0]
            return say("ci.state.suppressed", reason=visible(one.reason), name=visible(one.name))
        policy = self.pair.policy
        if self.state is State.AT_LIMIT and policy is not None and not policy.reaching_weights([self.region]):
            return say("ci.state.new")
        return "" if self.state is State.NO_LIMIT else say(f"ci.state.{self.state.value}")


def notices(result: CaseResult, options: RenderOptions) -> list[Notice]:
    """Return the notices of a result, in the order of its regions."""
    return [notice for pair in result.pairs for notice in _of_pair(pair, options)]


def counts(found: Sequence[Notice]) -> list[str]:
    """Return how many regions there are, and how many of each state."""
    states = [(state, sum(one.state is state for one in found)) for state in State]
    return [counted("ci.regions", len(found))] + [
        counted(f"ci.count.{state.value}", count) for state, count in states if count and state is not State.NO_LIMIT
    ]


def policy_summary(result: CaseResult, pair: PairResult) -> str:
    """Return how the regions of a pair stand to what decides on the exit code, "" where nothing does."""
    policy = pair.policy
    if policy is None or not (policy.has_limits or policy.baseline or policy.changed_since or policy.suppressions):
        return ""
    since, baseline = policy.changed_since, policy.baseline
    faulty = sum(one.fault is not None for one in policy.suppressions)
    return running([
        *counts(notices(replace(result, pairs=(pair,)), RenderOptions())),
        say("ci.baseline", regions=baseline.regions, gone=baseline.gone) if baseline else "",
        say("ci.changed-since", revision=visible(since.requested), commit=since.revision, files=since.files,
            lines=since.lines) if since else "",
        counted("ci.idle", faulty) if faulty else "",
    ])  # fmt: skip


def capped(found: Sequence[Notice], limit: int) -> tuple[list[Notice], int]:
    """Return the first notices, those at a limit before the others, in report order, and how many are left out."""
    order = sorted(range(len(found)), key=lambda place: (found[place].state is not State.AT_LIMIT, place))
    return [found[place] for place in sorted(order[:limit])], max(0, len(found) - limit)


def _of_pair(pair: PairResult, options: RenderOptions) -> Iterator[Notice]:
    policy = pair.policy or Policy()
    standings = {one.region: one for one in policy.standings}
    failing = set(policy.failing(pair.regions))
    ids = _ids(pair.regions)
    prefix = f"{options.questioned_folder}/" if options.questioned_folder else ""
    for region in view.ranked(pair):
        standing = standings.get(region.number)
        yield Notice(
            region=region,
            pair=pair,
            id=ids[region.number],
            state=_state(region, standing, policy, failing),
            known_path=region.known.path,
            questioned_path=f"{prefix}{region.questioned.path}",
            standing=standing,
            suppressions=tuple(one for one in policy.suppressions if region.number in one.regions),
        )


def _state(region: Region, standing: Standing | None, policy: Policy, failing: set[int]) -> State:
    if standing is not None and standing.suppressed:
        return State.SUPPRESSED
    if standing is not None and standing.is_new is False:
        return State.KNOWN
    if standing is not None and standing.touched is False:
        return State.UNTOUCHED
    if region.number in failing:
        return State.AT_LIMIT
    return State.BELOW_LIMIT if policy.has_limits else State.NO_LIMIT


def _ids(regions: Sequence[Region]) -> dict[int, str]:
    """Return for each region its identity and the number of its occurrence, counted in the order of the places."""
    groups: dict[str, list[Region]] = defaultdict(list)
    for region in regions:
        groups[region.identity or f"{region.match_class}-{region.known.sha256[:16]}-{region.tokens}"].append(region)
    return {
        region.number: f"{identity}:{count}"
        for identity, members in groups.items()
        for count, region in enumerate(sorted(members, key=_place_order), start=1)
    }


def _place_order(region: Region) -> tuple[str, int, str, int]:
    return (
        region.questioned.path, region.questioned.first_token, region.known.path, region.known.first_token,
    )  # fmt: skip


def _named(side: str, place: RegionSide) -> str:
    unit = say("in-brackets", text=visible(place.unit)) if place.unit else ""
    return f"{side} {region_sentences.shown_place(place)}{unit}"


def _residual(region: Region) -> str:
    if region.residual is None or not region.labels:
        return ""
    return say("ci.residual", bits=numbers.total(region.residual), labels=region_sentences.labels(region.labels))
