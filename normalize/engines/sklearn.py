"""scikit-learn: a transformer that cleans texts before a vectoriser reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sklearn.base import BaseEstimator, TransformerMixin

from normalize.engines.arrow import get_normalizer
from normalize.settings import STEPS, Settings


class TextNormalizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Clean an iterable of texts; nothing is learnt.

    The parameters are fields of `Settings`, so that a grid search can try them.
    """

    def __init__(
        self,
        steps: Sequence[str] = STEPS,
        level: str = "likely",
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        extend: Sequence[str] = (),
    ) -> None:
        self.steps = steps
        self.level = level
        self.select = select
        self.ignore = ignore
        self.extend = extend

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.requires_fit = False
        return tags

    def make_settings(self) -> Settings:
        """Give the settings that the parameters stand for.

        Raises:
            SettingsError: one of them is unknown.
        """
        return Settings(**self.get_params())

    def fit(self, texts: Iterable[str], y: Any = None) -> TextNormalizer:
        """Check the parameters; nothing is learnt."""
        self.make_settings()
        return self

    def transform(self, texts: Iterable[str]) -> list[str]:
        """Give the clean texts.

        Raises:
            TypeError: one str, which would be cleaned letter by letter; or a text is none.
        """
        if isinstance(texts, str):
            raise TypeError("transform takes an iterable of texts, not one text")
        clean = get_normalizer(self.make_settings()).clean
        return [clean(text) for text in texts]
