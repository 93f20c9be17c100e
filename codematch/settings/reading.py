"""Settings of intake, of parsing and of the identification of languages."""

from dataclasses import dataclass

from codematch.settings.declaration import setting, switch


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
    max_aside_bytes: int = setting(
        64_000_000, "bytes", 1, 2**40, "maximum size in memory of bytes of a container that belong to no member"
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
    sm3: bool = switch(False, "also compute the SM3 digest of every file")
    sha1: bool = switch(False, "also compute SHA-1, to match older lists; never used alone")
    md5: bool = switch(False, "also compute MD5, to match older lists; never used alone")
    max_mean_line_bytes: int = setting(400, "bytes", 10, 10**6, "blocks with longer lines on average are data")
    min_block_lines: int = setting(4, "lines", 1, 10_000, "shorter blocks of text within other data are not read")
    min_letter_share: float = setting(0.3, "share of bytes", 0, 1, "least share of ASCII letters and blanks in a block")
    min_ascii_share: float = setting(0.6, "share of bytes", 0, 1, "least share of ASCII text in a block")
    max_high_share: float = setting(
        0.1, "share of bytes", 0, 1, "maximum share of bytes beyond ASCII in a disturbed text; data has half of them"
    )
    max_control_kinds: int = setting(
        4, "characters", 0, 32, "maximum number of different control characters, NUL aside, in a disturbed text"
    )
    min_split_share: float = setting(
        0.05, "share of bytes", 0, 1, "with this share of control characters within words they are dropped"
    )
    min_readable_share: float = setting(
        0.3, "share of lines", 0, 1, "least share of lines with a readable part among other bytes"
    )
    alike_votes: float = setting(
        0.9, "share of votes", 0, 1, "of encodings with this share of the most votes, the most common one is taken"
    )
    rival_votes: float = setting(
        0.97, "share of votes", 0, 1, "an encoding with this share of the votes of the chosen one is equally plausible"
    )
    max_votes_bytes: int = setting(
        800, "bytes", 1, 10**6, "bytes beyond ASCII of one file that count: one long text does not outvote a work"
    )
    near_page_votes: float = setting(
        0.75, "share of votes", 0, 1, "code pages of names with this share of the most votes are compared by letters"
    )
    rival_misplaced: int = setting(
        1, "letters", 0, 1_000, "a code page of names with at most this many more misplaced letters is plausible"
    )
    few_control_bytes: int = setting(4, "bytes", 0, 1_000, "number of control characters that a short text may contain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsing:
    """Limits of parsing; code beyond a limit is read by the plain lexer, and the result says so."""

    max_seconds: float = setting(
        60.0, "CPU seconds", 0.1, 3600, "a file that takes longer is parsed in slices, and is marked not reproducible"
    )
    max_operations: int = setting(
        100, "operations per byte", 1, 10**6, "a parse that needs more stops; code without errors needs at most 3"
    )
    max_tokens: int = setting(
        2_000_000, "tokens", 1_000, 10**9, "tokens of a file beyond this number are not compared: it is data"
    )
    max_total_tokens: int = setting(
        100_000_000, "tokens", 1_000, 10**10, "of all works; the largest files are left out first, to limit memory"
    )
    max_process_bytes: int = setting(
        4_000_000_000, "bytes", 10**8, 2**40, "memory of the process that reads files, beyond what it starts with"
    )
    max_process_seconds: float = setting(
        600.0, "CPU seconds", 1, 86_400, "for one file, or for small files of together 400 kB: the last resort"
    )
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
    max_quoted_languages: int = setting(3, "languages", 1, 100, "maximum number tried on one literal")
    max_statement_bytes: int = setting(
        400, "bytes", 1, 10**9, "a longer string at the top level of Python is no documentation, and may be code"
    )
    min_sentences: int = setting(
        2, "lines", 1, 10_000, "a literal with fewer lines that are sentences is no documentation"
    )
    sentence_share: float = setting(
        0.15, "share of lines", 0, 1, "a literal with this share of lines that are sentences is documentation"
    )
    min_quoted_signs: float = setting(
        0.07, "share of bytes", 0, 1, "least share of operators and brackets in a literal that is code; prose has fewer"
    )
    min_quoted_keywords: int = setting(3, "keywords", 0, 1_000, "least number of keywords in a literal that is code")
    min_different_keywords: int = setting(
        2, "keywords", 0, 1_000, "least number of different keywords in a literal that is code"
    )
    max_bar_share: float = setting(
        0.15, "share of tokens", 0, 1, "a literal with a larger share of bars is a regular expression"
    )
    min_other_share: float = setting(
        0.35, "share of tokens", 0, 1, "least share of tokens other than names and literals in a literal that is code"
    )
    min_evaluated_bytes: int = setting(16, "bytes", 1, 10**9, "shorter texts that a program runs are not parsed")
    min_evaluated_tokens: int = setting(
        12, "tokens", 1, 10**6, "a text that a program runs and that has fewer tokens is a call"
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
    sign_lines: int = setting(4, "lines", 1, 1_000, "a sign scores one point for each line, for at most this many")
    proof_points: int = setting(3, "points", 1, 1_000, "score of a line that only one language has")
    different_signs: int = setting(
        3, "signs", 1, 1_000, "without such a line, a language needs this many different signs, or two and more lines"
    )
    few_lines: int = setting(
        4, "lines", 0, 1_000, "in a text of at most this many lines, a score lower by one point suffices"
    )
    same_error_share: float = setting(
        0.004, "share of bytes", 0, 1, "a smaller difference in syntax errors does not decide between two languages"
    )
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
