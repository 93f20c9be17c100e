"""A result as SARIF 2.1.0 (OASIS), for code scanning and editors: one result for each region.

The place of a result is that in the questioned work, which is the work that is checked; both places, known first, are
its related locations. Its partial fingerprints are made from the content of the region, so they survive moved lines
and renamed files.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from codematch.model.document import part_to_document
from codematch.model.match import MatchClass, RegionSide
from codematch.model.policy import Standing, Suppression, SuppressionKind
from codematch.model.precision import stored_bits, stored_total
from codematch.model.result import CaseResult, PairResult
from codematch.report import view
from codematch.report.formats import CODE_SCANNING
from codematch.report.formats.notices import Notice, State, capped, notices
from codematch.report.render_options import RenderOptions
from codematch.report.text import region_sentences, say, sentence, sentences, visible

Json = dict[str, Any]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
QUESTIONED, KNOWN = "%SRCROOT%", "KNOWN"
"""The names of the two roots that paths are relative to; the first is the one that code scanning expects."""
FINGERPRINT = "codematchRegion/v1"
GITHUB_FINGERPRINT = "primaryLocationLineHash"
"""The only fingerprint that GitHub compares; without one it computes its own from the lines of the file."""
MOST_NOTIFICATIONS = 200
"""Limitations that are listed; they are all in the record."""

_LEVELS = {State.AT_LIMIT: "error", State.NO_LIMIT: "warning"}
_RULES = {
    MatchClass.BYTE_IDENTICAL: "ByteIdenticalFiles",
    MatchClass.NORMALISED: "RegionIdenticalButForLayout",
    MatchClass.RENAMED: "RegionWithOtherNames",
    MatchClass.EDITED: "RegionWithEdits",
}


def render(result: CaseResult, options: RenderOptions | None = None) -> bytes:
    """Return the SARIF log: UTF-8, the same bytes for the same result."""
    options = options or RenderOptions()
    limits = options.limits or CODE_SCANNING
    found, omitted = capped(notices(result, options), limits.rows)
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(result, found, omitted)]}
    return (json.dumps(log, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def _run(result: CaseResult, found: list[Notice], omitted: int) -> Json:
    pair = result.pairs[0]
    manifest = result.manifest
    return {
        "tool": {
            "driver": {
                "name": manifest.tool,
                "version": manifest.version,
                "rules": [_rule(match_class, name) for match_class, name in _RULES.items()],
            }
        },
        "language": say("locale"),
        "automationDetails": {"id": f"codematch/{_id_part(pair.known.label)}/{_id_part(pair.questioned.label)}/"},
        "originalUriBaseIds": {
            QUESTIONED: {"description": _text(say("ci.root.questioned", label=visible(pair.questioned.label)))},
            KNOWN: {"description": _text(say("ci.root.known", label=visible(pair.known.label)))},
        },
        "columnKind": "unicodeCodePoints",
        "artifacts": _artifacts(found),
        "results": [_result(one, suppressions=_lists_suppressions(result)) for one in found],
        "invocations": [
            {"executionSuccessful": not result.changed, "toolExecutionNotifications": _notifications(result, omitted)}
        ],
        "properties": {"disclaimer": say("disclaimer"), "policy": [_policy(one) for one in result.pairs]},
    }


def _rule(match_class: MatchClass, name: str) -> Json:
    words = say(f"class.{match_class}")
    return {
        "id": f"region/{match_class.value}",
        "name": name,
        "shortDescription": _text(say("ci.rule", observation=words)),
        "fullDescription": _text(say("ci.rule.full", observation=words)),
        "help": _text(say("ci.rule.help")),
        "defaultConfiguration": {"level": "warning"},
        "properties": {"tags": ["similarity"]},
    }


def _result(notice: Notice, *, suppressions: bool) -> Json:
    region = notice.region
    made: Json = {
        "ruleId": f"region/{region.match_class.value}",
        "ruleIndex": list(_RULES).index(region.match_class),
        "level": _LEVELS.get(notice.state, "note"),
        "message": _text(notice.message(_linked)),
        "locations": [_location(notice.questioned_path, QUESTIONED, region.questioned)],
        "relatedLocations": [
            {"id": 1, **_location(notice.known_path, KNOWN, region.known), "message": _text(say("known.work"))},
            {"id": 2, **_location(notice.questioned_path, QUESTIONED, region.questioned),
             "message": _text(say("questioned.work"))},
        ],
        "partialFingerprints": {FINGERPRINT: notice.id, GITHUB_FINGERPRINT: notice.id},
        "properties": _properties(notice),
    }  # fmt: skip
    if notice.standing is not None and notice.standing.is_new is not None:
        made["baselineState"] = _baseline_state(notice.standing)
    if suppressions:
        made["suppressions"] = [_suppression(one, notice.folder) for one in notice.suppressions]
    return made


def _baseline_state(standing: Standing) -> str:
    if standing.is_new:
        return "new"
    return "unchanged" if standing.is_known_as_it_is else "updated"


def _linked(side: str, place: RegionSide) -> str:
    """Return a place as a link to its related location; brackets and backslashes in it are escaped."""
    words = f"{side} {region_sentences.shown_place(place)}"
    escaped = re.sub(r"([\\\[\]])", r"\\\1", words)
    unit = say("in-brackets", text=re.sub(r"([\\\[\]])", r"\\\1", visible(place.unit))) if place.unit else ""
    return f"[{escaped}]({1 if side == 'K' else 2}){unit}"


def _location(path: str, base: str, side: RegionSide) -> Json:
    location: Json = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(path), "uriBaseId": base},
            "region": {"startLine": max(side.first_line, 1), "endLine": max(side.last_line, side.first_line, 1)},
        }
    }
    if side.unit:
        location["logicalLocations"] = [{"fullyQualifiedName": side.unit}]
    return location


def _uri(path: str) -> str:
    """Return a path as a relative reference (RFC 3986): a colon in its first part would make it a scheme."""
    return quote(path.encode("utf-8", "surrogatepass"), safe="/!$&'()*+,;=@~-._")


def _artifacts(found: Iterable[Notice]) -> list[Json]:
    sides: dict[tuple[str, str], RegionSide] = {}
    for notice in found:
        sides.setdefault((QUESTIONED, notice.questioned_path), notice.region.questioned)
        sides.setdefault((KNOWN, notice.known_path), notice.region.known)
    rows = []
    for (base, path), side in sorted(sides.items(), key=lambda item: (item[0][0] == KNOWN, item[0][1])):
        row: Json = {"location": {"uri": _uri(path), "uriBaseId": base}}
        if re.fullmatch(r"[0-9a-f]{64}", side.sha256):
            row["hashes"] = {"sha-256": side.sha256}
        if side.language:
            row["sourceLanguage"] = side.language
        rows.append(row)
    return rows


def _properties(notice: Notice) -> Json:
    region = notice.region
    weight = {name: stored_bits(getattr(region.weight, name)) for name in (*view.CHANNELS, view.RENAMES)}
    found: Json = {
        "region": region.number,
        "state": notice.state.value,
        "language": region.language,
        "weightBits": stored_total(region.weight),
        "channelBits": weight,
        "tokens": region.tokens,
        "reasonCodes": sorted({label.code.value for label in region.labels}),
    }
    if region.residual is not None:
        found["residualBits"] = stored_total(region.residual)
    if region.identity:
        found["identity"] = region.identity
    if notice.pair.marks is not None:
        found["examinerMarks"] = [part_to_document(one) for one in notice.pair.marks.of(region.number)]
    if notice.standing is not None and notice.standing.new_share is not None:
        found["newShare"] = round(notice.standing.new_share, 6)
    return found


def _lists_suppressions(result: CaseResult) -> bool:
    """Say whether any result is suppressed: then each says which suppressions it has, be it none."""
    return any(
        pair.policy is not None and any(one.regions for one in pair.policy.suppressions) for pair in result.pairs
    )


def _suppression(one: Suppression, folder: str) -> Json:
    return {
        "kind": "inSource" if one.kind is SuppressionKind.COMMENT else "external",
        "status": "accepted",
        "justification": f"{one.reason} ({one.name})",
        "location": {
            "physicalLocation": {
                "artifactLocation": _stated_in(one, folder),
                "region": {"startLine": max(one.line, 1)},
            }
        },
    }


def _stated_in(one: Suppression, folder: str) -> Json:
    if one.kind is SuppressionKind.FILE:
        return {"uri": _uri(one.path)}
    return {"uri": _uri(f"{folder}{one.path}"), "uriBaseId": QUESTIONED}


def _notifications(result: CaseResult, omitted: int) -> list[Json]:
    """What was not done, or not in full: a tool that shows no region must not be taken for one that read everything."""
    found = [
        {
            "level": "note",
            "descriptor": {"id": f"limitation/{item.reason.value}"},
            "message": _text(
                f"{sentences.subject(item)}: {sentence(item.detail)}" if item.subject else sentence(item.detail)
            ),
        }
        for item in result.limitations[:MOST_NOTIFICATIONS]
    ]
    more = len(result.limitations) - len(found)
    for key, count in (("ci.more-limitations", more), ("ci.more-regions", omitted)):
        if count > 0:
            found.append({"level": "note", "message": _text(say(key, count=count))})
    return found


def _policy(pair: PairResult) -> Mapping[str, Any]:
    policy = pair.policy
    if policy is None:
        return {}
    rows: Json = {
        "failOnWeightBits": policy.weight_limit_bits,
        "failOnResidualBits": policy.residual_limit_bits,
        "failOnNew": policy.fail_on_new or None,
        "baselineSha256": policy.baseline.sha256 if policy.baseline else None,
        "changedSince": policy.changed_since.revision if policy.changed_since else None,
    }
    return {key: value for key, value in rows.items() if value is not None}


def _text(words: str) -> Json:
    return {"text": words}


def _id_part(label: str) -> str:
    return visible(label).replace("/", "_")
