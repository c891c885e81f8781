"""Packs: rule files become rules, and whatever is wrong in one is told with its place, all at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import postlint
from postlint import packs
from postlint.builtin import python_rules
from postlint.cli import main
from postlint.diagnostic import Severity
from postlint.errors import UserErrors
from postlint.registry import load as load_registry
from postlint.rule import Case, Needle, Pattern, Rule
from postlint.testing import run_bad, run_good

HEAD = "summary: Be fine.\nwhy: Because.\n"
GOOD = HEAD + "message: Not so.\nforbid: [utilize]\n"


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "house-rules"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    return folder


def rules_of(pack: Path, **files: str) -> list[Rule]:
    for name, text in files.items():
        (pack / f"{name.replace('_', '-')}.yml").write_text(text, encoding="utf-8")
    return packs.load(str(pack))


def mistakes(pack: Path, text: str) -> list[str]:
    (pack / "made.yml").write_text(text, encoding="utf-8")
    with pytest.raises(UserErrors) as told:
        packs.load(str(pack))
    return [str(error).removeprefix("house-rules/made.yml:") for error in told.value.errors]


# What a file becomes


def test_a_whole_rule(pack: Path) -> None:
    text = """\
# A comment.
summary: Take the
  short way.
why: Long ways tire.
severity: {urgent: error, asks: hint}
value: plain-words
source: Own reading.
language: en
default: off
case: exact
in: [prose, title]
message: "Write '{replacement}' instead of '{match}'."
help: Be short.
unless: [utilize a verb]
replace:
  - {phrase: utilize, replacement: use, step: urgent}
  - {regex: 'leverag(?:e|ing)', replacement: use, step: asks, message: "No '{match}'."}
bad:
  - We utilize it.
  - text: |
      We utilize it.
         ^^^^^^^ Write 'use' instead of 'utilize'.
    fixed: |
      We use it.
    options: {most: 3}
    house: {name: Acme}
    path: blog/x.mdx
    files: {other.md: "# Other"}
    today: 2024-02-29
