"""Whether the language that a file claims to be in holds, where there is doubt: by its content, and by parsing it.

A file whose name says its language, and that has any of its signs, is not looked at again unless many of its bytes
turn out to be in syntax errors. Every other file is: its lines are searched for signs of all languages, the few that
have most are tried on its beginning, and the share of syntax errors decides.
"""

from dataclasses import dataclass, replace

from codematch.languages.content import FOREIGN, NO_POINTS, Points, has_proof, has_sign, points
from codematch.languages.gaps import visible_before
from codematch.languages.grammar import load_grammar
from codematch.languages.identify import TEXT, Identified, Languages
from codematch.languages.parser import error_bytes, parse, stops_by_clock
from codematch.languages.text_lexer import lex_text
from codematch.languages.token_count import cut_after
from codematch.languages.tokenizer import tokenize
from codematch.model.message import Message
from codematch.model.source import LanguageBasis, Limitation, Reason
from codematch.model.tokens import TokenStream
from codematch.settings import Identification, Parsing

_CODE = (b"(", b"=", b";", b"{", b"$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Evidence:
    """What is known of one file: points by language, and the share of syntax errors of those that were tried."""

    points: dict[str, Points]
    errors: dict[str, float]
    least: int

    def of(self, name: str) -> Points:
        """The points of a language."""
        return self.points.get(name, NO_POINTS)


def settle(
    claim: Identified,
    text: bytes,
    languages: Languages,
    parsing: Parsing,
    rules: Identification,
    *,
    error_share: float | None = None,
) -> Identified:
    """Return the language in which a file is read, and what determined it.

    Args:
        claim: What `Languages.identify` returned.
        text: The text of the file.
        languages: The known languages.
        parsing: Limits of a trial.
        rules: When content overrides a name.
        error_share: The share of its visible bytes in syntax errors when parsed as claimed; None if not parsed yet.
    """
    if claim.certain or not text:
        return claim
    sample = _lines(text, rules.sample_bytes)
    if (
        claim.language == TEXT
        and not claim.rivals
        and sum(map(sample.count, _CODE)) < rules.min_code_share * len(sample)
    ):
        return claim
    if claim.language != TEXT and error_share is None and not _doubtful(claim, sample, languages):
        return claim
    if error_share is not None and error_share <= rules.doubtful_error_share:
        return claim
    if claim.format and not has_proof(sample, languages):
        return claim
    evidence = _gather(claim, text, sample, languages, parsing, rules, error_share)
    return _decide(claim, evidence, languages, rules)


def read_file(
    path: str, text: bytes, claim: Identified, languages: Languages, parsing: Parsing, rules: Identification
) -> tuple[Identified, TokenStream]:
    """Return the language of a file and its tokens in it; `claim` is what `Languages.identify` returned.

    A limitation says when a limit by the clock had a part in that.
    """
    before, cut = stops_by_clock(), cut_after(text, parsing.max_tokens)
    found, stream = _read_file(path, text[:cut], claim, languages, parsing, rules)
    limitations = list(stream.limitations)
    if cut < len(text):
        limitations.append(tokens_left_out(path, text, cut, parsing))
    if stops_by_clock() != before:
        detail = Message.of("stopped-by-clock")
        limitations.append(Limitation(stage="languages", subject=path, reason=Reason.PARSE_TIMEOUT, detail=detail))
    return found, replace(stream, limitations=tuple(limitations)) if len(limitations) > len(
        stream.limitations
    ) else stream


def read_plainly(
    path: str, text: bytes, claim: Identified, parsing: Parsing, why: Limitation
) -> tuple[Identified, TokenStream]:
    """Return a file as the plain lexer reads it, whatever language it claims; `why` says why it does.

    What the file claims stays its language in lists of files; only its tokens are plain text.
    """
    cut = cut_after(text, parsing.max_tokens)
    limitations = (why,) if cut == len(text) else (why, tokens_left_out(path, text, cut, parsing))
    return claim, lex_text(path, text[:cut], limitations)


def tokens_left_out(path: str, text: bytes, cut: int, parsing: Parsing) -> Limitation:
    """Say that a text is read up to `cut` only, because it has more tokens than a file may have."""
    detail = Message.of("tokens-of-file", limit=parsing.max_tokens, line=text.count(b"\n", 0, cut) or 1)
    return Limitation(stage="languages", subject=path, reason=Reason.TOKEN_LIMIT, detail=detail)


def _read_file(
    path: str, text: bytes, claim: Identified, languages: Languages, parsing: Parsing, rules: Identification
) -> tuple[Identified, TokenStream]:
    settled = settle(claim, text, languages, parsing, rules)
    stream = tokenize(path, text, settled.language, languages, parsing)
    if settled.language != claim.language or stream.language == TEXT:
        return settled, stream
    again = settle(claim, text, languages, parsing, rules, error_share=stream.error_share)
    if again.language == settled.language:
        return settled, stream
    return again, tokenize(path, text, again.language, languages, parsing)


def _doubtful(claim: Identified, sample: bytes, languages: Languages) -> bool:
    if claim.basis is LanguageBasis.CONTENT:  # a marker was found
        return False
    return _others_claim(claim, languages) or not has_sign(sample, claim.language, languages)


def _others_claim(claim: Identified, languages: Languages) -> bool:
    """Whether a rival is no relative: the interpreter contradicts the extension, or two languages share that."""
    if claim.basis in (LanguageBasis.CONTENT, LanguageBasis.MODELINE):
        return False
    return any(not _related(claim.language, rival, languages) for rival in claim.rivals)


def _related(one: str, other: str, languages: Languages) -> bool:
    return languages.base(one)[-1] == languages.base(other)[-1]


def _gather(
    claim: Identified,
    text: bytes,
    sample: bytes,
    languages: Languages,
    parsing: Parsing,
    rules: Identification,
    error_share: float | None,
) -> _Evidence:
    counted = points(sample, languages, rules)
    least = rules.min_signs if sample.count(b"\n") > rules.few_lines else rules.min_signs - 1
    strong = [
        name for name, count in counted.items() if name != FOREIGN and count.telling(rules) and count.total >= least
    ]
    strong.sort(key=lambda name: (-counted[name].total, name))
    strong = [name for name in strong if 3 * counted[name].total >= counted[strong[0]].total]
    chosen = dict.fromkeys(base for name in strong[: rules.max_trials] for base in languages.base(name))
    own = [claim.language] if claim.language != TEXT and (chosen or claim.rivals or not claim.named) else []
    trial = _lines(text, rules.trial_bytes)
    errors = {claim.language: error_share} if error_share is not None else {}
    found = _Evidence(points=counted, errors=errors, least=least)
    tried = dict.fromkeys((*own, *claim.rivals, *chosen))
    fitting = {base for name in tried if _may_be(name, claim, found, rules) for base in languages.base(name)}
    for name in tried:
        if name not in errors and (name in own or name in fitting):
            errors[name] = _error_share(name, trial, languages, parsing)
    return found


def _decide(claim: Identified, found: _Evidence, languages: Languages, rules: Identification) -> Identified:
    best = _best(claim, found, languages, rules)
    if claim.language == TEXT:
        inner = best in claim.rivals
        basis = LanguageBasis.INNER_EXTENSION if inner else LanguageBasis.CONTENT
        return Identified(language=best, basis=basis) if best else claim
    if best and best != claim.language and _beats(best, claim, found, rules):
        shared = best in claim.rivals or found.of(claim.language).total
        return Identified(language=best, basis=LanguageBasis.PARSE if shared else LanguageBasis.CONTENT)
    if _is_none(claim, found, rules):
        return Identified(language=TEXT, basis=LanguageBasis.PARSE)
    return replace(claim, basis=LanguageBasis.PARSE) if _others_claim(claim, languages) else claim


def _best(claim: Identified, found: _Evidence, languages: Languages, rules: Identification) -> str:
    """The language with the most points among those in which the file parses; "" where there is none."""
    most = rules.fitting_error_share if claim.language != TEXT or not claim.format else rules.fitting_error_share / 3
    fitting = [name for name, errors in found.errors.items() if errors <= most and _may_be(name, claim, found, rules)]
    best = min(fitting, key=lambda name: (-found.of(name).total, found.errors[name], name), default="")
    # What is a program of the plain language is not called one of another that extends it.
    chain = [name for name in reversed(languages.base(best)) if name in found.errors] if best else []
    return next((name for name in chain if found.errors[name] <= found.errors[best] + rules.same_error_share), best)


def _may_be(name: str, claim: Identified, found: _Evidence, rules: Identification) -> bool:
    """Whether the signs of a language are enough, if the file parses in it."""
    points = found.of(name)
    least = 3 * rules.min_signs if claim.format else found.least
    return (
        points.telling(rules)
        and points.total >= (1 if name in claim.rivals else least)
        and points.total + points.proofs > found.of(FOREIGN).total
        and (bool(points.proofs) or not claim.format)
    )


def _beats(best: str, claim: Identified, found: _Evidence, rules: Identification) -> bool:
    """Whether another language is plainly more likely than the one that the name says."""
    ours, theirs = found.errors.get(claim.language, 0.0), found.errors[best]
    points, own = found.of(best).total, found.of(claim.language).total
    if best in claim.rivals:
        return (theirs < ours / 2 and ours - theirs > 2 * rules.same_error_share) or (points > own and theirs <= ours)
    plain = points >= 2 * rules.min_signs and points > 3 * own
    return theirs <= ours and (plain or (ours > rules.doubtful_error_share and theirs < ours / 3 and points > own))


def _is_none(claim: Identified, found: _Evidence, rules: Identification) -> bool:
    """Whether the file is in none of the languages that its name may mean."""
    errors, own, foreign = (
        found.errors.get(claim.language, 0.0),
        found.of(claim.language).total,
        found.of(FOREIGN).total,
    )
    if errors > rules.unreadable_error_share and own < rules.min_signs and (not claim.named or claim.rivals):
        return True
    return errors > rules.doubtful_error_share and foreign >= 2 * rules.min_signs and foreign > 2 * own


def _error_share(name: str, text: bytes, languages: Languages, parsing: Parsing) -> float:
    """The share of the visible bytes that are in syntax errors, 1 when the parser gave up."""
    grammar = load_grammar(languages.spec(name))
    tree = parse(grammar.parser, text, parsing)
    if tree is None:
        return 1.0
    visible = visible_before(text)
    return error_bytes(tree.root_node, visible, grammar.comments) / max(1, int(visible[-1]))


def _lines(text: bytes, most: int) -> bytes:
    """The first whole lines of a text, at most `most` bytes."""
    if len(text) <= most:
        return text
    stop = text.rfind(b"\n", 0, most) + 1
    return text[: stop or most]
