"""What comparisons are held to: null models and models of strata, loaded from a folder of languages when needed."""

from collections.abc import Collection
from pathlib import Path

from codematch.model.significance import LanguageSignificance
from codematch.model.stratum import Stratum
from codematch.settings import Settings
from codematch.significance.null_model import NullModel, has_null, load_null
from codematch.significance.statement import are_deciding
from codematch.significance.strata import StrataModel, StratumReference, has_strata, load_strata, refer
from codematch.version import METHOD


class NullModels:
    """Loads null models and models of strata from a folder of languages when they are needed.

    `without` are sources of clusters, or clusters as "source/name", that are left out: rates are measured on them.
    """

    def __init__(self, folder: Path | None, settings: Settings, *, without: Collection[str] = ()) -> None:
        self._folder = folder
        self._settings = settings
        self._without = frozenset(without)
        self._loaded: dict[str, NullModel | None] = {}
        self._strata: dict[str, StrataModel] | None = None
        self._references: dict[tuple[Stratum, str], StratumReference | None] = {}

    def get(self, language: str) -> NullModel | None:
        """Return the null model of a language, None when it has none.

        Raises:
            StoreError: The model is damaged.
        """
        if language not in self._loaded:
            self._loaded[language] = None
            if self._folder is not None and has_null(self._folder / language):
                rules = self._settings.significance
                self._loaded[language] = load_null(self._folder / language, rules.few_band_works, rules.fit_above_bits)
        return self._loaded[language]

    def refer(self, stratum: Stratum, language: str) -> StratumReference | None:
        """Return the pairs that a stratum of a language is held against: of all languages if its own are too few.

        None for unrelated works, and where there is no model of strata for the settings.

        Raises:
            StoreError: A model is damaged.
        """
        key = stratum, language
        if key not in self._references:
            self._references[key] = None if stratum is Stratum.UNRELATED else self._refer(stratum, language)
        return self._references[key]

    def reference_of(self, entry: LanguageSignificance) -> StratumReference | None:
        """Return the pairs of the stratum that a language is held against, None where only unrelated works are."""
        return None if entry.stratum is None else self.refer(entry.stratum.stratum, entry.language)

    def _refer(self, stratum: Stratum, language: str) -> StratumReference | None:
        usable = self._usable()
        own = refer(stratum, [usable[language]], without=self._without) if language in usable else None
        if own is not None and own.families >= self._settings.significance.min_families:
            return own
        return refer(stratum, list(usable.values()), without=self._without)

    def _usable(self) -> dict[str, tuple[StrataModel, NullModel]]:
        """The models of strata that can be compared with, by language, each with its null model."""
        return {
            name: (model, null)
            for name, model in self._all_strata().items()
            if (null := self.get(name)) is not None and self._holds(model, null)
        }

    def _all_strata(self) -> dict[str, StrataModel]:
        if self._strata is None:
            folders = [] if self._folder is None else sorted(self._folder.iterdir())
            self._strata = {folder.name: load_strata(folder) for folder in folders if has_strata(folder)}
        return self._strata

    def _holds(self, model: StrataModel, null: NullModel) -> bool:
        """Say whether a model of strata was made as everything is weighed now, and its null model too."""
        return (
            model.method == null.method == METHOD
            and model.background == null.background
            and are_deciding(model.settings, self._settings)
            and all((null.fit, null.fit_sums, null.fit_carried))
        )
