"""Baselines made of a run: written anew, pruned, or with the rules that are new since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping

from postlint.baseline.comparison import Comparison, Run, is_in_scope, key_of
from postlint.baseline.record import Baseline, Key
from postlint.baseline.sketch import sketch
from postlint.engine import UNCHECKED


def written(before: Baseline, run: Run, *, is_kept: Callable[[Key], bool], rules: Collection[str]) -> Baseline:
    """The baseline of a run, as one in which ``rules`` had run.

    Of the one before it holds still what the run could not know, as ``is_kept`` says.
    """
    kept = {key: count for key, count in before.counts.items() if is_kept(key)}
    return _complete({**kept, **_counts(run)}, rules, before.sketches, run)


def pruned(before: Baseline, run: Run, compared: Comparison, existing: Collection[str]) -> Baseline:
    """The baseline without what is no longer found, and without rules that no longer exist; renamed posts get their
    new names. It never holds more than before.
    """
    left: dict[Key, int] = {}
    for key, count in before.counts.items():
        now = compared.found[key] if is_in_scope(key, run, compared.renamed) else count
        if now and key.rule in existing:
            left[key] = now
    return _complete(_moved(left, compared), before.rules & set(existing), before.sketches, run)


def with_new_rules(before: Baseline, run: Run, compared: Comparison) -> Baseline:
    """The baseline with the findings of the rules that had not run when it was written."""
    new = set(run.rules) - before.rules
    added = {key: count for key, count in _counts(run).items() if key.rule in new}
    return _complete({**_moved(before.counts, compared), **added}, before.rules | new, before.sketches, run)


def _moved(counts: Mapping[Key, int], compared: Comparison) -> dict[Key, int]:
    """The counts under the names that posts have by now."""
    called = {old: new for new, old in compared.renamed.items()}
    return {key._replace(path=called.get(key.path, key.path)): count for key, count in counts.items()}


def _counts(run: Run) -> Counter[Key]:
    return Counter(key_of(one, run) for one in run.findings if one.rule not in UNCHECKED)


def _complete(counts: Mapping[Key, int], rules: Iterable[str], sketches: Mapping[str, str], run: Run) -> Baseline:
    """With a sketch of each post that there are findings in, as it is now or as it was when it was last seen."""
    sources = {run.name(path): source for path, source in run.sources.items()}
    paths = {key.path for key in counts}
    made = {path: sketch(sources[path].text) if path in sources else sketches.get(path) for path in paths}
    return Baseline(counts, frozenset(rules), {path: digits for path, digits in made.items() if digits is not None})
