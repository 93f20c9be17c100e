"""Shell completion of option values that are names."""

DIGESTS = ("sm3", "sha1", "md5")
"""The digests other than SHA-256 that can be asked for."""


def settings(incomplete: str) -> list[str]:
    """Return the settings whose names begin so, each with the = that its value follows."""
    from codematch.settings import Settings, describe

    return [f"{name}=" for name, _, _ in describe(Settings()) if name.startswith(incomplete)]


def formats(incomplete: str) -> list[str]:
    """Return the report formats whose names begin so."""
    from codematch.report.formats import FORMATS

    return [name for name in FORMATS if name.startswith(incomplete)]


def languages(incomplete: str) -> list[str]:
    """Return the languages whose names begin so."""
    from codematch.languages import TEXT, load_languages
    from codematch.settings import grammars_folder

    return [name for name in (*load_languages(grammars_folder()).names, TEXT) if name.startswith(incomplete)]


def strata(incomplete: str) -> list[str]:
    """Return the strata whose names begin so."""
    from codematch.model.stratum import CHOICES

    return [name for name in CHOICES if name.startswith(incomplete)]


def digests(incomplete: str) -> list[str]:
    """Return the digests other than SHA-256 whose names begin so."""
    return [name for name in DIGESTS if name.startswith(incomplete)]
