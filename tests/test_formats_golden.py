"""Each format, whole, for the drafts in posts/. After a change that is meant: python tests/test_formats_golden.py"""

from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path

import pytest

from postlint import __version__
from postlint.cli import main
from postlint.reporters import FORMATS

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = Path(__file__).parent / "golden"
FILES = {
    "full": "full.txt",
    "concise": "concise.txt",
    "json": "json.json",
    "json-lines": "json-lines.jsonl",
    "github": "github.txt",
    "gitlab": "gitlab.json",
    "sarif": "sarif.sarif",
    "junit": "junit.xml",
    "rdjson": "rdjson.json",
    "markdown": "markdown.md",
}
# A few rules that find something of each severity, so that what other rules find does not change all files.
RULES = "frontmatter,images,links,structure,plain-english/doubled-word,plain-english/wordy-phrase"
VERSION = "0.0.0-version"


def report(format: str) -> str:
    """What the command line prints about the drafts, with the version masked."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        main(["check", "posts/drafts", "--hints", "--select", RULES, "--output-format", format])
    return output.getvalue().replace(f'ersion": "{__version__}"', f'ersion": "{VERSION}"')


def test_every_format_has_its_file() -> None:
    assert set(FILES) == set(FORMATS)


@pytest.mark.parametrize("format", FORMATS)
def test_report(format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    expected = (GOLDEN / FILES[format]).read_text(encoding="utf-8")
    assert report(format) == expected
    assert expected.count("\n") > 40
    assert __version__ not in expected


if __name__ == "__main__":
    os.chdir(ROOT)
    for name, file in FILES.items():
        (GOLDEN / file).write_text(report(name), encoding="utf-8")
