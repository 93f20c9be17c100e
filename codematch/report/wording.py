"""Every sentence and word that a report shows, by id, so that another language is another dictionary.

The record observes and measures; it draws no conclusion. Numbers come in as text made by
`codematch.report.numbers`. `{name}` stands for a value that `say` fills in.
"""

from collections.abc import Mapping

from codematch.errors import InvariantError
from codematch.report import numbers

GLOSSARY = (
    "known", "questioned", "file", "token", "function", "region", "weight", "structure", "names", "literals",
    "comments", "M0", "M1", "M2", "M3", "coverage", "shared-text", "background", "reference", "resemblance",
    "alternative", "exhibit", "root",
)  # fmt: skip
"""The terms that the glossary explains, in its order."""

ENGLISH: Mapping[str, str] = {
    "title": "Software Similarity Examination Record",
    "disclaimer": "Machine-generated record; contains no legal conclusion",
    "made-by": "{tool} {version}",
    "pair": "Pair {number}",
    "pair-heading": "Pair {number}: {known} and {questioned}",
    "contents": "Contents",
    "back-to-contents": "contents",
    "more": "{count} more in report.json.",
    "more-regions": "{count} more in report.json, all lighter than those shown.",
    "none": "none",
    "dash": "–",
    # roles and inputs
    "known": "known",
    "questioned": "questioned",
    "known.work": "Known work",
    "questioned.work": "Questioned work",
    "work": "Work",
    "label": "Label",
    "given-as": "Given as",
    "root": "Root hash",
    "container": "Container SHA-256",
    "files": "Files",
    "lines": "Lines",
    "tokens": "Tokens",
    "languages": "Languages",
    "dispositions": "{compared} compared, {excluded} excluded, {unreadable} unreadable",
    "duplicates.one": "one has the same bytes as another and counts once",
    "duplicates.many": "{count} have the same bytes as another and count once",
    "language-files": "{language} {count}",
    "no-language": "no language",
    "counted-lines": "{count} counted",
    "origin.directory": "directory {locator}",
    "origin.file": "file {locator}",
    "origin.archive": "archive {locator}",
    "origin.git": "git repository {locator}",
    "origin.git-bundle": "git bundle {locator}",
    "origin-at": "{origin}, revision {revision}",
    "revision": "Revision",
    "requested": "asked for as {name}",
    # summary
    "summary": "Summary",
    "inputs": "Inputs",
    "summary.found.one": "One region was found, in {pairs} of files.",
    "summary.found.many": "{count} regions were found, in {pairs} of files.",
    "summary.pairs.one": "one pair",
    "summary.pairs.many": "{count} pairs",
    "summary.none": "No region was found.",
    "summary.threshold": (
        "A region is reported from a total of structure, names and literals on: {languages}. At least {bits} bits of "
        "these are structure, save in files that nearly repeat one another; in files at the same place of "
        "corresponding folders {place_bits} bits in all are enough; files that are identical byte for byte are "
        "reported whatever they weigh."
    ),
    "summary.threshold.language": "{bits} bits in {language}",
    "summary.threshold.unrecorded": "from what the settings below say",
    "summary.compared": (
        "Compared were {known_files} files of the known work ({known_lines} counted lines, {known_tokens} tokens) "
        "with {questioned_files} files of the questioned work ({questioned_lines} counted lines, "
        "{questioned_tokens} tokens)."
    ),
    "summary.lines": (
        "{known_matched} of {known_total} counted lines of the known work ({known_ratio}) and {questioned_matched} "
        "of {questioned_total} counted lines of the questioned work ({questioned_ratio}) lie in these regions."
    ),
    "summary.none-scope": ("This says nothing about lighter correspondences, nor about files that were not compared."),
    "summary.heaviest": "The heaviest, region {number}, weighs {total} bits and is of class {match_class}: {meaning}.",
    "summary.unlabelled": "No region carries a filtration label: every number counts all regions.",
    "summary.labelled": (
        "Filters label passages of {labelled} of {count} regions; {left} regions are left after all of them. Every "
        "number above counts all regions."
    ),
    "summary.weights": (
        "A weight is a sum of surprise under the background models named below. It is not a probability, and none "
        "can be made from it."
    ),
    "coverage": "Coverage",
    "coverage.known": "Known work found in the questioned work",
    "coverage.questioned": "Questioned work found in the known work",
    "coverage.note": (
        "A token is matched when a region aligns it; a line, when all tokens that start on it "
        "are; a function, from {unit_share} of its tokens; a file, from {file_share} of its tokens or when the other "
        "work holds the same bytes. Comments and blank lines are no counted lines; repeated files count once."
    ),
    "shared-text": (
        "Names that both works hold anywhere: {names} ({names_bits} bits); literals: {literals} ({literals_bits} bits)."
    ),
    "unit": "Unit",
    "unit.file": "file",
    "unit.line": "line",
    "unit.token": "token",
    "unit.function": "function",
    "matched": "Matched",
    "total": "Total",
    "ratio": "Ratio",
    "known-matched": "K matched",
    "known-total": "K total",
    "ratio.known": "R_K",
    "questioned-matched": "Q matched",
    "questioned-total": "Q total",
    "ratio.questioned": "R_Q",
    # filtration
    "filtration": "Filtration",
    "filtration.intro": (
        "Every filter labels passages that may stand in both works without telling anything, and names its reason. "
        "Nothing is removed: regions, weights and coverage count everything. Below stands what each filter labels by "
        "itself, and what is left of the regions once it and all before it are applied. A pair of aligned tokens is "
        "left when no filter labels either side of it; a region, when {bits} bits of structure or all that it had are "
        "left."
    ),
    "filtration.none": "Nothing was filtered: this record was made without filters.",
    "filtration.start": "before any filter",
    "filtration.off": "switched off",
    "filtration.nothing": "labels nothing",
    "filtration.idle": "Without a label in the regions: {filters}.",
    "filtration.are-off": "Switched off: {filters}.",
    "filtration.filter": "Filter",
    "filtration.codes": "Reason codes",
    "filtration.material": "held against {material}",
    "filtration.known": "K labelled",
    "filtration.questioned": "Q labelled",
    "filtration.matched": "of these in regions",
    "filtration.left": "What is left after it",
    "filtration.left-regions": "Regions",
    "filtration.left-known": "K lines",
    "filtration.left-questioned": "Q lines",
    "filtration.left-known-tokens": "K tokens",
    "filtration.left-questioned-tokens": "Q tokens",
    "filtration.left-bits": "Bits",
    "filtration.amount": "{files} files, {lines} lines, {tokens} tokens",
    "filtration.passages": "Labelled passages in regions",
    "filtration.passages-more": "{count} more passages are counted above and not listed",
    "filtration.side.known": "K",
    "filtration.side.questioned": "Q",
    "filtration.basis": "Basis",
    "filtration.place": "Place",
    "filtration.code": "Reason",
    "filter.agreed": "agreed",
    "filter.common": "common material",
    "filter.library": "reference library",
    "filter.vendored": "third-party folders",
    "filter.generated": "generated files",
    "filter.imports": "imports",
    "filter.licences": "licence texts",
    "filter.standards": "standards",
    "filter.data": "tables of data",
    "filter.interface": "interfaces",
    "filter.boilerplate": "accessors",
    "filter.idioms": "common idioms",
    "code.OSS": "stands in open-source or other given code",
    "code.OSS-MODIFIED": "stands there with changes",
    "code.VENDOR": "third-party code that the work carries along",
    "code.GENERATED": "written by a tool",
    "code.MINIFIED": "shrunk for delivery",
    "code.SDK-TEMPLATE": "template or example of a development kit",
    "code.LANG-BOILERPLATE": "what the language asks for",
    "code.API-DICTATED": "declares what an interface prescribes",
    "code.PROTOCOL/STANDARD": "fixed by a published standard",
    "code.HARDWARE": "prescribed by a device",
    "code.COMMON-IDIOM": "stands in many projects of the background",
    "code.COMMON-ALGO": "published algorithm",
    "code.DATA": "data, not code",
    "code.LICENSED": "text of a licence or use under one",
    "code.USER-AGREED": "agreed to by a named person",
    "residual": "What no filter labels",
    "residual.intro": (
        "The regions by what is left of their weight when labelled tokens and comments do not count, heaviest first."
    ),
    "residual.none": "Every aligned token carries a label; nothing is left.",
    "residual.tokens": "Tokens left",
    "residual.total": "Left",
    "residual.line": "left",
    "residual.words": "{bits} of {total} bits, {left} of {tokens} tokens",
    "label-words": "{code} {tokens}",
    # asserted items
    "asserted": "Asserted items",
    "asserted.intro": (
        "An item has a counterpart when a region holds tokens of it. Only the part of a region that lies in the item "
        "counts here; what is left does not carry a label of any filter."
    ),
    "asserted.found": "{have} of {count} asserted items have a counterpart in the questioned work.",
    "asserted.item": "Item of the known work",
    "asserted.status": "Outcome",
    "asserted.matched": "Aligned",
    "asserted.total": "{bits} bits, {left} left",
    "asserted.part": "{matched} of {whole} tokens",
    "asserted.lines": "{matched} of {whole} lines",
    "asserted.left": "Left",
    "asserted.weight": "Bits",
    "asserted.tokens": "{count} tokens",
    "asserted.counterparts": "Region and counterpart",
    "asserted.files.one": "one file",
    "asserted.files.many": "{count} files",
    "asserted.more.one": "one more",
    "asserted.more.many": "{count} more",
    "asserted.findings.one": "one finding beside the regions",
    "asserted.findings.many": "{count} findings beside the regions",
    "item.counterpart": "counterpart",
    "item.no-counterpart": "no counterpart",
    "item.not-compared": "not compared",
    "item.not-found": "not in the known work",
    "item.other-commit": "of another commit",
    # evidence beside the regions
    "evidence": "Evidence beside the regions",
    "evidence.intro": (
        "What both works hold, in regions or not, each channel by itself. Rarity is a count: in how many projects of "
        "the background something was seen, 0 standing for none or one. It says nothing of code outside the background."
    ),
    "findings.one": "One finding, listed",
    "findings.many": "{count} findings, listed",
    "evidence.none": "No channel beside the regions was examined in this run.",
    "evidence.nothing": "Nothing to list.",
    "evidence.more": "{count} more are counted and not listed",
    "evidence.files": "Files",
    "evidence.figures.files": (
        "Of {questioned} files of the questioned work, {same_bytes} have the bytes of one of the {known} files of the "
        "known work, {same_text} more its text but for white space, and {same_name_and_size} more its name and size. "
        "File names that stand in both works: {same_name}; folders of the questioned work that share several of their "
        "file names with one of the known work: {same_folder}."
    ),
    "evidence.lines": "Literal lines",
    "evidence.figures.lines": (
        "Of {known_all} lines of the known work that are not blank, {known_all_found} stand in the questioned work; of "
        "its {questioned_all} lines, {questioned_all_found} stand in the known work ({different_all} different lines). "
        "Of lines with code: {known_code_found} of {known_code}, and {questioned_code_found} of {questioned_code} "
        "({different_code} different lines). White space at both ends does not count."
    ),
    "evidence.names": "Names",
    "evidence.figures.names": (
        "{shared} of {known} different names of the known work stand among the {questioned} of the questioned work; "
        "{rare} of these are rare in the background, {rare_outside} of which no region aligns. "
        "Changes that were made alike to several aligned names: {systematic}; rare words in different names: {stems}."
    ),
    "evidence.comments": "Comments",
    "evidence.figures.comments": (
        "{shared} of {known} different comments of the known work have the same words as one of the {questioned} of "
        "the questioned work; {run} more share a run of words with one."
    ),
    "evidence.texts": "Texts and numbers",
    "evidence.figures.texts": (
        "{shared} of {known} different literals of the known work stand among the {questioned} of the questioned work; "
        "{rare} of these are rare in the background, {rare_outside} of which no region aligns."
    ),
    "evidence.artefacts": "Artefacts",
    "evidence.figures.artefacts": (
        "In both works: {misspelling} misspelt words, {author_mark} author marks, {copyright_holder} holders of "
        "copyright notices, {hidden_character} passages with a hidden character. "
        "{commented_out_in_questioned} lines of code of the known work stand in comments of the questioned work only, "
        "and {commented_out_in_known} the other way round. "
        "Pairs of files that share much and differ in their notice of copyright: taken out {notice_removed}, changed "
        "{notice_changed}, put in {notice_added}. "
        "In regions: {debug_line} traces of debugging, {dead_branch} dead branches, {unused_function} functions that "
        "nothing else names. Pairs of files with the same odd white space at aligned lines: blanks at line ends "
        "{trailing_blanks}, mixed indentation {mixed_indentation}, runs of blank lines {blank_lines}."
    ),
    "evidence.order": "Order",
    "evidence.figures.order": (
        "In {files} pairs of files that share enough functions by name, {in_order} of {functions} such functions stand "
        "in the same order. {lists} lists of keys, members or cases share most of their members, {same_order_lists} of "
        "them in the same order."
    ),
    "evidence.kind": "Kind",
    "evidence.text": "Found",
    "evidence.rarity": "Seen in",
    "evidence.rarity.value": "{seen} of {projects}",
    "evidence.times": "Times in K, Q",
    "evidence.places": "First places",
    "exhibit.found": "Explanations that something in this region speaks for: {explanations}.",
    "exhibit.not-found": "Tested, nothing in this region speaks for: {explanations}.",
    "exhibit.not-testable": "Not testable in this run: {explanations}.",
    "evidence.region": "Region",
    "evidence.corpora": "Counted in: {corpora}.",
    "evidence.else": "What else may explain such a finding, to be examined first:",
    "else.same-bytes": "a file of a common package, runtime or template",
    "else.same-text": "a file of a common package, runtime or template, formatted anew",
    "else.same-name-and-size": "a common name, and a size that many files have",
    "else.same-folder": "a framework that prescribes the names of files",
    "else.name": "a common library, framework or field of work",
    "else.renamed-style": "a house style or a tool that formats names",
    "else.renamed-prefix": "a house style; a common library with another prefix",
    "else.renamed-suffix": "a house style; a common library with another ending",
    "else.renamed-abbreviation": "usual short forms of the field",
    "else.renamed-word": "another term of the field for the same thing",
    "else.stem": "a term of the field that the background does not know",
    "else.comment": "a template, a manual or an answer on the web that both used",
    "else.task": "a template or a common upstream",
    "else.comment-part": "a template, a manual or a fixed phrase",
    "else.licence-text": "the same licence; the words are fixed",
    "else.text": "a common library, a protocol, a message of a tool",
    "else.number": "a constant of nature, a standard, a table in a textbook",
    "else.url": "an address in a manual or of a public service",
    "else.e-mail": "an address in a licence or of a public project",
    "else.guid": "an identifier that an interface or a tool prescribes",
    "else.host": "the host of a public service or an example",
    "else.path": "a path that a system or a package prescribes",
    "else.sql": "a query that a schema or a framework prescribes",
    "else.misspelling": "a usual slip, a native language in common, a name of the field",
    "else.author-mark": "an author who worked for both; a common upstream",
    "else.copyright-holder": "a common upstream whose notice both keep as its licence asks",
    "else.hidden-character": "an editor or a web page that both used",
    "else.commented-out-in-questioned": "an example in a manual; a common upstream",
    "else.commented-out-in-known": "an example in a manual; a common upstream",
    "else.notice-removed": "a licence that changed; a tool that rewrites headers",
    "else.notice-changed": "a transfer of rights; a tool that rewrites headers",
    "else.notice-added": "a tool that adds headers; a later licence",
    "else.debug-line": "a usual form; a template",
    "else.dead-branch": "a usual form to switch code off; a template",
    "else.unused-function": "an interface that calls functions from outside",
    "else.trailing-blanks": "the same editor or generator",
    "else.mixed-indentation": "the same editor settings",
    "else.blank-lines": "the same house style or generator",
    "else.same-order-functions": "an interface or a standard that lists them in this order",
    "else.partly-same-order-functions": "an interface or a standard that lists them in this order",
    "else.same-order-members": "a standard, a schema or an alphabet that orders them",
    "else.partly-same-order-members": "a standard, a schema or an alphabet that orders them",
    "note.size-compared": "{bytes} bytes, compared",
    "note.size-excluded": "{bytes} bytes, excluded",
    "note.size-unreadable": "{bytes} bytes, unreadable",
    "note.folder": "{shared} file names in both, of {known} in the known folder and {questioned} in the questioned one",
    "note.outside": "no region aligns it",
    "note.comment-part": "{shared} words in a row, of {words} of the known comment",
    "note.meant": "one letter, or the order of two, from {word}",
    "note.stem": "in names of the known work alone: {known}; of the questioned work alone: {questioned}",
    "note.renamed": "{names}",
    "note.notice-removed": "the known file has a notice, the questioned one none",
    "note.notice-changed": "both files have a notice, with other names",
    "note.notice-added": "the questioned file has a notice, the known one none",
    "note.layout": "of {known} such lines of the known file and {questioned} of the questioned one, in {lines} aligned",
    "note.order-functions": "{kept} of {common} functions in the same order",
    "note.order-functions-ordered": "{kept} of {common} functions in the same order, which is that of the alphabet",
    "note.order-members": "{kept} of {common} members in the same order",
    "note.order-members-ordered": "{kept} of {common} members in the same order: that of the alphabet, or of size",
    "finding.same-bytes": "same bytes",
    "finding.same-folder": "same file names",
    "finding.renamed-style": "other style",
    "finding.renamed-prefix": "other beginning",
    "finding.renamed-suffix": "other ending",
    "finding.renamed-abbreviation": "abbreviated",
    "finding.renamed-word": "other word",
    "finding.stem": "part of names",
    "finding.comment-part": "part of a comment",
    "finding.licence-text": "licence text",
    "finding.misspelling": "misspelling",
    "finding.notice-removed": "notice taken out",
    "finding.notice-changed": "notice changed",
    "finding.notice-added": "notice put in",
    "finding.debug-line": "trace of debugging",
    "finding.dead-branch": "dead branch",
    "finding.unused-function": "idle function",
    "finding.trailing-blanks": "blanks at line ends",
    "finding.mixed-indentation": "mixed indentation",
    "finding.blank-lines": "blank lines",
    "finding.same-text": "same text",
    "finding.same-name-and-size": "same name and size",
    "finding.name": "name",
    "finding.comment": "comment",
    "finding.task": "task mark",
    "finding.text": "text",
    "finding.number": "number",
    "finding.url": "address",
    "finding.e-mail": "e-mail address",
    "finding.guid": "identifier",
    "finding.host": "host",
    "finding.path": "path",
    "finding.sql": "query",
    "finding.author-mark": "author mark",
    "finding.copyright-holder": "holder in notices",
    "finding.hidden-character": "hidden character",
    "finding.commented-out-in-questioned": "commented out in Q",
    "finding.commented-out-in-known": "commented out in K",
    "finding.same-order-functions": "functions in order",
    "finding.partly-same-order-functions": "functions partly in order",
    "finding.same-order-members": "members in order",
    "finding.partly-same-order-members": "members partly in order",
    # explanations
    "explanations": "Explanations",
    "explanations.intro": (
        "For each explanation, what tested it and what came out. Found means that labels or findings speak for it; not "
        "found, that what was asked did not; neither excludes it. Tokens are aligned pairs that its labels cover. What "
        "no explanation accounts for speaks for none of them."
    ),
    "explanations.none": "No explanation was tested in this run.",
    "explanation": "Explanation",
    "explanation.result": "Result",
    "explanation.tests": "Tested by",
    "explanation.no-test": "nothing in this version",
    "explanation.regions": "Regions",
    "explanation.tokens": "Tokens",
    "explanation.signs": "Speaks for it",
    "explanation.more": "and {count} more",
    "outcome.found": "found",
    "outcome.not-found": "not found",
    "outcome.not-testable": "not testable",
    "explains.third-party": "third-party code in both works",
    "explains.generator": "the same tool generated it",
    "explains.common-algorithm": "a published algorithm",
    "explains.common-author": "a common author or holder",
    "explains.common-names": "common idioms and names",
    "explains.derivation": "one work derives from the other",
    "explains.ai-assistant": "the same assistant wrote both",
    "explains.public-answer": "the same public answer or tutorial",
    "explains.dictated": "interface, standard or hardware",
    "explains.house-style": "a common template or house style",
    "explains.common-upstream": "a common upstream",
    "explains.authorised": "authorised or agreed reuse",
    # limits
    "limits": "Limitations",
    "limits.none": "No limitation was recorded.",
    "limits.intro": "What was not done, or not done in full, by reason.",
    "reason": "Reason",
    "count": "Count",
    "subject": "Concerns",
    "detail": "Detail",
    "whole-run": "the whole run",
    "and-more": "and {count} more",
    # significance
    "significance": "Significance and error rates",
    "significance.intro": (
        "The regions are held against works of unrelated public projects that were compared in the same way; of each "
        "such pair its heaviest region counts. Bounds are one-sided at the level of {level}, hold for one comparison "
        "of the size of this one, with all its pairs of files ({comparisons} here), and are computed on projects, not "
        "on pairs. The unrelated stratum is the only one: works for the same task, by the same hand, or on the same "
        "framework reach more."
    ),
    "significance.unrecorded": "No reference set accompanies this record; significance was not evaluated.",
    "significance.threshold": "Reported from, bits",
    "significance.band": "Tokens of each reference work, at least",
    "significance.works": "Projects",
    "significance.pairs": "Pairs",
    "significance.reaching": "Pairs that reach it",
    "significance.upper": "Bound",
    "significance.multiple": "Comparisons of that size",
    "significance.reference": "Reference set",
    "significance.line": (
        "{language}: {reaching} of {pairs} pairs of unrelated works ({works} projects, at least {tokens} tokens each) "
        "reach {threshold} bits, from where on regions are reported; bound {upper}"
    ),
    "significance.times": "this comparison counts as {multiple} of theirs",
    "significance.not": "{languages}: not evaluated; {reason}",
    "significance.heaviest": (
        "{reaching} of {pairs} unrelated pairs have a region as heavy as the heaviest here ({total} bits in "
        "{language}); bound {upper}."
    ),
    "significance.region": "Of {pairs} unrelated pairs, {reaching} have a region as heavy; bound {upper}.",
    "significance.column": "Unrelated pairs as heavy, bound",
    "significance.excess": "The weight exceeds the fitted location for works of this size by {bits} bits.",
    "not-evaluated": "not evaluated",
    "not-evaluated.no-null": "no reference set of unrelated projects comes with this version",
    "not-evaluated.other-background": "the reference set was made with another background model",
    "not-evaluated.other-settings": "the reference set was made with other settings or another version of the method",
    "not-evaluated.unlike": (
        "the material is more surprising under its background than any reference work of this size, so the background "
        "does not fit it and weights are too high"
    ),
    "not-evaluated.too-large": "the comparison is larger than what the reference set can bound",
    # likelihood ratios
    "likelihood": "Likelihood ratio",
    "likelihood.not-asked": "No likelihood ratio was asked for; none was evaluated.",
    "likelihood.propositions": (
        "H₁: the passages of the questioned work derive from the known work, or both from a common ancestor. H₂: they "
        "do not, and the correspondence has another explanation. Each stratum is a population of its own for H₂; the "
        "least favourable is stated first."
    ),
    "likelihood.first": (
        "{language}, stratum {stratum}: the observation that the heaviest region weighs {bits} bits is about {ratio} "
        "times more probable if H₁ is true than if H₂ is true (bounded to [{lower}, {upper}]; {same} and {other} "
        "independent sources); on the ENFSI scale, {verbal} for H₁ over H₂."
    ),
    "likelihood.second": (
        "{language}, stratum {stratum}: the observation that the heaviest region weighs {bits} bits is about {ratio} "
        "times more probable if H₂ is true than if H₁ is true (bounded to [{lower}, {upper}]; {same} and {other} "
        "independent sources); on the ENFSI scale, {verbal} for H₂ over H₁."
    ),
    "likelihood.bundle": "validation bundle {name}, {digest}",
    "likelihood.not": "{language}: likelihood ratio not evaluated; {reason}",
    "support.none": "no support",
    "support.weak": "weak support",
    "support.moderate": "moderate support",
    "support.moderately-strong": "moderately strong support",
    "support.strong": "strong support",
    "support.very-strong": "very strong support",
    "not-covered.language": "the validation bundle does not cover this language",
    "not-covered.size": "the validation bundle does not cover works of this size",
    "not-covered.version": "the validation bundle was made with another version of the tool or of the method",
    "not-covered.background": "the validation bundle was made with another background model",
    "not-covered.settings": "the validation bundle was made with other settings",
    "stratum.unrelated": "unrelated works",
    "stratum.same-task": "works for the same task",
    "stratum.same-framework": "works on the same framework",
    "stratum.same-author": "works by the same hand",
    "stratum.shared-dependency": "works with a shared dependency",
    # backgrounds
    "background": "Background models",
    "background.intro": (
        "Rarity is judged against these models of unrelated public code. When the material's own mean surprise is "
        "far from that of the model, the model may be foreign to it and weights may be off."
    ),
    "background.none": "No background model was used.",
    "background.missing": "{language}: no model",
    "background.line": "{language}: {projects} projects, {tokens} tokens, {date}, model {digest}",
    "background.bits": "bits per token: model {mean}, this case {case}",
    "language": "Language",
    "projects": "Projects",
    "date": "Date",
    "model-bits": "Model, bits per token",
    "case-bits": "This case, bits per token",
    "digest": "Digest",
    "warning": "Warning",
    # tables
    "pairs": "File pairs",
    "pairs.intro": (
        "Every known and questioned file that share at least one region. Tokens are those covered by regions, of "
        "all tokens of the file. Bits are sums over the regions of the pair."
    ),
    "pairs.none": "No two files share a region.",
    "of-tokens": "{count} tokens",
    "unmatched.known.one": "One compared file of the known work shares no region",
    "unmatched.known.many": "{count} compared files of the known work share no region",
    "unmatched.questioned.one": "One compared file of the questioned work shares no region",
    "unmatched.questioned.many": "{count} compared files of the questioned work share no region",
    "known-file": "Known file",
    "questioned-file": "Questioned file",
    "class": "Class",
    "regions": "Regions",
    "region": "Region",
    "known-tokens": "Known tokens matched",
    "questioned-tokens": "Questioned tokens matched",
    "of": "of {total}",
    "heaviest": "Heaviest",
    "bits": "bits",
    "channel.total": "Total",
    "channel.structure": "Structure",
    "channel.names": "Names",
    "channel.literals": "Literals",
    "channel.comments": "Comments",
    "resemblance": "Resemblance",
    "resemblance.exact": "exact {value}",
    "resemblance.estimate": "estimate {value}",
    "heaviest-regions": "Heaviest regions",
    "heaviest-regions.intro": "Weights in bits, by channel. The number leads to the exhibit where there is one.",
    "number": "No.",
    "passages": "Passages",
    "known-passage": "Known passage",
    "questioned-passage": "Questioned passage",
    "labels": "Labels",
    "label-line": "labels",
    # exhibits
    "exhibits": "Side by side",
    "exhibits.intro": (
        "The lines of a region as they stand in both files, with the line numbers of the original files. A line too "
        "long for its column continues below without a number of its own."
    ),
    "exhibits.some": "{shown} of {count} regions carry their lines in this record.",
    "exhibits.none": "No exhibit was recorded.",
    "exhibit": "Region {number}",
    "exhibit.back": "back to the table",
    "beside": "beside the region",
    "exhibit.byte-identical": (
        "Lines {known_lines} of the known file and lines {questioned_lines} of the questioned file belong to files "
        "that are identical byte for byte."
    ),
    "exhibit.normalised": (
        "Lines {known_lines} of the known file and lines {questioned_lines} of the questioned file are identical "
        "after removal of white space and comments."
    ),
    "exhibit.renamed": (
        "Lines {known_lines} of the known file and lines {questioned_lines} of the questioned file are identical "
        "after removal of white space and comments and replacement of identifiers."
    ),
    "exhibit.edited": (
        "Lines {known_lines} of the known file and lines {questioned_lines} of the questioned file correspond, with "
        "local insertions, deletions or changes."
    ),
    "file-hash": "SHA-256 {digest}",
    "lines-of": "lines {lines}",
    "from-unit": "from",
    "aligned": "{count} aligned tokens, {language}",
    "renames": "Renamed",
    "renames.consistency": "{share} of the aligned identifiers agree with this map.",
    "renames.exception.one": "one exception",
    "renames.exception.many": "{count} exceptions",
    "renames.more": "and {count} more in report.json",
    "arrow": "→",
    "times": "× {count}",
    "alternatives": "Lighter matches of the same text",
    "alternatives.structure": "structure {bits} bits",
    "alternatives.more": "and {count} lighter ones that are counted but not listed",
    "omitted.one": "[1 line omitted]",
    "omitted.many": "[{count} lines omitted]",
    "omitted.both": "[{known} known and {questioned} questioned lines omitted]",
    "legend": "Marks",
    "state.identical": "identical, white space aside",
    "state.renamed": "renamed",
    "state.different": "different",
    "state.known-only": "known side only",
    "state.questioned-only": "questioned side only",
    "hidden": "invisible or direction-changing character, shown by its code point",
    # method and files
    "method": "Parameters and versions",
    "method.intro": "The settings of this run, each with its reason. A value that differs from its default is marked.",
    "setting": "Setting",
    "value": "Value",
    "default": "Default",
    "unit-of-measure": "Unit",
    "effect": "Why",
    "changed": "changed",
    "versions": "Versions",
    "component": "Component",
    "version": "Version",
    "sketch": "MinHash sketches",
    "not-compared": "Files not compared",
    "not-compared.intro": "Every file of both works is compared, excluded or unreadable; these are the latter two.",
    "not-compared.none": "Every file of both works was compared.",
    "role": "Role",
    "path": "Path",
    "size": "Size",
    "disposition": "Disposition",
    "disposition.excluded": "excluded",
    "disposition.unreadable": "unreadable",
    "glossary": "Terms",
    "filter": "Filter rows",
    # match classes
    "class.M0": "byte-identical file",
    "class.M1": "identical after white space and comments are removed",
    "class.M2": "identical after identifiers are replaced",
    "class.M3": "corresponding, with gaps or edits",
    # reasons
    "reason.binary": "binary content, not text",
    "reason.too-large": "larger than the limit",
    "reason.symlink": "symbolic link, not followed",
    "reason.leaves-root": "points outside the work",
    "reason.special-file": "device, socket or pipe",
    "reason.vcs-data": "data of a version control system",
    "reason.submodule": "submodule whose files are not part of the input",
    "reason.lfs-pointer": "pointer to a large file that is not part of the input",
    "reason.encrypted": "encrypted archive member",
    "reason.archive": "archive inside the work: its members stand as files of their own",
    "reason.unsupported-archive": "archive in a form that is not opened",
    "reason.archive-limit": "an archive limit was reached",
    "reason.damaged": "damaged or cut short",
    "reason.read-error": "could not be read",
    "reason.name-collision": "names that collide on some file systems",
    "reason.undecodable-name": "name that is not valid UTF-8",
    "reason.undecodable-bytes": "bytes that do not decode",
    "reason.duplicate": "same bytes as another file of the work",
    "reason.language-not-chosen": "language not chosen for this run",
    "reason.no-grammar": "no grammar: compared through the plain lexer",
    "reason.borrowed-grammar": "parsed with the grammar of a related language",
    "reason.syntax-errors": "syntax errors in much of the file",
    "reason.parse-size": "too large for the parser: plain lexer used",
    "reason.parse-timeout": "parser time limit reached: plain lexer used",
    "reason.parse-depth": "nesting limit reached: plain lexer used",
    "reason.no-background": "no background model: rarity is not judged",
    "reason.small-background": "background model smaller than asked for",
    "reason.frequent-seeds": "token sequences too frequent to start an alignment",
    "reason.match-limit": "a limit on matches was reached",
    "reason.exhibit-limit": "a limit on exhibits was reached",
    "reason.history-state": "incomplete or altered version history",
    "reason.uncommitted": "working tree differs from the last commit",
    # evaluation
    "evaluation": "Evaluation over labelled pairs",
    "evaluation.disclaimer": "Says how well scores tell the labels of this set apart; it says nothing of any case",
    "evaluation.list": "List of pairs",
    "evaluation.rows": "Rows",
    "evaluation.scored": "Pairs scored",
    "evaluation.scored-of": "{scored} of {rows}",
    "evaluation.positives": "Labelled 1 (common origin)",
    "evaluation.negatives": "Labelled 0",
    "evaluation.base-rate": "Base rate",
    "evaluation.all-positive": "F1 of calling every pair common origin",
    "evaluation.works": "Works",
    "evaluation.groups": "Groups",
    "evaluation.groups-connected": "{count}: works connected through pairs are one group",
    "evaluation.groups-by": "{count}, by {column}",
    "evaluation.rarity-group": "Rarity within the set is judged among the works of a pair's group.",
    "evaluation.rarity-set": "Rarity within the set is judged among all works: a group has too few.",
    "evaluation.finding": (
        "By {score}, a pair labelled 1 outranks a pair labelled 0 in {auc} of all comparisons{interval}."
    ),
    "evaluation.finding-interval": ", 95 % interval {low} to {high}",
    "evaluation.finding-groups": (
        "Within a group it does in {auc} on average{interval}, over {count} groups that have both labels."
    ),
    "evaluation.finding-none": "No score can be measured: {reason}.",
    "evaluation.scores": "How well each score ranks the pairs",
    "evaluation.scores.intro": (
        "In brackets 95 % intervals: whole groups drawn again {replicates} times (seed {seed}). A best F1 is chosen on "
        "the same pairs; hold it against the base rate of {base_rate} and the F1 of {all_positive} that calling every "
        "pair common origin has."
    ),
    "evaluation.score": "Score",
    "evaluation.auc": "ROC AUC",
    "evaluation.group-auc": "Mean AUC of a group",
    "evaluation.average-precision": "Average precision",
    "evaluation.best-f1": "Best F1",
    "evaluation.best-f1-from": "reached from",
    "evaluation.tpr-1": "Found at 1 % FPR",
    "evaluation.tpr-5": "Found at 5 % FPR",
    "evaluation.eer": "Equal error rate",
    "evaluation.parts": "Parts of the set",
    "evaluation.parts.intro": (
        "ROC AUC of each part. A part with both labels is measured by itself; one with a single label against all "
        "pairs of the other."
    ),
    "evaluation.part": "Part",
    "evaluation.pairs": "Pairs 1 / 0",
    "evaluation.counts": "{positives} / {negatives}",
    "evaluation.against": "Measured against",
    "against.own": "its own pairs",
    "against.all-negatives": "all pairs labelled 0",
    "against.all-positives": "all pairs labelled 1",
    "family.kind": "Kinds",
    "family.stratum": "Strata",
    "family.language": "Languages",
    "family.size": "Tokens of the smaller work",
    "family.group": "Groups with both labels",
    "evaluation.unnamed": "(not named)",
    "evaluation.likelihood": "Likelihood ratios",
    "evaluation.likelihood.intro": (
        "Logistic calibration of {score}, which enters as {entry}; each pair by a line fitted without {folds}."
    ),
    "folds.groups": "its group (in {count} parts)",
    "folds.pairs": (
        "it (in {count} parts): there is one group only, so the ratios look better calibrated than on new material"
    ),
    "evaluation.likelihood.none": "Not evaluated: {reason}.",
    "evaluation.likelihood.use": (
        "They measure how well the score can be calibrated, and are no likelihood ratios of a case."
    ),
    "evaluation.cllr": "Cllr",
    "evaluation.cllr.means": "cost of the ratios; 1 is what a system without information has [bits]",
    "evaluation.cllr-min": "Cllr min",
    "evaluation.cllr-min.means": "what would be left after the best monotone calibration: discrimination",
    "evaluation.cllr-cal": "Cllr cal",
    "evaluation.cllr-cal.means": "the difference: calibration",
    "evaluation.dev-pav": "devPAV",
    "evaluation.dev-pav.means": "mean distance of log10 LR from its best monotone calibration",
    "evaluation.misleading-positive": "Misleading, labelled 1",
    "evaluation.misleading-positive.means": "share of the pairs labelled 1 with a ratio below 1",
    "evaluation.misleading-negative": "Misleading, labelled 0",
    "evaluation.misleading-negative.means": "share of the pairs labelled 0 with a ratio above 1",
    "evaluation.figure": "Figure",
    "evaluation.meaning": "Meaning",
    "evaluation.figures": "Curves",
    "evaluation.distributions": "{score} by stratum and label",
    "evaluation.distribution-row": "{name} (label {label})",
    "evaluation.label": "label {label}",
    "evaluation.not-scored": "Rows that were not scored",
    "evaluation.not-scored.none": "Every row of the list was scored.",
    "evaluation.not-scored.intro": "They take part in no figure.",
    "evaluation.line": "Line",
    "evaluation.reason": "Reason",
    "pair-state.scored": "scored",
    "pair-state.missing": "not found",
    "pair-state.unreadable": "cannot be read",
    "pair-state.empty": "holds no code",
    "pair-state.duplicate": "repeats another row",
    "pair-state.contradicted": "another row has the other label",
    "not-measured.one-class-only": "one label only",
    "not-measured.no-group-with-both-classes": "no group has both labels",
    "not-measured.fewer-than-two-groups": "one group only",
    "not-measured.missing-in-most-replicates": "missing in most replicates",
    "not-measured.fewer-than-two-pairs-of-a-class": "fewer than two pairs of a label",
    "evaluation.no-interval": "no interval: {reason}",
    "evaluation.figure.roc": "Receiver operating characteristic",
    "evaluation.figure.roc-low": "The same at low false-positive rates",
    "evaluation.figure.det": "Detection error trade-off",
    "evaluation.figure.tippett": "Tippett plot: share of the pairs of either label with a ratio of at least so much",
    "evaluation.figure.ece": "Empirical cross-entropy over the prior odds",
    "evaluation.figure.distributions": "The main score of every stratum and label",
    "evaluation.detection": "Errors at the reporting threshold",
    "evaluation.detection.intro": (
        "A pair counts as reported when a region reaches the threshold of its language. Pairs of one group depend on "
        "one another, so the bound is on groups: the share of groups with at least one error (a pair labelled 1 "
        "that is not reported, one labelled 0 that is) is at most so much, at one-sided 95 % (Clopper and "
        "Pearson 1934)."
    ),
    "evaluation.label-given": "Label",
    "evaluation.reported": "Reported",
    "evaluation.errors": "Errors",
    "evaluation.clusters": "Groups with an error",
    "evaluation.error-bound": "Bound",
    "evaluation.part-of": "{part} of {whole}",
    "evaluation.insufficient": "insufficient",
    "evaluation.more": "{count} more in metrics.json.",
    "evaluation.combination": "The combination",
    "evaluation.combination.intro": (
        "A logistic line over several scores, fitted on the labelled sets below. It ranks pairs in an evaluation and "
        "stands in no report of a case."
    ),
    "evaluation.combination.without": "This list is “{name}”: its pairs are ranked by the line fitted without it.",
    "evaluation.combination.unusable": (
        "It was fitted for method {method} and is left out: this version weighs otherwise."
    ),
    "evaluation.set": "Set",
    "evaluation.digest": "SHA-256 of its list",
    "evaluation.definitions": "What the scores are",
    "score.structure": "structure of all regions [bits]",
    "score.names": "names in all regions [bits]",
    "score.literals": "literals in all regions [bits]",
    "score.comments": "comments in all regions [bits]",
    "score.total": "all channels of all regions [bits]",
    "score.heaviest": "total of the heaviest region [bits]",
    "score.coverage": "mean of the two shares of tokens in regions",
    "score.resemblance": "MinHash estimate of the resemblance of the fingerprints",
    "score.shared-names": "rarity of the names that both hold anywhere [bits]",
    "score.shared-literals": "rarity of the literals that both hold anywhere [bits]",
    "score.set-literals": "common literals by their rarity within the set, as a share",
    "score.set-names": "common names by their rarity within the set, as a share",
    "score.set-comments": "common words of comments by their rarity within the set, as a share",
    "score.combination": "natural-log odds of the combination",
    # figures
    "chart.describe": "{kind}. Horizontal axis: {x}. Vertical axis: {y}. Shown: {content}.",
    "chart.no-data": "no data",
    "chart.curve": "{label} ({line})",
    "chart.with-markers": "{line}, {marker}",
    "chart.line.solid": "solid line",
    "chart.line.dashed": "dashed line",
    "chart.line.dash-dotted": "dash-dotted line",
    "chart.line.long-dashed": "line of long dashes",
    "chart.line.dotted": "dotted line",
    "chart.marker.circle": "circles",
    "chart.marker.square": "squares",
    "chart.marker.triangle": "triangles",
    "chart.marker.diamond": "diamonds",
    "chart.marker.cross": "crosses",
    "chart.marker.plus": "plus signs",
    "chart.unnamed": "curve {number}",
    "chart.outside": "{label}: no part of it lies within the axes.",
    "chart.roc": "Receiver operating characteristic",
    "chart.roc.x": "False-positive rate (%)",
    "chart.roc.x-log": "False-positive rate (%), logarithmic",
    "chart.roc.y": "True-positive rate (%)",
    "chart.no-discrimination": "no discrimination",
    "chart.det": "Detection error trade-off",
    "chart.det.x": "False-positive rate (%), normal deviates",
    "chart.det.y": "False-negative rate (%), normal deviates",
    "chart.equal-errors": "equal error rates",
    "chart.tippett": "Tippett plot",
    "chart.tippett.x": "log₁₀ LR",
    "chart.tippett.y": "Share of pairs at or above (%)",
    "chart.first": "H₁: common origin",
    "chart.second": "H₂: no common origin",
    "chart.even-lr": "LR = 1",
    "chart.below-axis": "Arrow to the left: {share} of the pairs of “{label}” lie below the axis or at −∞.",
    "chart.above-axis": "Arrow to the right: {share} of the pairs of “{label}” lie above the axis or at ∞.",
    "chart.ece": "Empirical cross-entropy",
    "chart.ece.x": "Prior log₁₀ odds",
    "chart.ece.y": "Empirical cross-entropy (bits)",
    "chart.system": "system",
    "chart.calibrated": "after PAV",
    "chart.neutral": "neutral, LR = 1",
    "chart.even-odds": "even odds",
    "chart.above-cost": "Arrow upwards: “{label}” lies above the axis or at ∞ at {count} of the prior odds drawn.",
    "chart.distribution": "Distribution of scores",
    "chart.score": "Score",
    "chart.log-like": "{axis}; linear up to {unit}, logarithmic beyond",
    "chart.values": "Values",
    "chart.reaching": "≥ {value}",
    "chart.threshold": "threshold {value}",
    "chart.value": "{label}: {value}",
    "chart.group": "{label}: {count} values from {low} to {high}, median {median}",
    "chart.rows": (
        "Bars: counts, scaled to the tallest bar of the row. Below them the middle half (thick line) and the median "
        "(tick)."
    ),
    "chart.circles": "Circles: single values.",
    "chart.arrows": "Arrow: number of values beyond the axis or infinite.",
    "chart.not-numbers": "Left out because they are not numbers: {count}.",
    "chart.placement": "Regions among unrelated pairs",
    "chart.placement.y": "Unrelated pairs",
    "chart.weight": "Weight of the heaviest region (bits)",
    "chart.bits": "{value} bits",
    "chart.pairs": "Bars: {count} unrelated pairs, {none} of them without a region (0 bits).",
    "chart.unlabelled": "Lines without a label: {count} lighter regions of the case.",
    "chart.more-beyond": "and {count} more",
    "chart.below-weights": "Arrow to the left: {label}.",
    "chart.infinite-pairs": "Pairs of infinite weight, not drawn: {count}.",
    # glossary
    "term.known": "Known (K)",
    "means.known": "The work that is asserted, named first. Every table and exhibit has it on the left.",
    "term.questioned": "Questioned (Q)",
    "means.questioned": "The work under examination, named second.",
    "term.file": "File, line",
    "means.file": "A file that repeats the bytes of another file of its work is compared but not counted again. A "
    "counted line is one on which a token starts.",
    "term.token": "Token",
    "means.token": "A word, number, text literal, operator or bracket of the programming language.",
    "term.function": "Function",
    "means.function": "A function or method as the grammar of the language delimits it.",
    "term.region": "Region",
    "means.region": "A passage of the known work aligned with a passage of the questioned work, gaps and edits "
    "included. A questioned token belongs to at most one region; a known passage may serve several questioned ones.",
    "term.weight": "Weight, bits",
    "means.weight": "How surprising a region is under the background model: one bit for each halving of the "
    "expected frequency. Common idioms weigh next to nothing. A weight is not a probability.",
    "term.structure": "Structure",
    "means.structure": "The channel of the weight that looks at the sequence of kinds of tokens, without names, "
    "values and comments.",
    "term.names": "Names",
    "means.names": "The channel of identifiers that are the same on both sides of a region, by their rarity. Renamed "
    "ones add nothing, however consistently; the exhibit lists them.",
    "term.literals": "Literals",
    "means.literals": "The channel of numbers and texts that are the same on both sides of a region, by their rarity.",
    "term.comments": "Comments",
    "means.comments": "The channel of words of comments that are the same on both sides, by their rarity.",
    "term.M0": "M0",
    "means.M0": "Both files are identical byte for byte.",
    "term.M1": "M1",
    "means.M1": "The passages are identical once white space and comments are removed.",
    "term.M2": "M2",
    "means.M2": "The passages are identical once identifiers are replaced.",
    "term.M3": "M3",
    "means.M3": "The passages correspond, with local insertions, deletions or changes.",
    "term.coverage": "Coverage, R_K and R_Q",
    "means.coverage": "Matched units over all units: R_K of the known work, R_Q of the questioned work. They differ "
    "when the works differ in size.",
    "term.shared-text": "Shared text",
    "means.shared-text": "The different names and literals that stand anywhere in both works, inside regions or not, "
    "and the sum of their rarity in bits. It grows with the size of the works, has no threshold, and is part of no "
    "weight.",
    "term.background": "Background model",
    "means.background": "Frequencies of token sequences in unrelated public projects of one language, identified by "
    "a digest.",
    "term.reference": "Reference set, bound",
    "means.reference": "Public projects of one language that have nothing to do with one another, cleaned of the code "
    "that they share all the same. How many pairs of them have a region as heavy is counted; the bound says what share "
    "of comparisons between unrelated works may have one, at most.",
    "term.resemblance": "Resemblance",
    "means.resemblance": "The Jaccard index of two files' fingerprints, from 0 to 1: computed exactly, and estimated "
    "from MinHash sketches. After ± stands one standard error, after ≥ or ≤ a one-sided bound of 95 %.",
    "term.alternative": "Lighter match",
    "means.alternative": "Another place that corresponds to text which a heavier region already accounts for.",
    "term.exhibit": "Exhibit",
    "means.exhibit": "The lines of one region, side by side.",
    "term.root": "Root hash",
    "means.root": "SHA-256 over the sorted list of paths and file digests of a work. The same files give the same "
    "root hash, whatever form they were handed over in.",
}


def say(key: str, /, **values: str) -> str:
    """Return the text with this id, its values filled in.

    Raises:
        InvariantError: There is no such text, or it needs another value.
    """
    try:
        return ENGLISH[key].format_map(values)
    except KeyError as error:
        raise InvariantError(f"no wording for {key!r}, or it lacks the value {error}") from error


def counted(key: str, number: int, /, **values: str) -> str:
    """Return the text `key.one` or `key.many` for a number, which it may quote as `{count}`."""
    form = "one" if number == 1 else "many"
    return say(f"{key}.{form}", count=numbers.integer(number), **values)