good: We use it.
"""
    (rule,) = rules_of(pack, wordy_phrase=text)
    assert (rule.id, rule.pack, rule.kind) == ("house-rules/wordy-phrase", "house-rules", "replace")
    assert (rule.summary, rule.why, rule.source) == ("Take the short way.", "Long ways tire.", "Own reading.")
    assert rule.severity == {"urgent": Severity.ERROR, "asks": Severity.HINT}
    assert (rule.value, rule.language, rule.on, rule.fixable, rule.site) == ("plain-words", "en", False, True, False)
    assert rule.needles == (
        Needle("utilize", case_sensitive=True),
        Pattern("leverag(?:e|ing)", True, ("leverag",)),
        Needle("utilize a verb", excuses="match"),
    )
    assert rule.bad[0] == Case("We utilize it.")
    assert rule.bad[1] == Case(
        "We utilize it.\n   ^^^^^^^ Write 'use' instead of 'utilize'.\n",
        fixed="We use it.\n",
        options={"most": 3},
        house={"name": "Acme"},
        path="blog/x.mdx",
        files={"other.md": "# Other"},
        today="2024-02-29",
    )
    assert rule.good == (Case("We use it."),)
    assert os.path.samefile(rule.file, pack / "wordy-phrase.yml")


def test_which_files_are_rules(pack: Path) -> None:
    for name in ("a.yml", "b.yaml"):
        (pack / name).write_text(GOOD)
    for name in (".hidden.yml", "README.md", "values.yml", "words.txt"):
        (pack / name).write_text("not: a rule\n")
    for folder in ("data", ".git", "pictures"):
        (pack / folder).mkdir()
        (pack / folder / ("x.yml" if folder != "pictures" else "x.png")).write_text("not: a rule\n")
    assert [rule.id for rule in packs.load(str(pack))] == ["house-rules/a", "house-rules/b"]
    assert [rule.id for rule in packs.load(f"{pack}/")] == ["house-rules/a", "house-rules/b"]


def test_a_byte_order_mark_and_windows_lines(pack: Path) -> None:
    (pack / "made.yml").write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert packs.load(str(pack))[0].summary == "Be fine."
    (pack / "made.yml").write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").replace("why", "wy").encode())
    with pytest.raises(UserErrors) as told:
        packs.load(str(pack))
    assert (told.value.errors[-1].line, told.value.errors[-1].column) == (2, 1)


# What is wrong


def test_all_mistakes_of_all_files_are_told_at_once(pack: Path) -> None:
    (pack / "a.yml").write_text("sumary: Be.\nwhy: Because.\nmessage: It.\nforbid: [no]\ndefault: of\n")
    (pack / "b.yml").write_text("forbid: [utilize\n")
    (pack / "c.yml").write_text(GOOD)
    (pack / "Übel.yml").write_text(GOOD)
    (pack / "deeper").mkdir()
    (pack / "deeper" / "d.yml").write_text(GOOD)
    other = pack.parent / "other"
    other.mkdir()
    (other / "x.yml").write_text("forbid: [utilize]\n")
    with pytest.raises(UserErrors) as told:
        load_registry([str(pack), str(other), "nowhere", str(pack.parent / "no-where")])
    assert [str(error) for error in told.value.errors] == [
        "house-rules/a.yml:1:1: 'sumary' is no key of a rule. Did you mean 'summary'?",
        'house-rules/a.yml:4:10: A phrase is a text, but YAML reads no as yes or no; put quotes around it: "no".',
        "house-rules/a.yml:5:10: 'default' is one of on, off, not 'of'. Did you mean 'off'?",
        "house-rules/b.yml:1:9: The '[' that opens here is never closed; add ']'.",
        (
            "house-rules/deeper/d.yml: Rules lie in the pack's own folder. "
            "Move this file up, or add 'house-rules/deeper' to 'packs'."
        ),
        (
            "house-rules/Übel.yml: The name of a rule file has small letters, digits and hyphens; 'Übel' has others. "
            "Call it 'ubel'."
        ),
        (
            "other/x.yml:1:1: The rule lacks 'message', a sentence about what is found, "
            "in which {match} stands for the post's words."
        ),
        "other/x.yml:1:1: The rule lacks 'summary', a sentence that says what it asks for.",
        "other/x.yml:1:1: The rule lacks 'why', a sentence that says why readers are better off.",
        "There is no folder 'nowhere' to take rules from.",
        f"There is no folder '{pack.parent / 'no-where'}' to take rules from.",
    ]


@pytest.mark.parametrize(
    ("name", "told"), [("My Rules", "Call it 'my-rules'"), ("postlint", "is the pack of postlint itself")]
)
def test_names_of_packs(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "x.yml").write_text(GOOD)
    with pytest.raises(UserErrors, match=told):
        packs.load(str(tmp_path / name))


def test_two_rules_of_one_id_are_refused(pack: Path) -> None:
    (pack / "made.yml").write_text(GOOD)
    (pack / "made.yaml").write_text(GOOD)
    shipped = pack.parent / "plain-english"
    shipped.mkdir()
    (shipped / "wordy-phrase.yml").write_text(GOOD)
    (shipped / "doubled-word.yml").write_text(GOOD)
    with pytest.raises(UserErrors) as told:
        load_registry([str(pack), str(shipped)])
    first, second, third = (str(error) for error in told.value.errors)
    assert first == "house-rules/made.yml: 'house-rules/made' is already a rule, in house-rules/made.yaml."
    assert second.startswith("plain-english/doubled-word.yml: 'plain-english/doubled-word' is already a rule, in ")
    assert third.startswith("plain-english/wordy-phrase.yml: 'plain-english/wordy-phrase' is already a rule, in ")


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_hostile_files(pack: Path) -> None:
    (pack.parent / "secret.yml").write_text(GOOD)
    os.symlink(pack.parent / "secret.yml", pack / "leads-out.yml")
    os.symlink(pack / "loop.yml", pack / "loop.yml")
    os.mkfifo(pack / "pipe.yml")
    (pack / "folder.yml").mkdir()
    (pack / "latin.yml").write_bytes(b"summary: caf\xe9\n")
    (pack / "bomb.yml").write_text("a: &a [x, x]\nb: &b [*a, *a]\nc: {<<: [*b, *b]}\n" + "d: [" * 70)
    with pytest.raises(UserErrors) as told:
        packs.load(str(pack))
    assert [error.path for error in told.value.errors] == [
        f"house-rules/{name}.yml" for name in ("bomb", "folder", "latin", "leads-out", "loop", "pipe")
    ]


def test_many_duplicates_take_no_long_time(pack: Path) -> None:
    told = mistakes(pack, HEAD + "replace:\n" + "  a: b\n" * 5000)
    assert len(told) == 4999


# A newcomer's rule


def test_one_file_in_a_pack_makes_a_rule(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pack.parent / "postlint.toml").write_text('packs = ["house-rules"]\n')
    (pack.parent / "post.md").write_text("We seek *synergy*.\n")
    (rule,) = rules_of(
        pack,
        synergy=HEAD
        + """\
