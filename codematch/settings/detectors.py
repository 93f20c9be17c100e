"""Settings of the detectors: evidence outside the regions."""

from dataclasses import dataclass

from codematch.settings.declaration import setting, switch


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
