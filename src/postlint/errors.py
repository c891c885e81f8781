"""What users did wrong: the place, the offending words and the nearest right name. All of these end in exit code 2."""

from __future__ import annotations

from functools import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CLOSE = 0.6
"""So alike, from 0 to 1, two names are at least of which one is taken for the other misspelled."""


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
    names = tuple(sorted(known))
    match = _known(names).closest(word.lower().replace("_", "-"))
    return match or next((name for name in names if word and name.endswith(f"/{word}")), None)


class _Known:
    """Names among which one is looked for that difflib finds close to a word.

    What difflib works out costs much; what it can come to at most, by the letters that both have, costs little, with a
    bit for each letter. So the likely names are asked first, and only those.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = {name.lower().replace("_", "-"): name for name in names}
        bits: dict[tuple[str, int], int] = {}
        self._letters = {
            folded: sum(bits.setdefault(letter, 1 << len(bits)) for letter in _letters(folded)) for folded in self.names
        }
        self._bits = bits

    def closest(self, word: str) -> str | None:
        """The name that is closest to a folded word, if it is close."""
        letters = sum(self._bits.get(letter, 0) for letter in _letters(word))
        bounds = [
            (2.0 * (letters & own).bit_count() / ((len(folded) + len(word)) or 1), folded)
            for folded, own in self._letters.items()
        ]
        bounds = sorted((bound for bound in bounds if bound[0] >= CLOSE), reverse=True)
        if not bounds:
            return None
        import difflib

        matcher = difflib.SequenceMatcher()
        matcher.set_seq2(word)
        best = (CLOSE, "")
        for bound, folded in bounds:
            if bound < best[0]:
                break
            matcher.set_seq1(folded)
            best = max(best, (matcher.ratio(), folded))
        return self.names[best[1]] if best[1] else None


@lru_cache(4)
def _known(names: tuple[str, ...]) -> _Known:
    return _Known(names)


def _letters(word: str) -> Iterator[tuple[str, int]]:
    """Each letter with how often it has come before."""
    counts: dict[str, int] = {}
    for letter in word:
        counts[letter] = count = counts.get(letter, 0) + 1
        yield letter, count


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``" Did you mean 'x'?"``, or nothing where no known name is near."""
    name = nearest(word, known)
    return f" Did you mean '{name}'?" if name else ""
