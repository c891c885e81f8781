"""The config: found, checked, and asked which rules hold for a post."""

from postlint.config.loading import load, load_text
from postlint.config.model import Config, Override, RuleSettings, Selectors
from postlint.config.select import Selected, Selection, with_selectors
from postlint.site.layout import SiteSettings

__all__ = [
    "Config",
    "Override",
    "RuleSettings",
    "Selected",
    "Selection",
    "Selectors",
    "SiteSettings",
    "load",
    "load_text",
    "with_selectors",
]
