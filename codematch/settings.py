"""All settings of the program: default, unit, range and reason. No threshold is defined anywhere else."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

from codematch.errors import UsageError
from codematch.nearest_name import nearest

SWITCH = "1 on, 0 off"
"""The unit of a setting that is on or off."""


def setting(default: Any, unit: str, low: float, high: float, why: str) -> Any:
    """Declare a setting with its unit, its inclusive range, and the reason for its default."""
    return field(default=default, metadata={"unit": unit, "low": low, "high": high, "why": why})


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Limits of reading; every limit that is reached is recorded."""

    max_file_bytes: int = setting(
        20_000_000, "bytes", 1, 2**31 - 1, "larger files are excluded: they are data, not source code"
    )
    max_archive_bytes: int = setting(8_000_000_000, "bytes", 1, 2**40, "maximum expanded size of one container")
    max_archive_files: int = setting(1_000_000, "files", 1, 10**8, "maximum number of files in one container")
    max_archive_ratio: int = setting(
        1_000, "times", 1, 10**6, "maximum expansion: a larger one indicates an archive bomb"
    )
    max_archive_depth: int = setting(6, "levels", 0, 100, "maximum depth of archives within archives")
    max_held_bytes: int = setting(
        512_000_000, "bytes", 1, 2**40, "maximum size in memory of a nested archive or a git object"
    )
    detection_sample_bytes: int = setting(8_192, "bytes", 64, 2**24, "bytes of a file that charset detection examines")
    plausible_share: float = setting(0.85, "share", 0, 1, "least share of valid or common characters for an encoding")
    min_evidence_characters: int = setting(
        16,
        "different characters",
        1,
        10_000,
        "least number to distinguish Korean from Chinese: 0.62 to the 16th is 0.0005",
    )
    max_control_share: float = setting(0.02, "share of bytes", 0, 1, "a file with more control characters is binary")
    min_text_share: float = setting(
        0.75, "share of bytes", 0, 1, "least share of text lines, NUL aside, for a disturbed text"
    )
    min_text_bytes: int = setting(200, "bytes", 16, 10**6, "shorter blocks of text within other data are not read")
    sm3: int = setting(0, "1 on, 0 off", 0, 1, "also compute the SM3 digest of every file")
    sha1: int = setting(0, "1 on, 0 off", 0, 1, "also compute SHA-1, to match older lists; never used alone")
    md5: int = setting(0, "1 on, 0 off", 0, 1, "also compute MD5, to match older lists; never used alone")
    few_control_bytes: int = setting(4, "bytes", 0, 1_000, "number of control characters that a short text may contain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsing:
    """Limits of parsing; code beyond a limit is read by the plain lexer, and the result says so."""

    max_seconds: float = setting(60.0, "seconds", 0.1, 3600, "a file that takes longer is parsed in slices")
    max_bytes: int = setting(
        3_000_000, "bytes", 1, 2**31 - 1, "larger files are parsed in pieces: a syntax tree takes 120 bytes per byte"
    )
    max_depth: int = setting(20_000, "levels", 10, 10**6, "deeper code is read by the plain lexer: it is data")
    max_formats: int = setting(
        6, "formats", 0, 100, "maximum depth of formats inside one another; usual code has at most four"
    )
    plain_error_share: float = setting(
        0.1, "share of bytes", 0, 1, "SQL with more errors is in another dialect and is read by the plain lexer"
    )
    min_quoted_bytes: int = setting(64, "bytes", 16, 10**9, "shorter literals are not checked for code")
    min_quoted_tokens: int = setting(24, "tokens", 8, 10**6, "a literal with fewer tokens is not treated as code")
    quoted_error_share: float = setting(
        0.02, "share of bytes", 0, 1, "maximum share of syntax errors in a literal that is code"
    )
    syntax_error_share: float = setting(
        0.2, "share of bytes", 0, 1, "files with a larger share of syntax errors are named in the report"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """When the content of a file overrides its name, and when content alone determines the language."""

    sample_bytes: int = setting(
        16_384, "bytes", 256, 2**24, "bytes of a file that are searched for signs of a language"
    )
    trial_bytes: int = setting(16_384, "bytes", 256, 2**24, "bytes of a file that are parsed to try a language")
    min_signs: int = setting(3, "points", 1, 1_000, "least score of signs for a language")
    min_code_share: float = setting(
        0.0005, "share of bytes", 0, 1, "least share of characters such as ( = ; { in a text that contains code"
    )
    max_trials: int = setting(3, "languages", 1, 100, "maximum number tried on one file, highest score first")
    fitting_error_share: float = setting(
        0.06, "share of bytes", 0, 1, "maximum share of syntax errors in a language determined by content"
    )
    doubtful_error_share: float = setting(
        0.12, "share of bytes", 0, 1, "with more syntax errors the language of the extension is in doubt"
    )
    unreadable_error_share: float = setting(
        0.3, "share of bytes", 0, 1, "with more syntax errors an inner extension is ignored"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprinting:
    """Winnowing and MinHash (Schleimer, Wilkerson & Aiken 2003; Broder 1997)."""

    k: int = setting(12, "tokens", 2, 64, "length of a token sequence with a fingerprint")
    window: int = setting(8, "k-grams", 1, 256, "every shared run of window + k - 1 tokens shares a fingerprint")
    permutations: int = setting(128, "permutations", 16, 1024, "standard error of resemblance at most 4.4 %")
    seed: int = setting(1, "", 0, 2**31 - 1, "fixed, so that every machine computes the same MinHash signature")
    near_identical: float = setting(
        0.9, "Jaccard index", 0.5, 1, "files above it are nearly identical and are aligned first, as a pair"
    )
    min_unit_tokens: int = setting(40, "tokens", 1, 10**6, "shorter units have no MinHash signature")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeding:
    """Exact matches of k-grams at the level `renamed`, from which alignments start."""

    k: int = setting(10, "tokens", 4, 64, "short enough to fit between two edits")
    min_bits: float = setting(8.0, "bits", 0, 1_000, "k tokens that weigh less are light, that is, ordinary code")
    max_light_product: int = setting(4, "pairs", 0, 10**6, "a light k-gram with more pairs of places is skipped")
    max_product: int = setting(
        256, "pairs", 1, 10**6, "a k-gram with more pairs of places (known times questioned) is skipped"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Chaining:
    """Dynamic programming over runs, with gap costs in bits."""

    gap_open_bits: float = setting(4.0, "bits", 0, 100, "measured: see tests/benchmarks")
    gap_token_bits: float = setting(0.3125, "bits per token of shift", 0, 10, "5/16: sums of such numbers are exact")
    max_gap_tokens: int = setting(40, "tokens", 1, 10_000, "longer gaps end a chain")
    predecessors: int = setting(60, "runs", 1, 1_000, "number of earlier runs that are considered for a chain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """Weight of tokens and regions, in bits."""

    min_weight: float = setting(
        25.0, "bits", 0, 10**6, "chains with less structure are not reported; see also significance"
    )
    min_same_place: float = setting(
        15.0, "bits", 0, 10**6, "threshold in files at the same relative path of corresponding folders"
    )
    flat_bits: float = setting(1.0, "bits", 0, 10, "weight of each token in a language without a background")
    token_cap_bits: float = setting(10.0, "bits", 1, 64, "maximum weight of a token")
    common_share: float = setting(0.15, "share", 0, 1, "factor for a token whose 12-gram two background projects share")
    repeated_share: float = setting(0.10, "share", 0, 1, "factor for a token whose 8-gram occurred earlier in its file")
    min_sample_tokens: int = setting(
        2_000, "tokens", 1, 10**9, "with fewer tokens the fit of the background is not assessed"
    )
    case_bits_ratio: float = setting(
        1.5, "times", 1, 10, "a case that differs this much from its background gives a warning"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPass:
    """The last pass: unmatched files as plain text, regardless of language."""

    on: int = setting(1, "1 on, 0 off", 0, 1, "compare files of unrelated languages as plain text")
    min_shared: int = setting(6, "names and literals", 1, 10**6, "files that share fewer rare ones are not aligned")
    max_files: int = setting(4, "files of a work", 1, 10**6, "a name or literal in more files is not rare")
    min_tokens: int = setting(20, "tokens", 1, 10**6, "a file with fewer unmatched tokens is skipped")


@dataclass(frozen=True, slots=True, kw_only=True)
class Significance:
    """Comparison with unrelated projects: the threshold of reported regions, and the training of null models."""

    coincidence_rate: float = setting(
        0.05, "share", 1e-6, 1, "share of unrelated pairs of this size that may reach the threshold; 1: no threshold"
    )
    unfitted_bits: float = setting(50.0, "bits", 0, 10**6, "threshold in a language without a null model")
    level: float = setting(0.95, "level", 0.5, 0.9999, "confidence level of every one-sided bound")
    first_band_tokens: int = setting(
        2_000, "tokens", 10, 10**6, "size of the works in the smallest band of a null model"
    )
    band_factor: int = setting(4, "times", 2, 64, "size of the works of a band compared with the previous band")
    bands: int = setting(5, "bands", 1, 20, "number of bands; works of the last one have half a million tokens")
    min_band_works: int = setting(
        20, "works", 2, 10**6, "a band with fewer works is not used; a null model needs one band"
    )
    max_band_works: int = setting(
        100, "works", 2, 10**6, "maximum number of works in a band, because of the time for all pairs"
    )
    floor_bits: float = setting(
        12.0, "bits", 0, 1_000, "least weight in the smallest band; lighter regions count as none"
    )
    floor_step_bits: float = setting(2.0, "bits", 0, 100, "increase of the least weight from band to band")
    fit_above_bits: float = setting(
        15.0, "bits", 0, 1_000, "lighter quantiles are not fitted: the least weight distorts them"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """When a file or function counts as matched, and how much of a result is displayed."""

    unit_share: float = setting(
        0.8, "share of tokens", 0, 1, "a function with at least this share of matched tokens counts as matched"
    )
    file_share: float = setting(
        0.5, "share of tokens", 0, 1, "a file with at least this share of matched tokens counts as matched"
    )
    folder_pairs: int = setting(3, "pairs", 1, 10**6, "two folders with this many matched pairs of files correspond")
    max_alternatives: int = setting(
        5, "alternatives", 0, 1_000, "maximum number listed for a region; the rest is counted"
    )
    max_exhibits: int = setting(300, "regions", 0, 10**6, "maximum number of regions with an exhibit, heaviest first")
    max_exhibit_rows: int = setting(400, "rows", 1, 10**6, "longer exhibits are truncated, and say so")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtration:
    """Which filters are on, and their thresholds. Filters label; they change no region, weight or count."""

    agreed: int = setting(1, "1 on, 0 off", 0, 1, "exclusions given with --agreed, each with a reason and a name")
    common: int = setting(1, "1 on, 0 off", 0, 1, "works given with --common")
    library: int = setting(1, "1 on, 0 off", 0, 1, "works of the reference library")
    vendored: int = setting(1, "1 on, 0 off", 0, 1, "folders and banners of third-party code")
    generated: int = setting(1, "1 on, 0 off", 0, 1, "generated and minified files")
    imports: int = setting(1, "1 on, 0 off", 0, 1, "imports, includes, package clauses")
    licences: int = setting(1, "1 on, 0 off", 0, 1, "licence texts and notices in comments")
    standards: int = setting(1, "1 on, 0 off", 0, 1, "tables and names that a published standard or format prescribes")
    data: int = setting(1, "1 on, 0 off", 0, 1, "tables of literals")
    interface: int = setting(1, "1 on, 0 off", 0, 1, "declarations, and heads of public and overriding functions")
    boilerplate: int = setting(1, "1 on, 0 off", 0, 1, "accessors, their fields, generated methods")
    idioms: int = setting(1, "1 on, 0 off", 0, 1, "sequences that occur in many projects of the background")
    idiom_share: float = setting(
        0.25, "share of projects", 0, 1, "a sequence that occurs in this share of the background is an idiom"
    )
    idiom_tokens: int = setting(12, "tokens", 1, 10**6, "shorter sequences are not idioms")
    residual_bits: float = setting(
        15.0, "bits", 0, 10**6, "a region with a smaller residual does not remain after filtration"
    )
    material_bits: float = setting(
        15.0, "bits", 0, 10**6, "lighter chains between a work and shared material are ignored"
    )
    modified_bits: float = setting(
        50.0,
        "bits",
        0,
        10**6,
        "a changed passage is labelled only if its file shares this much with a file of the material",
    )
    base_share: float = setting(
        0.98,
        "share of tokens",
        0,
        1,
        "a file with at least this share of unchanged tokens counts as unmodified material",
    )
    modified_comment_share: float = setting(
        0.75,
        "share of words",
        0,
        1,
        "least share of the longer comment, in the same order, for a changed comment of material",
    )
    modified_comment_words: int = setting(
        6, "words", 1, 1_000, "shorter comments are not matched as changed comments of material"
    )
    library_prints: int = setting(
        3, "fingerprints", 1, 10**6, "least number of shared ones for aligning a file of the library"
    )
    table_tokens: int = setting(40, "tokens", 2, 10**6, "a run of literals of this length is a table")
    table_literal_share: float = setting(0.35, "share of tokens", 0, 1, "least share of literals in a table")
    accessor_tokens: int = setting(14, "tokens", 1, 1_000, "maximum length of the body of an accessor")
    bean_accessors: int = setting(2, "accessors", 1, 1_000, "a class with fewer accessors is not a data class")
    licence_lines: int = setting(
        30, "lines", 1, 10_000, "comments of a licence text within this distance belong together"
    )
    minified_line_bytes: int = setting(300, "bytes", 10, 10**6, "least mean length of the lines of a minified file")
    minified_blank_share: float = setting(0.08, "share of bytes", 0, 1, "maximum share of blanks in a minified file")
    max_exclusions: int = setting(
        20_000, "passages", 0, 10**7, "maximum number listed with their basis; the rest is counted"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Evidence outside the regions: what is listed; everything is counted."""

    channels: int = setting(1, "1 on, 0 off", 0, 1, "search for evidence outside the regions")
    rare_share: float = setting(
        0.05, "share of projects", 0, 1, "a rare name or literal occurs in at most this share of the background"
    )
    min_name_characters: int = setting(5, "characters", 1, 1_000, "shorter names are counted, not listed")
    min_text_characters: int = setting(6, "characters", 1, 1_000, "shorter texts are counted, not listed")
    min_number_digits: int = setting(4, "digits", 1, 1_000, "shorter numbers are counted, not listed")
    min_comment_words: int = setting(4, "words", 1, 1_000, "shorter comments are not compared as a whole")
    min_line_characters: int = setting(
        16, "characters", 1, 1_000, "shorter lines of code are not searched for in comments"
    )
    min_shared_lines: int = setting(
        8, "lines", 1, 10**6, "least number outside the regions that two files share for a finding"
    )
    shared_line_files: int = setting(4, "files", 1, 10**6, "a line that occurs in more files of a work is common there")
    min_order_members: int = setting(
        6, "functions or keys", 2, 10_000, "least number shared by name for a comparison of order"
    )
    min_folder_files: int = setting(
        3, "files", 1, 10_000, "least number of equal file names for a finding on two folders"
    )
    min_renamed_names: int = setting(
        3, "names", 2, 10_000, "least number changed in the same way for a systematic rename"
    )
    min_stem_letters: int = setting(6, "letters", 4, 100, "shorter words are not compared as stems of names")
    comment_run_words: int = setting(8, "words", 2, 100, "least number in a row that two comments share")
    notice_share: float = setting(
        0.5, "share of tokens", 0, 1, "notices are compared if this share of the smaller file is aligned"
    )
    max_characters: int = setting(160, "characters", 8, 100_000, "maximum length of the text of a finding")
    max_findings: int = setting(
        200, "findings", 0, 10**6, "maximum number listed for each detector; the rest is counted"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """Training of background models."""

    max_project_tokens: int = setting(
        400_000, "tokens", 1, 10**9, "maximum per project, so that no project dominates a background"
    )
    max_vocabulary: int = setting(
        3_000, "kinds", 10, 60_000, "maximum size; other kinds count as unknown; matters for plain text"
    )
    max_kgrams: int = setting(
        500_000, "k-grams", 0, 10**8, "the most common are kept, so that a model stays under 3 MB"
    )
    max_model_bytes: int = setting(2_500_000, "bytes", 1_000, 10**9, "rare n-grams are dropped until a model fits")
    held_out_every: int = setting(
        5, "projects", 2, 1_000, "one project in this many measures the mean information content"
    )
    min_projects: int = setting(8, "projects", 2, 10**6, "a smaller background is marked as small")
    min_tokens: int = setting(500_000, "tokens", 1, 10**9, "a smaller background is marked as small")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Measurement of error rates on labelled pairs; nothing here changes the weight of a region."""

    min_group_works: int = setting(
        10, "works", 2, 10**6, "with fewer works in a group, rarity is measured on all works of the set"
    )
    replicates: int = setting(1_000, "replicates", 1, 10**6, "bootstrap replicates of whole groups for every interval")
    ridge: float = setting(0.1, "", 1e-9, 1_000, "penalty of the combination: measured, leaving one set out")
    folds: int = setting(5, "folds", 2, 100, "parts of the pairs if groups cannot be left out")
    min_clusters: int = setting(
        30, "clusters", 1, 10**6, "with fewer clusters error rates have no bound, and the table says so"
    )
    max_group_folds: int = setting(100, "folds", 2, 10**6, "if there are more groups, several are left out at a time")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The documented defaults; one group for each stage."""

    intake: Intake = field(default_factory=Intake)
    parsing: Parsing = field(default_factory=Parsing)
    identification: Identification = field(default_factory=Identification)
    fingerprinting: Fingerprinting = field(default_factory=Fingerprinting)
    seeding: Seeding = field(default_factory=Seeding)
    chaining: Chaining = field(default_factory=Chaining)
    weighing: Weighing = field(default_factory=Weighing)
    plain: PlainPass = field(default_factory=PlainPass)
    significance: Significance = field(default_factory=Significance)
    counting: Counting = field(default_factory=Counting)
    filtration: Filtration = field(default_factory=Filtration)
    evidence: Evidence = field(default_factory=Evidence)
    training: Training = field(default_factory=Training)
    evaluation: Evaluation = field(default_factory=Evaluation)

    def __post_init__(self) -> None:
        for name, value, info in describe(self):
            if said := _outside(name, value, info):
                raise UsageError(f"setting {said}")


def describe(settings: Settings) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Yield (dotted name, value, metadata) for every setting, in the order of the method."""
    for group in fields(settings):
        values = getattr(settings, group.name)
        for item in fields(values) if is_dataclass(values) else ():
            yield f"{group.name}.{item.name}", getattr(values, item.name), dict(item.metadata)


def unknown(name: str) -> str:
    """Return the error message for an unknown setting; "" for a known one."""
    names = [known for known, _, _ in describe(Settings())]
    return "" if name in names else f"unknown setting {name}{nearest(name, names, 'codematch settings lists them')}"


def unfit(name: str, value: object) -> str:
    """Return the error message for an invalid value of a setting; "" for a valid one."""
    default, info = next((default, info) for known, default, info in describe(Settings()) if known == name)
    whole = isinstance(default, int)
    if isinstance(value, int if whole else int | float) and not isinstance(value, bool):
        return _outside(name, value, info)
    return f"{name} is {_shown(value)}; give {'a whole' if whole else 'a'} number from {info['low']} to {info['high']}"


def _outside(name: str, value: Any, info: dict[str, Any]) -> str:
    low, high = info["low"], info["high"]
    return "" if low <= value <= high else f"{name} is {_shown(value)}; give a value from {low} to {high}"


def _shown(value: object) -> str:
    """A value as an error message quotes it: any value of a TOML file, at limited length."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a table"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) > 10**18:
        return "a number of many digits"
    return str(value).strip() or "empty"


def as_dict(settings: Settings) -> dict[str, Any]:
    """Return the settings as nested dictionaries of plain numbers."""
    return asdict(settings)


def grammars_folder() -> Path:
    """Return the folder of the language data: inside an installed package, else beside it in a checkout."""
    return _data_folder("grammars")


def validation_folder() -> Path:
    """Return the folder of the validation report: inside an installed package, else beside it in a checkout."""
    return _data_folder("validation")


def _data_folder(name: str) -> Path:
    package = Path(__file__).resolve().parent
    installed = package / f"_{name}"
    return installed if installed.is_dir() else package.parent / name