message: "'{match}' says nothing."
forbid: [synergy]
bad: |
  We seek *synergy*.
           ^^^^^^^ 'synergy' says nothing.
good: We work together.
""",
    )
    rules = load_registry([str(pack)]).rules
    assert rules[rule.id] == rule._replace(check=rules[rule.id].check)
    assert [run_bad(rule, case, rules).explained() for case in rule.bad] == [""]
    assert [run_good(rule, case, rules).explained() for case in rule.good] == [""]
    assert main(["check", "post.md", "--output-format", "concise"]) == 0
    assert "post.md:1:10: warning[house-rules/synergy] 'synergy' says nothing." in capsys.readouterr().out


@pytest.fixture(scope="module")
def copied_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with the shipped packs in it, as in a wheel."""
    package = tmp_path_factory.mktemp("copy") / "postlint"
    shutil.copytree(os.path.dirname(postlint.__file__), package, ignore=shutil.ignore_patterns("__pycache__", "_packs"))
    shutil.copytree(packs.shipped_folder(), package / "_packs")
    return package


def run_copy(package: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=package.parent, env=environment, capture_output=True, text=True, timeout=120
    )


SHOUT = '''
from postlint.diagnostic import Finding
from postlint.rule import rule


@rule(
    why="Capitals are read as shouting.",
    bad="""
        ## STOP
           ^^^^ 'STOP' shouts.
    """,
    good="## Stop",
)
def shouted_heading(doc):
    """No heading shouts."""
    for heading in doc.headings:
        if heading.text.isupper():
            yield Finding(heading.text_span, f"'{heading.text}' shouts.")
'''
TRY = """
from postlint.registry import load
from postlint.testing import run_bad, run_good
rules = load().rules
rule = rules["structure/shouted-heading"]
outcomes = [run_bad(rule, case, rules) for case in rule.bad] + [run_good(rule, case, rules) for case in rule.good]
print(rule.summary, *(outcome.passed for outcome in outcomes))
"""


def test_one_file_in_rules_makes_a_rule(copied_package: Path) -> None:
    added = copied_package / "rules" / "structure" / "shouted_heading.py"
    added.write_text(SHOUT)
    try:
        tried = run_copy(copied_package, "-c", TRY)
        assert tried.stdout == "No heading shouts. True True\n", tried.stderr
        (copied_package.parent / "post.md").write_text("# Well\n\n## LOUD\n")
        checked = run_copy(copied_package, "-m", "postlint", "check", "post.md", "--output-format", "concise")
        assert "post.md:3:4: warning[structure/shouted-heading] 'LOUD' shouts." in checked.stdout, checked.stderr
    finally:
        added.unlink()


def test_one_file_in_a_new_folder_makes_a_rule(copied_package: Path) -> None:
    added = copied_package / "rules" / "house_style"
    added.mkdir()
    (added / "shouted_heading.py").write_text(SHOUT)
    try:
        tried = run_copy(copied_package, "-c", TRY.replace("structure/", "house-style/"))
        assert tried.stdout == "No heading shouts. True True\n", tried.stderr
    finally:
        shutil.rmtree(added)


def test_a_rule_that_is_called_otherwise_than_its_file_is_told(copied_package: Path) -> None:
    added = copied_package / "rules" / "structure" / "loud_heading.py"
    added.write_text(SHOUT)
    try:
        tried = run_copy(copied_package, "-c", TRY)
        assert "holds no rule named 'loud_heading'; the function is called as its file is" in tried.stderr
    finally:
        added.unlink()


def test_ids_of_python_rules_come_from_their_places() -> None:
    rules = {rule.id: rule for rule in python_rules()}
    assert rules["images/missing-alt"].file.endswith(os.path.join("rules", "images", "missing_alt.py"))
    assert rules["plain-english/doubled-word"].pack == "plain-english"


def test_the_registry_is_sorted_and_knows_its_packs() -> None:
    registry = load_registry()
    assert list(registry.rules) == sorted(registry.rules)
    assert {"images", "plain-english", "postlint", "structure"} <= set(registry.packs)
