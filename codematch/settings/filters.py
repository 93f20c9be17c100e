"""Settings of the filters."""

from dataclasses import dataclass

from codematch.settings.declaration import setting, switch


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtration:
    """Which filters are on, and their thresholds. Filters label; they change no region, weight or count."""

    agreed: bool = switch(True, "exclusions given with --agreed, each with a reason and a name")
    common: bool = switch(True, "works given with --common")
    library: bool = switch(True, "works of the reference library")
    vendored: bool = switch(True, "folders and banners of third-party code")
    generated: bool = switch(True, "generated and minified files")
    imports: bool = switch(True, "imports, includes, package clauses")
    licences: bool = switch(True, "licence texts and notices in comments")
    standards: bool = switch(True, "tables and names that a published standard or format prescribes")
    data: bool = switch(True, "tables of literals")
    interface: bool = switch(True, "declarations, and heads of public and overriding functions")
    boilerplate: bool = switch(True, "accessors, their fields, generated methods")
    idioms: bool = switch(True, "sequences that occur in many projects of the background")
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
