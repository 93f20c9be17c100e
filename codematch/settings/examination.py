"""Settings of the filters, and of the evidence outside the regions."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Evidence outside the regions: what is listed; everything is counted."""

    channels: bool = switch(True, "search for evidence outside the regions")
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
