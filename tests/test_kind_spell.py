"""Names in the wrong spelling are found, and what only looks like one is not; authors are told their slips."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint import fix, packs
from postlint.diagnostic import Finding
from postlint.document import Document
from postlint.errors import UserErrors
from postlint.house import House
from postlint.matching import Matcher
from postlint.reading import Reading
from postlint.rule import Rule
from postlint.site import CONVENTIONS, Site

RULE = """\
summary: Spell names right.
why: Readers look for them.
in: [prose, title]
spell:
  - GitHub
  - {name: GitHub Actions, also: [GitHub actions]}
  - {name: PostgreSQL, wrong: [Postgres SQL]}
  - {name: Node.js, wrong: [NodeJS]}
  - {name: Swift, lower: pass}
  - {name: Stack Overflow, lower: pass, wrong: [StackOverflow]}
  - {name: NGINX, also: [nginx]}
  - {name: OpenOffice, message: "It is '{replacement}', not '{match}'.", help: The older name.}
  - MacBook
  - eBPF
  - MySQL
  - "Let's Encrypt"
unless: Github Flavored
"""


def _rule(tmp_path: Path, text: str = RULE) -> Rule:
    folder = tmp_path / "names"
    folder.mkdir(exist_ok=True)
    (folder / "misspelled.yml").write_text(text, encoding="utf-8")
    return packs.load(str(folder))[0]


def _findings(rule: Rule, text: str) -> list[Finding]:
    doc = Document(text)
    hits = Matcher({"x": rule.needles}).hits(doc.prose).of("x")
    assert rule.check is not None
    given = {"doc": doc, "hits": hits, "reading": Reading(doc, House(), Site((), CONVENTIONS["plain"]))}
    return list(rule.check(**{name: given[name] for name in rule.parameters}))


def _fixed(rule: Rule, text: str) -> str:
    return fix.apply(text, [found.fix for found in _findings(rule, text) if found.fix]).text


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("It is on Github.", "It is on GitHub."),
        ("It is on github.", "It is on GitHub."),
        ("It is on GITHUB.", "It is on GitHub."),
        ("It is *Github's* fault.", "It is *GitHub's* fault."),
        ("Github-based tools, Github/MYSQL", "GitHub-based tools, GitHub/MySQL"),
        ("GitHub ACTIONS and GITHUB actions", "GitHub Actions and GitHub Actions"),
        ("Postgres SQL with NodeJS and node.JS", "PostgreSQL with Node.js and Node.js"),
        ("SWIFT and Nginx", "Swift and NGINX"),
        ("Two Macbooks", "Two MacBooks"),
        ("[EBPF](https://ebpf.io) is used by EBPF.", "[EBPF](https://ebpf.io) is used by eBPF."),
        ("On StackOverflow.", "On Stack Overflow."),
        ("By Let’s encrypt.", "By Let's Encrypt."),
        ("---\ntitle: On Github\n---\n", "---\ntitle: On GitHub\n---\n"),
        ("This is AWS and GITHUB in capitals.", "This is AWS and GitHub in capitals."),
    ],
)
def test_wrong_spelling_is_mended(tmp_path: Path, text: str, fixed: str) -> None:
    rule = _rule(tmp_path)
    assert _fixed(rule, text) == fixed
    assert not _findings(rule, fixed)


@pytest.mark.parametrize(
    "text",
    [
        "GitHub, GitHub Actions, GitHub actions, PostgreSQL, Node.js, nginx, NGINX and MacBooks.",
        "A swift answer to a stack overflow. Stack overflow is an error.",
        "See github.com, www.github.com, Github.com, docs/github, github/docs, .github, github.md and github:main.",
        "Write to github@example.org, @github or #github.",
        r"Set github\_token, github=1, $github and <b>github-cli</b>, my-github and postgresql://host.",
        "Run `github`, or the 'mysql' driver, or “mysql”, or the *mysql* driver.",
        "Install mysql with apt install mysql, or run mysql.",
        "# WHY GITHUB IS DOWN",
        "A heading says GITHUB RULES here.",
        "- Fix Github login (#1234)\n- [PATCH net 1/2] mysql: fix it\n- Fix mysql (3301, @someone)",
        "| driver |\n|---|\n| mysql and github |",
        "![mysql](a.png)\n\nEBPF starts a sentence. EBPF starts the next.",
        "> Github in a quote",
        "Github Flavored Markdown is excused.",
        "GithubX and xGithub and github_actions are other words.",
    ],
)
def test_what_only_looks_wrong_passes(tmp_path: Path, text: str) -> None:
    assert [found.message for found in _findings(_rule(tmp_path), text)] == []


def test_message_and_help_of_an_entry_count(tmp_path: Path) -> None:
    [found] = _findings(_rule(tmp_path), "With Openoffice it works.")
    assert (found.message, found.help) == ("It is 'OpenOffice', not 'Openoffice'.", "The older name.")


def test_no_fix_where_markup_stands_in_the_name(tmp_path: Path) -> None:
    [found] = _findings(_rule(tmp_path), "On **Git**hub it is.")
    assert found.fix is None
    assert found.message == "Write 'GitHub' instead of 'Github'."


@pytest.mark.parametrize(
    ("spell", "expected"),
    [
        ("spell: GitHub", "'spell' is a list of names in their right spelling; put each on a line of its own"),
        ("spell: []", "'spell' is a list of names in their right spelling; put each on a line of its own"),
        ("spell: [GitHub, Github]", "'Github' already stands in line 3; a name is found in any case of letters."),
        ("spell: [{name: GitHub, wrong: Github}]", "'Github' already stands in line 3"),
        ("spell: [{name: GitHub, lower: maybe}]", "'lower' is one of pass, wrong, not 'maybe'."),
        ("spell: [{nam: GitHub}]", "'nam' is no key of an entry of 'spell'. Did you mean 'name'?"),
        ("spell: [{name: GitHub, message: 'No {word}.'}]", "'{word}' is not known here"),
        ("spell: [no]", "A name is a text"),
    ],
)
def test_slips_of_authors_are_told(tmp_path: Path, spell: str, expected: str) -> None:
    with pytest.raises(UserErrors) as raised:
        _rule(tmp_path, f"summary: Names.\nwhy: So.\n{spell}\n")
    assert any(expected in str(error) for error in raised.value.errors), [str(error) for error in raised.value.errors]


def test_shipped_list_is_long_and_passes_its_own_names() -> None:
    [rule] = packs.load(f"{packs.shipped_folder()}/spelling-of-names")
    from postlint.data import parse

    with open(rule.file, encoding="utf-8") as file:
        names = parse(file.read(), "yaml").value["spell"]
    spellings = [entry if isinstance(entry, str) else entry["name"] for entry in names]
    assert len(spellings) >= 300
    assert _findings(rule, "\n\n".join(f"It runs on {name} here." for name in spellings)) == []
