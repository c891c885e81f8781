"""What of a run's findings is in the baseline, and what of the baseline is no longer found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from postlint.baseline.record import Baseline, Key
from postlint.baseline.sketch import renamed, sketch
from postlint.engine import UNCHECKED
from postlint.expression import expression
from postlint.records import NamedTuple

if TYPE_CHECKING:
    from postlint.diagnostic import Diagnostic
    from postlint.text import Source

HASH_DIGITS = 16
# The marks of block quotes at the start of lines go elsewhere when the lines are wrapped anew.
SPACE = expression(r"\s*[\r\n][\s>]*|\s+")


class Run(NamedTuple):
    """What was checked and found.

    ``findings`` and ``sources`` are those of the report, whose paths ``name`` turns into those of a baseline; all other
    paths are already such. ``posts`` were checked; ``rules`` ran and would have spoken. ``is_there`` tells whether a
    post exists, ``reaches`` whether one that is gone would have been checked if it were there.
    """

    findings: Sequence[Diagnostic]
    sources: Mapping[str, Source]
    posts: Collection[str]
    rules: Collection[str]
    name: Callable[[str], str] = str
    is_there: Callable[[str], bool] = lambda path: True
    reaches: Callable[[str], bool] = lambda path: False


class Comparison(NamedTuple):
    """``new`` are the findings that are not in the baseline, in their order; ``found`` those that are, by key, with
    the baseline's own path; ``renamed`` tells, by path, what posts were called when the baseline was written.
    ``covered`` are the findings that are in the baseline, in their order, each with its key.
    """

    new: list[Diagnostic]
    found: Counter[Key]
    renamed: dict[str, str]
    covered: Sequence[tuple[Diagnostic, Key]] = ()

    @property
    def old(self) -> int:
        """How many findings are in the baseline."""
        return self.found.total()


def compare(baseline: Baseline, run: Run) -> Comparison:
    """Tell old findings from new ones."""
    known_as = _renamed(baseline, run)
    found: Counter[Key] = Counter()
    new: list[Diagnostic] = []
    covered: list[tuple[Diagnostic, Key]] = []
    for one in run.findings:
        key = key_of(one, run)
        key = key._replace(path=known_as.get(key.path, key.path))
        if one.rule not in UNCHECKED and found[key] < baseline.counts.get(key, 0):
            found[key] += 1
            covered.append((one, key))
        else:
            new.append(one)
    return Comparison(new, +found, known_as, covered)


def is_in_scope(key: Key, run: Run, known_as: Mapping[str, str]) -> bool:
    """Whether the run would have found this again if it were still there."""
    if key.rule not in run.rules:
        return False
    is_known = key.path in run.posts or key.path in known_as.values()
    return is_known or (not run.is_there(key.path) and run.reaches(key.path))


def fewer(baseline: Baseline, run: Run, compared: Comparison) -> int:
    """How many findings of the baseline are no longer there."""
    return sum(
        count - compared.found[key]
        for key, count in baseline.counts.items()
        if compared.found[key] < count and is_in_scope(key, run, compared.renamed)
    )


def key_of(one: Diagnostic, run: Run) -> Key:
    """By what a finding is known again. Where it stands does not count, nor where the lines of its words end."""
    source = run.sources.get(one.path)
    words = source[one.start.offset, one.end.offset] if source is not None else ""
    text = f"{one.rule}\0{SPACE.sub(' ', words).strip()}"
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Key(run.name(one.path), one.rule, digest[:HASH_DIGITS])


def _renamed(baseline: Baseline, run: Run) -> dict[str, str]:
    """What posts that the baseline does not know were called when it was written."""
    known = baseline.paths
    found_in = {run.name(path): path for path in {one.path for one in run.findings} if path in run.sources}
    unknown = found_in.keys() - known
    if not unknown:
        return {}
    gone = {
        path: digits
        for path, digits in baseline.sketches.items()
        if path in known and path not in run.posts and not run.is_there(path)
    }
    if not gone:
        return {}
    return renamed(gone, {path: sketch(run.sources[found_in[path]].text) for path in sorted(unknown)})
