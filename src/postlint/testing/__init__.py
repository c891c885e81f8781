"""Rules run by their own examples, and looked at for what can never work: what ``postlint test`` tells."""

from postlint.carets import dedented
from postlint.testing.examples import OnlyRule, run_bad, run_good
from postlint.testing.outcome import Outcome, Problem
from postlint.testing.results import Failure, Paste, Result, Tested, results_of
from postlint.testing.targets import chosen

__all__ = [
    "Failure",
    "OnlyRule",
    "Outcome",
    "Paste",
    "Problem",
    "Result",
    "Tested",
    "chosen",
    "dedented",
    "results_of",
    "run_bad",
    "run_good",
]
