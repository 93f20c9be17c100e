"""The first page of the validation report: what the program misses, how often it errs, in which situation.

For a judge: every figure stands further down with its data set, its clusters and its bound.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from codematch.report.text import numbers
from tests.benchmarks.tables import markdown
from tests.validation.section import Section

INTRO = """## One page: what this program misses, and how often it errs

A report names regions that two works share and says how rare such regions are. It can err in two ways: a region of two
works without a common origin is reported, or works of common origin have no region that is reported. How often depends
on what the works have in common anyway, on their size, and on how thoroughly a copy was rewritten. The rates below are
of pairs whose origin is known; they do not say how probable an origin is in any case.

### Reported although there is no common origin"""
MISSED = """### Not reported although there is a common origin"""
READING = """*Bound*: the rate of such pairs is at most this, with 95 % confidence, counted in independent groups;
"insufficient" where there are fewer than 30 groups. A copy that is rewritten so far that no passage is
heavy is not seen, whatever the threshold; a higher threshold misses more. Where works have the same task or interface,
the threshold of that stratum is higher: this keeps coincidences out, and costs the share of copies in the second table.

中文摘要：第一表为“无共同来源而被列入报告”的比率，第二表为“有共同来源而未列入报告”的比率，均在来源已知的样本对上测得，置信上限为单侧95%，
按相互独立的组计算；不足30组的不给出上限。任务或接口相同的作品适用较高的阈值，由此减少巧合，但会漏报第二表所列比例的改写件。上述比率不表示个案
来源的可能性。"""


MOST_KINDS = 8
"""A set with more kinds of rewriting is one row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A situation, and in how many of its pairs and groups the program errs; `upper` None where it is insufficient."""

    situation: str
    wrong: int
    pairs: int
    groups: int
    upper: float | None


def section(sections: Iterable[Section]) -> Section:
    """Return the page, made of the data of the other sections."""
    data = {part.name: part.data for part in sections}
    reported = [*_held_out(data.get("held_out") or ()), *_stratum(data, label=0), *_tasks(data.get("across") or {})]
    missed = [*_stratum(data, label=1), *_kinds(data.get("labelled") or {}), *_ports(data.get("across") or {})]
    if not reported and not missed:
        return Section(name="summary", text="", data={})
    text = "\n\n".join([INTRO, _table(reported, "reported"), MISSED, _table(missed, "missed"), READING])
    return Section(name="summary", text=text, data={})


def _held_out(rows: Iterable[Mapping[str, Any]]) -> Iterator[Rate]:
    """Unrelated works of the largest band of each language that has one, for both decisions."""
    largest: dict[tuple[str, str], Mapping[str, Any]] = {}
    for row in rows:
        key = row["language"], row["decision"]
        if key not in largest or row["tokens"] > largest[key]["tokens"]:
            largest[key] = row
    for (language, decision), row in sorted(largest.items()):
        what = "a region" if decision == "region" else "a pair of files"
        situation = f"unrelated works of {row['tokens']:,} tokens, {language}: {what}"
        yield Rate(
            situation=situation,
            wrong=row["reported"],
            pairs=row["pairs"],
            groups=row["works"],
            upper=row["observed_upper"],
        )


def _stratum(data: Mapping[str, Any], label: int) -> Iterator[Rate]:
    """Labelled pairs with the thresholds of their stratum; pairs of label 1 err when they are not reported."""
    for row in (data.get("strata") or {}).get("labelled", ()):
        if row["label"] == label and row["pairs"]:
            wrong = row["reported_stratum"] if label == 0 else row["pairs"] - row["reported_stratum"]
            situation = f"{row['stratum']}, with its threshold ({row['set'].partition('/')[0]})"
            upper = row["groups_upper"] if label == 0 and row["groups"] >= 30 else None
            yield Rate(situation=situation, wrong=wrong, pairs=row["pairs"], groups=row["groups"], upper=upper)


def _kinds(labelled: Mapping[str, Any]) -> Iterator[Rate]:
    """Pairs of common origin by set and kind of rewriting, with the threshold of unrelated works."""
    for name, summary in labelled.items():
        rows = [row for row in summary["detection"] if row["family"] == "stratum" and row["positive"]]
        for row in rows if len(rows) <= MOST_KINDS else [_together(rows)]:
            kind = f", {row['name']}" if row["name"] else ""
            yield Rate(
                situation=f"common origin, threshold of unrelated works ({name}{kind})",
                wrong=row["pairs"] - row["reported"],
                pairs=row["pairs"],
                groups=row["clusters"],
                upper=row["upper"],
            )


def _tasks(across: Mapping[str, Any]) -> Iterator[Rate]:
    """Independent programs for one task in two languages, each task with the threshold of the others."""
    for row in across.get("tasks", ()):
        yield Rate(
            situation=f"same task in two languages: a pair of {row['about']}",
            wrong=row["reaching"],
            pairs=row["pairs"],
            groups=row["tasks"],
            upper=row["upper"] if row["tasks"] >= 30 else None,
        )


def _ports(across: Mapping[str, Any]) -> Iterator[Rate]:
    """Ports of a program to another language."""
    for row in across.get("ports", ()):
        yield Rate(
            situation=f"common origin, ported to another language: a pair of {row['about']}",
            wrong=row["pairs"][1] - row["reported"][1],
            pairs=row["pairs"][1],
            groups=0,
            upper=None,
        )


def _together(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The pairs of all kinds; a group may have several kinds, so there is no bound."""
    listed = list(rows)
    sums = {name: sum(row[name] for row in listed) for name in ("pairs", "reported", "clusters")}
    return {**sums, "name": "all kinds", "upper": None}


def _table(rates: Iterable[Rate], wrong: str) -> str:
    body = [
        [
            rate.situation,
            f"{rate.pairs:,}",
            str(rate.groups),
            f"{rate.wrong:,} ({numbers.ratio(rate.wrong, rate.pairs)})",
            "insufficient" if rate.upper is None else numbers.upper(rate.upper),
        ]
        for rate in rates
    ]
    return markdown(["situation", "pairs", "groups", wrong, "bound"], body)
