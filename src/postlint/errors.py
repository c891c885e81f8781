"""What users did wrong: the place, the offending words and the nearest right name. All of these end in exit code 2."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class UserError(Exception):
    """A mistake that the user can mend; the message says where it is and what would be right.

    ``path`` is the file, ``line`` and ``column`` count from 1. Each may be missing.
    """

    def __init__(self, message: str, *, path: str | None = None, line: int | None = None, column: int | None = None):
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.column = column

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        return f"{place}: {self.message}" if place else self.message


class UserErrors(UserError):  # noqa: N818 - there are several
    """Several mistakes of one file or pack, told all at once."""

    def __init__(self, errors: Iterable[UserError]):
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in self.errors))


class UsageError(UserError):
    """The command line cannot be carried out as it stands."""


class ConfigError(UserError):
    """The config file has a mistake."""


class PackError(UserError):
    """A rule file has a mistake."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that ``word`` was probably meant to be, or None."""
    import difflib

    names = sorted(known)
    by_folded_name = {name.lower().replace("_", "-"): name for name in names}
    matches = difflib.get_close_matches(word.lower().replace("_", "-"), by_folded_name, n=1, cutoff=0.6)
    if matches:
        return by_folded_name[matches[0]]
    return next((name for name in names if word and name.endswith(f"/{word}")), None)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``" Did you mean 'x'?"``, or nothing where no known name is near."""
    name = nearest(word, known)
    return f" Did you mean '{name}'?" if name else ""
