"""Every tunable of the program: its default, unit, range and source. No threshold lives anywhere else."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

from codematch.errors import UsageError
from codematch.nearest_name import nearest


def setting(default: Any, unit: str, low: float, high: float, why: str) -> Any:
    """Declare a tunable with its unit, its inclusive range, and the reason for its default."""
    return field(default=default, metadata={"unit": unit, "low": low, "high": high, "why": why})


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Limits on what is read; hitting one is recorded, never silent."""

    max_file_bytes: int = setting(20_000_000, "bytes", 1, 2**31 - 1, "larger files are data, not source")
    max_archive_bytes: int = setting(8_000_000_000, "bytes", 1, 2**40, "what one container may expand to")
    max_archive_files: int = setting(1_000_000, "files", 1, 10**8, "what one container may hold")
    max_archive_ratio: int = setting(1_000, "times", 1, 10**6, "expansion beyond this marks a bomb")
    max_archive_depth: int = setting(6, "levels", 0, 100, "archives within archives")
    max_held_bytes: int = setting(
        512_000_000, "bytes", 1, 2**40, "what may be in memory whole: a nested archive, a git object"
    )
    detection_sample_bytes: int = setting(8_192, "bytes", 64, 2**24, "what charset detection looks at")
    plausible_share: float = setting(0.85, "share", 0, 1, "of valid or common characters, to name an encoding")
    min_evidence_characters: int = setting(
        16, "different characters", 1, 10_000, "fewer cannot tell Korean from Chinese: 0.62 to the 16th is 0.0005"
    )
    max_control_share: float = setting(0.02, "share of bytes", 0, 1, "more control characters: binary")
    min_text_share: float = setting(
        0.75, "share of bytes", 0, 1, "of the bytes but NUL: with more it is text, disturbed"
    )
    min_text_bytes: int = setting(200, "bytes", 16, 10**6, "shorter runs of text within other data are not read")
    sm3: int = setting(0, "1 on, 0 off", 0, 1, "the SM3 digest of every file beside its SHA-256")
    sha1: int = setting(0, "1 on, 0 off", 0, 1, "SHA-1, too, to tie back to an older list; never by itself")
    md5: int = setting(0, "1 on, 0 off", 0, 1, "MD5, too, to tie back to an older list; never by itself")
    few_control_bytes: int = setting(4, "bytes", 0, 1_000, "a few stray NUL bytes survive in a short text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsing:
    """Limits on parsing; a file that hits one goes through the plain lexer, and the result says so."""

    max_seconds: float = setting(60.0, "seconds", 0.1, 3600, "a file that takes longer is pathological")
    max_bytes: int = setting(3_000_000, "bytes", 1, 2**31 - 1, "a syntax tree takes some 120 bytes of memory for each")
    max_depth: int = setting(20_000, "levels", 10, 10**6, "a sum of so many terms is data; nothing recurses")
    max_formats: int = setting(6, "formats", 0, 100, "a script in a page of PHP in a fence is four deep")
    plain_error_share: float = setting(
        0.1, "share of bytes", 0, 1, "other dialects of SQL have more: in errors names are not told from keywords"
    )
    min_quoted_bytes: int = setting(64, "bytes", 16, 10**9, "shorter literals are not looked at for code")
    min_quoted_tokens: int = setting(24, "tokens", 8, 10**6, "fewer in a literal are no code of its own")
    quoted_error_share: float = setting(0.02, "share of bytes", 0, 1, "in errors, at most, where a literal is code")
    syntax_error_share: float = setting(0.2, "share of bytes", 0, 1, "more than this is reported by name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """When the content of a file speaks against its name, and when it speaks for a language by itself."""

    sample_bytes: int = setting(16_384, "bytes", 256, 2**24, "of a file are searched for signs of a language")
    trial_bytes: int = setting(16_384, "bytes", 256, 2**24, "of a file are parsed to try a language on it")
    min_signs: int = setting(3, "points", 1, 1_000, "of signs that content needs to speak for a language")
    min_code_share: float = setting(
        0.0005, "share of bytes", 0, 1, "of signs such as ( = ; { without which a text holds no code"
    )
    max_trials: int = setting(3, "languages", 1, 100, "are tried on one file, those with most signs first")
    fitting_error_share: float = setting(
        0.06, "share of bytes", 0, 1, "in syntax errors, at most, in a language that content alone speaks for"
    )
    doubtful_error_share: float = setting(
        0.12, "share of bytes", 0, 1, "in syntax errors, from which on the language of an ending is doubted"
    )
    unreadable_error_share: float = setting(
        0.3, "share of bytes", 0, 1, "in syntax errors, from which on an inner ending does not hold"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprinting:
    """Winnowing and MinHash (Schleimer, Wilkerson & Aiken 2003; Broder 1997)."""

    k: int = setting(12, "tokens", 2, 64, "length of a fingerprinted token sequence")
    window: int = setting(8, "k-grams", 1, 256, "every shared run of window + k - 1 tokens shares a fingerprint")
    permutations: int = setting(128, "permutations", 16, 1024, "standard error of resemblance at most 4.4 %")
    seed: int = setting(1, "", 0, 2**31 - 1, "fixed, so that two machines get the same sketch")
    near_identical: float = setting(0.9, "Jaccard index", 0.5, 1, "files above it are aligned first, as a pair")
    min_unit_tokens: int = setting(40, "tokens", 1, 10**6, "shorter units get no sketch of their own")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeding:
    """Exact matches of renamed-level k-grams that alignments grow from."""

    k: int = setting(10, "tokens", 4, 64, "short enough to fit between two edits")
    min_bits: float = setting(8.0, "bits", 0, 1_000, "k tokens that weigh less are light: ordinary code")
    max_light_product: int = setting(4, "pairs", 0, 10**6, "a light k-gram with more places is set aside")
    max_product: int = setting(
        256, "pairs", 1, 10**6, "a k-gram with more places (known times questioned) is set aside"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Chaining:
    """Dynamic programming over runs, with gap costs in bits."""

    gap_open_bits: float = setting(4.0, "bits", 0, 100, "measured: see tests/benchmarks")
    gap_token_bits: float = setting(0.3125, "bits per token of shift", 0, 10, "5/16: sums of such numbers are exact")
    max_gap_tokens: int = setting(40, "tokens", 1, 10_000, "longer gaps end a chain")
    predecessors: int = setting(60, "runs", 1, 1_000, "how far back the recursion looks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """From surprise to bits."""

    min_weight: float = setting(25.0, "bits", 0, 10**6, "lighter chains are not looked for; see also significance")
    min_same_place: float = setting(15.0, "bits", 0, 10**6, "the same in files at the same place of matching folders")
    flat_bits: float = setting(1.0, "bits", 0, 10, "each token of a language without a background model")
    token_cap_bits: float = setting(10.0, "bits", 1, 64, "no token counts for more")
    common_share: float = setting(0.15, "share", 0, 1, "weight of a token whose 12-gram two background projects share")
    repeated_share: float = setting(0.10, "share", 0, 1, "weight of a token whose 8-gram came before in its file")
    min_sample_tokens: int = setting(2_000, "tokens", 1, 10**9, "a smaller case is not assessed")
    case_bits_ratio: float = setting(1.5, "times", 1, 10, "a case this far from its background draws a warning")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainPass:
    """The second pass: what is left over, as plain text, whatever the languages of the two files are."""

    on: int = setting(1, "1 on, 0 off", 0, 1, "a changed ending takes no file out of reach")
    min_shared: int = setting(6, "names and literals", 1, 10**6, "files that share fewer rare ones are not aligned")
    max_files: int = setting(4, "files of a work", 1, 10**6, "a name or literal that more files hold is not rare")
    min_tokens: int = setting(20, "tokens", 1, 10**6, "a file with fewer unmatched tokens is not looked at again")


@dataclass(frozen=True, slots=True, kw_only=True)
class Significance:
    """From bits to what unrelated projects reach: the threshold of reports, and how a reference set is made."""

    coincidence_rate: float = setting(
        0.05, "share", 1e-6, 1, "of unrelated pairs of works this large may reach the threshold; 1: no threshold"
    )
    unfitted_bits: float = setting(50.0, "bits", 0, 10**6, "the threshold in a language without a reference set")
    level: float = setting(0.95, "level", 0.5, 0.9999, "of every one-sided bound that is stated")
    first_band_tokens: int = setting(2_000, "tokens", 10, 10**6, "works of the smallest band of a reference set")
    band_factor: int = setting(4, "times", 2, 64, "from one band to the next")
    bands: int = setting(5, "bands", 1, 20, "of sizes; the last one holds works of half a million tokens")
    min_band_works: int = setting(20, "works", 2, 10**6, "a band of fewer is not stated; a set needs one")
    max_band_works: int = setting(100, "works", 2, 10**6, "their pairs take long enough")
    floor_bits: float = setting(12.0, "bits", 0, 1_000, "lighter regions in the smallest band count as none")
    floor_step_bits: float = setting(2.0, "bits", 0, 100, "by how much that rises from band to band")
    fit_above_bits: float = setting(15.0, "bits", 0, 1_000, "lighter quantiles are not fitted: the floor bends them")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """When a file or function counts as matched, and what of a result is kept for display."""

    unit_share: float = setting(0.8, "share of tokens", 0, 1, "a function counts as matched from here")
    file_share: float = setting(0.5, "share of tokens", 0, 1, "a file counts as matched from here")
    folder_pairs: int = setting(3, "pairs", 1, 10**6, "so many matched pairs of files make two folders correspond")
    max_alternatives: int = setting(5, "alternatives", 0, 1_000, "listed for each region; the rest is counted")
    max_exhibits: int = setting(300, "regions", 0, 10**6, "the heaviest regions carry their lines into the result")
    max_exhibit_rows: int = setting(400, "rows", 1, 10**6, "longer exhibits are cut, and say so")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtration:
    """Which filters are on, and when they speak. No filter changes a region, a weight or a count: they label."""

    agreed: int = setting(1, "1 on, 0 off", 0, 1, "passages that --agreed excludes, each with a reason and a name")
    common: int = setting(1, "1 on, 0 off", 0, 1, "works given with --common")
    library: int = setting(1, "1 on, 0 off", 0, 1, "works of the reference library")
    vendored: int = setting(1, "1 on, 0 off", 0, 1, "folders and banners of third-party code")
    generated: int = setting(1, "1 on, 0 off", 0, 1, "generated and minified files")
    imports: int = setting(1, "1 on, 0 off", 0, 1, "imports, includes, package clauses")
    licences: int = setting(1, "1 on, 0 off", 0, 1, "licence texts and notices in comments")
    standards: int = setting(1, "1 on, 0 off", 0, 1, "tables and names that a published standard fixes")
    data: int = setting(1, "1 on, 0 off", 0, 1, "tables of literals")
    interface: int = setting(1, "1 on, 0 off", 0, 1, "declarations, and heads of public and overriding functions")
    boilerplate: int = setting(1, "1 on, 0 off", 0, 1, "accessors, their fields, generated methods")
    idioms: int = setting(1, "1 on, 0 off", 0, 1, "sequences that many projects of the background hold")
    idiom_share: float = setting(0.25, "share of projects", 0, 1, "of a background that hold a sequence: an idiom")
    idiom_tokens: int = setting(12, "tokens", 1, 10**6, "shorter ones are no idioms")
    residual_bits: float = setting(15.0, "bits", 0, 10**6, "a region of which less is left counts as explained")
    material_bits: float = setting(
        15.0, "bits", 0, 10**6, "lighter chains between a work and material are not looked for"
    )
    modified_bits: float = setting(
        50.0,
        "bits",
        0,
        10**6,
        "a file shares with one of material: with less, a changed passage is not explained by it",
    )
    base_share: float = setting(
        0.98, "share of tokens", 0, 1, "of a file in material, unchanged: a base, not a modified one"
    )
    modified_comment_share: float = setting(
        0.75, "share of words", 0, 1, "of the longer of two comments, in the same order: a changed one of material"
    )
    modified_comment_words: int = setting(6, "words", 1, 1_000, "a shorter comment is no changed one of material")
    library_prints: int = setting(
        3, "fingerprints", 1, 10**6, "shared ones from which a file of the library is aligned"
    )
    table_tokens: int = setting(40, "tokens", 2, 10**6, "a run of literals this long is a table")
    table_literal_share: float = setting(0.35, "share of tokens", 0, 1, "of a table that are literals")
    accessor_tokens: int = setting(14, "tokens", 1, 1_000, "the body of an accessor has no more")
    bean_accessors: int = setting(2, "accessors", 1, 1_000, "a class with fewer is no class of data")
    licence_lines: int = setting(30, "lines", 1, 10_000, "comments of a licence text this close belong together")
    minified_line_bytes: int = setting(300, "bytes", 10, 10**6, "mean length of the lines of a minified file, at least")
    minified_blank_share: float = setting(0.08, "share of bytes", 0, 1, "of a minified file that are blanks, at most")
    max_exclusions: int = setting(20_000, "passages", 0, 10**7, "listed with their basis; the rest is counted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is listed of the evidence beside the regions; everything is counted."""

    channels: int = setting(1, "1 on, 0 off", 0, 1, "channels of evidence beside the regions")
    rare_share: float = setting(
        0.05, "share of projects", 0, 1, "of a background that hold a rare name or literal, at most"
    )
    min_name_characters: int = setting(5, "characters", 1, 1_000, "shorter names are counted, not listed")
    min_text_characters: int = setting(6, "characters", 1, 1_000, "shorter texts are counted, not listed")
    min_number_digits: int = setting(4, "digits", 1, 1_000, "shorter numbers are counted, not listed")
    min_comment_words: int = setting(4, "words", 1, 1_000, "shorter comments are not compared as a whole")
    min_line_characters: int = setting(
        16, "characters", 1, 1_000, "shorter lines of code are not looked for in comments"
    )
    min_shared_lines: int = setting(
        8, "lines", 1, 10**6, "that two files share and no region aligns: fewer are no finding of their own"
    )
    shared_line_files: int = setting(4, "files", 1, 10**6, "of a work that hold a line: in more it is common there")
    min_order_members: int = setting(
        6, "functions or keys", 2, 10_000, "two files or lists share fewer by name: no order is compared"
    )
    min_folder_files: int = setting(3, "files", 1, 10_000, "of the same names in two folders")
    min_renamed_names: int = setting(3, "names", 2, 10_000, "changed in the same way: a systematic rename")
    min_stem_letters: int = setting(6, "letters", 4, 100, "shorter words are no stems of names")
    comment_run_words: int = setting(8, "words", 2, 100, "in a row that two comments share in part")
    notice_share: float = setting(
        0.5, "share of tokens", 0, 1, "of the smaller of two files that is aligned: their notices are compared"
    )
    max_characters: int = setting(160, "characters", 8, 100_000, "of a finding are kept")
    max_findings: int = setting(200, "findings", 0, 10**6, "of each detector are listed; the rest is counted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """What goes into a background model."""

    max_project_tokens: int = setting(400_000, "tokens", 1, 10**9, "no project may dominate a background")
    max_vocabulary: int = setting(3_000, "kinds", 10, 60_000, "the rest counts as unknown; matters for plain text")
    max_kgrams: int = setting(500_000, "k-grams", 0, 10**8, "keeps a model under 3 MB; the most common are kept")
    max_model_bytes: int = setting(2_500_000, "bytes", 1_000, 10**9, "rare n-grams are dropped until a model fits")
    held_out_every: int = setting(5, "projects", 2, 1_000, "every so many projects measure the mean surprise")
    min_projects: int = setting(8, "projects", 2, 10**6, "a smaller background says so")
    min_tokens: int = setting(500_000, "tokens", 1, 10**9, "a smaller background says so")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """How figures over labelled pairs are made; nothing here moves the weight of a region."""

    min_group_works: int = setting(10, "works", 2, 10**6, "fewer say nothing about rarity: all works of the set do")
    replicates: int = setting(1_000, "replicates", 1, 10**6, "of whole groups, for every interval")
    ridge: float = setting(0.1, "", 1e-9, 1_000, "penalty of the combination: measured, leaving one set out")
    folds: int = setting(5, "folds", 2, 100, "of pairs, where groups cannot be left out one by one")
    min_clusters: int = setting(30, "clusters", 1, 10**6, "fewer bound no error rate: the table says so")
    max_group_folds: int = setting(100, "folds", 2, 10**6, "more groups are left out several at a time")


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
    """Yield (dotted name, value, metadata) for every tunable, in the order of the method."""
    for group in fields(settings):
        values = getattr(settings, group.name)
        for item in fields(values) if is_dataclass(values) else ():
            yield f"{group.name}.{item.name}", getattr(values, item.name), dict(item.metadata)


def unknown(name: str) -> str:
    """Return what an error message says of a name that no setting has; "" of one that a setting has."""
    names = [known for known, _, _ in describe(Settings())]
    return "" if name in names else f"there is no setting {name}{nearest(name, names, 'codematch settings lists them')}"


def unfit(name: str, value: object) -> str:
    """Return what an error message says of a value that a setting cannot have; "" of one that it can have."""
    default, info = next((default, info) for known, default, info in describe(Settings()) if known == name)
    whole = isinstance(default, int)
    if isinstance(value, int if whole else int | float) and not isinstance(value, bool):
        return _outside(name, value, info)
    return f"{name} is {_shown(value)}: give {'a whole' if whole else 'a'} number from {info['low']} to {info['high']}"


def _outside(name: str, value: Any, info: dict[str, Any]) -> str:
    low, high = info["low"], info["high"]
    return "" if low <= value <= high else f"{name} is {_shown(value)}: give a value from {low} to {high}"


def _shown(value: object) -> str:
    """What an error message quotes of a value: whatever a TOML file can hold, at a length that a line can have."""
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
