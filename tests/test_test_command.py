"""``postlint test``: what is told of rules whose examples fail, and that it can be pasted into them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from postlint.cli import main
from postlint.packs import shipped_folder

HEAD = "summary: Say what you mean.\nwhy: Empty words tire.\nmessage: \"'{match}' says nothing.\"\n"
SYNERGY = (
    HEAD
    + """\
forbid: [synergy]
bad:
  - |
    We seek *synergy*.
             ^^^^^^^ 'synergy' says nothing.
good:
  - We work together.
"""
)


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``postlint test`` in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> Outcome:
        capsys.readouterr()
        return Outcome(main(["test", *arguments]), *capsys.readouterr())

    return run


def write(text: str, path: str = "house-rules/synergy.yml") -> None:
    place = Path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def results(done: Outcome) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(done.out)
    return found


def test_all_examples_pass(run: Run) -> None:
    write(SYNERGY)
    assert run("house-rules") == Outcome(0, "Tested 1 rule of 1 pack by 2 examples: all pass.\n", "")


def test_what_is_told_of_each_example(run: Run) -> None:
    write(
        HEAD
        + """\
forbid: [synergy, paradigm shift]
bad:
  - |
    A synergy, a synergy.
      ^^^^^^ 'synergy' says nothing.

    > No synergy.
         ^^^^^^^ 'synergy' says nothing.
  - text: |
      A paradigm shift.
        ^^^^^^^^^^^^^^ A 'paradigm shift' says nothing.
  - A synergy.
good:
  - Our synergy.
""",
    )
    done = run("house-rules/synergy.yml")
    assert (done.code, done.err) == (1, "")
    assert (
        done.out
        == """\
house-rules/synergy.yml:7:18: noisy[house-rules/synergy] 'synergy' is found, and no carets stand under it: \
'synergy' says nothing.
house-rules/synergy.yml:8:7: misplaced[house-rules/synergy] The carets stand under 'synerg', and 'synergy' is found: \
'synergy' says nothing.
house-rules/synergy.yml:11:10: missing[house-rules/synergy] Nothing is found at 'synergy'. It stands in a quote: see \
whether 'in' of the rule names that place. The example says: 'synergy' says nothing.
  By what the rule finds, the example would be:
    A synergy, a synergy.
      ^^^^^^^ 'synergy' says nothing.
                 ^^^^^^^ 'synergy' says nothing.

    > No synergy.

house-rules/synergy.yml:14:9: misworded[house-rules/synergy] At 'paradigm shift' the rule says "'paradigm shift' says \
nothing." and the example "A 'paradigm shift' says nothing."
  By what the rule finds, the example would be:
      A paradigm shift.
        ^^^^^^^^^^^^^^ 'paradigm shift' says nothing.

house-rules/synergy.yml:15:5: carets[house-rules/synergy] A bad example says with a line of carets, ^^^^, what is \
wrong with it; this one has none.
  By what the rule finds, the example would be:
  - |
    A synergy.
      ^^^^^^^ 'synergy' says nothing.

house-rules/synergy.yml:17:9: noisy[house-rules/synergy] 'synergy' is found, and this example should pass: 'synergy' \
says nothing.
  Make the rule narrower; or, if this should be found, put the example under 'bad' as:
  - |
    Our synergy.
        ^^^^^^^ 'synergy' says nothing.

Tested 1 rule of 1 pack by 4 examples: 4 examples fail.
"""
    )


WAYS_TO_WRITE = {
    "a block": "bad:\n  - |\n    > A synergy.\n       ^^^ wrong\n",
    "a block that begins with spaces": "bad:\n  - |2\n      A synergy.\n       ^^^ wrong\n",
    "a block behind a key": "bad:\n  - text: |\n      A synergy.\n       ^^^ wrong\n    path: x.md\n",
    "a block that is the only one": "bad: |\n  A synergy.\n   ^^^ wrong\n",
    "a block in keys": "bad:\n  path: x.md\n  text: |\n    A synergy.\n     ^^^ wrong\n",
    "a block that begins with an empty line": "bad:\n  - |\n\n    A synergy.\n     ^^^ wrong\n",
    "a plain text": "bad:\n  - A synergy.\n",
    "the only plain text": "bad: A synergy.\n",
    "a plain text behind a key": "bad:\n  - path: x.md\n    text: A synergy.\n",
    "a quoted text": 'bad:\n  - " A synergy."\n',
    "among braces": "bad:\n  - {text: A synergy.}\n",
    "the only one, among braces": "bad: {text: A synergy.}\n",
    "among brackets": "bad: [A synergy.]\n",
}


@pytest.mark.parametrize("way", WAYS_TO_WRITE)
def test_what_is_told_can_be_pasted(run: Run, way: str) -> None:
    example = WAYS_TO_WRITE[way]
    head = HEAD + "forbid: [synergy]\nin: [prose, quotes]\n"
    write(head + example)
    done = run("house-rules")
    assert done.code == 1
    whole, failed = results(run("house-rules", "--output-format", "json"))
    assert (whole["example"], failed["example"]) == (None, "bad 1")
    (right,) = failed["right"]
    assert "\n".join(right["lines"]) in done.out
    lines = example.splitlines()
    if "|" in example:
        first = next(number for number, line in enumerate(lines) if "|" in line) + 1
        last = next(number for number, line in enumerate(lines) if "wrong" in line)
    else:
        first = last = next(number for number, line in enumerate(lines) if "synergy" in line)
    lines[first : last + 1] = right["lines"]
    write(head + "\n".join(lines) + "\n")
    again = run("house-rules")
    assert again.code == 0, again.out


def test_a_fixed_text_can_be_pasted(run: Run) -> None:
    text = (
        HEAD
        + """\
replace: {utilize: use}
bad:
  - text: |
      We utilize.
         ^^^^^^^ 'utilize' says nothing.
    fixed: |
      We used.
"""
    )
    write(text)
    done = run("house-rules")
    assert done.code == 1
    assert (
        done.out
        == """\
house-rules/synergy.yml:10:7: fixed[house-rules/synergy] What the fixes give is not what 'fixed' says.
  By what the fixes do, 'fixed' would be:
      We use.

Tested 1 rule of 1 pack by 1 example: 1 example fails.
"""
    )
    write(text.replace("      We used.", "      We use."))
    assert run("house-rules").code == 0


def test_a_rule_without_a_bad_example(run: Run) -> None:
    write(HEAD + "forbid: [synergy]\ngood:\n  - Fine.\n")
    done = run("house-rules")
    assert done.code == 1
    first_example = """\
bad:
  - |
    Here stands synergy in a sentence.
                ^^^^^^^ 'synergy' says nothing.
"""
    assert (
        done.out
        == f"""\
house-rules/synergy.yml:1:1: untested[house-rules/synergy] The rule has no bad example, so nothing shows that it \
finds anything.
  An example to begin with:
{first_example}
Tested 1 rule of 1 pack by 1 example: 1 rule fails.
1 entry is in no example of 1 rule; --verbose lists them.
"""
    )
    write(HEAD + "forbid: [synergy]\n" + first_example)
    assert run("house-rules").code == 0


def test_entries_that_cannot_work_are_told_at_their_place(run: Run) -> None:
    write(
        SYNERGY.replace("forbid: [synergy]", "forbid:\n  - synergy\n  - file: data/words.txt\n  - phrase: '**free**'")
    )
    write("<b>new</b>\n", "house-rules/data/words.txt")
    write(SYNERGY + "unless: [synergy effects, touch base]\n", "house-rules/useless.yml")
    done = run("house-rules")
    assert done.code == 1
    told = [line.partition(" is never")[0] for line in done.out.splitlines() if "[house-rules/" in line]
    assert told == [
        "house-rules/synergy.yml:7:13: unreachable[house-rules/synergy] '**free**'",
        "house-rules/data/words.txt:1:1: unreachable[house-rules/synergy] '<b>new</b>'",
        f"house-rules/useless.yml:11:27: useless[house-rules/useless] {NOTHING_EXCUSED}",
    ]
    assert "Tested 2 rules of 1 pack by 4 examples: 2 rules fail.\n" in done.out


def test_rules_in_python(run: Run) -> None:
    done = run("images", "structure/second-h1", "postlint", "--verbose", "--isolated")
    assert done.code == 0
    assert "images/missing-alt: 10 examples, pass\n" in done.out
    assert "postlint/crashed-rule: 0 examples, pass\n" in done.out


def test_entries_in_no_example(run: Run) -> None:
    write(SYNERGY.replace("[synergy]", "[synergy, circle back, paradigm shift]"))
    assert "2 entries are in no example of 1 rule; --verbose lists them.\n" in run("house-rules").out
    done = run("house-rules", "-v")
    assert done.code == 0
    assert "  in no example: circle back; paradigm shift\n" in done.out
    (whole, *_) = results(run("house-rules", "--output-format", "json"))
    assert whole == {
        "rule": "house-rules/synergy",
        "example": None,
        "passed": True,
        "problems": [],
        "unexercised": ["circle back", "paradigm shift"],
    }


def test_json(run: Run) -> None:
    write(SYNERGY.replace("     ^^^^^^^", "    ^^^^^^^"))
    done = run("house-rules", "--output-format", "json")
    assert done.code == 1
    whole, bad, good = results(done)
    assert (whole["passed"], whole["problems"]) == (False, [])
    assert bad == {
        "rule": "house-rules/synergy",
        "example": "bad 1",
        "path": "house-rules/synergy.yml",
        "line": 7,
        "column": 5,
        "passed": False,
        "problems": [
            {
                "problem": "misplaced",
                "message": "The carets stand under '*synerg', and 'synergy' is found: 'synergy' says nothing.",
                "path": "house-rules/synergy.yml",
                "line": 8,
                "column": 13,
            }
        ],
        "right": [
            {
                "title": "By what the rule finds, the example would be:",
                "lines": ["    We seek *synergy*.", "             ^^^^^^^ 'synergy' says nothing."],
            }
        ],
    }
    assert (good["example"], good["passed"], good["problems"], good["right"]) == ("good 1", True, [], [])


def test_all_packs_of_the_config_are_tested(run: Run) -> None:
    write('packs = ["house-rules"]\n', "postlint.toml")
    write(SYNERGY.replace("'synergy' says", "It says"))
    done = run()
    assert done.code == 1
    assert "house-rules/synergy.yml:8:14: misworded[house-rules/synergy]" in done.out
    assert run("house-rules/synergy").code == 1
    assert run("--isolated").code == 0
    os.remove("postlint.toml")
    assert run().code == 0


def test_the_word_lists_of_a_house_change_no_example(run: Run) -> None:
    write('packs = ["house-rules"]\n[rules."house-rules/synergy"]\nremove = ["synergy"]\n', "postlint.toml")
    write(SYNERGY)
    assert run("house-rules").code == 0


def test_what_is_tested(run: Run) -> None:
    write(SYNERGY)
    write(SYNERGY, "packs/one/synergy.yml")
    write(SYNERGY, "packs/two/synergy.yaml")
    write(SYNERGY, "packs/two/further.yml")
    assert run("packs").out == "Tested 3 rules of 2 packs by 6 examples: all pass.\n"
    assert run("packs/two/further.yml").out == "Tested 1 rule of 1 pack by 2 examples: all pass.\n"
    assert run("packs/one", "house-rules/", "packs/one").out == "Tested 2 rules of 2 packs by 4 examples: all pass.\n"
    shipped = os.path.join(shipped_folder(), "plain-english")
    done = run(shipped, "--verbose")
    assert done.code == 0
    assert "plain-english/wordy-phrase: " in done.out
    assert "plain-english/doubled-word: " not in done.out, "a rule in Python lies in another folder"


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["plain-englsh"], "There is no pack, rule or folder 'plain-englsh'. Did you mean 'plain-english'?"),
        (["missing-alt"], "There is no pack, rule or folder 'missing-alt'. Did you mean 'images/missing-alt'?"),
        (["xyzzy"], "There is no pack, rule or folder 'xyzzy'. Name one, or leave it out to test them all."),
        (["empty"], "There is no rule in 'empty': a pack is a folder with a .yml file for each rule."),
        (["post.md"], "'post.md' is no rule file; these end in .yml. Name a pack, a rule or a folder of rules."),
        (["--verbos"], "There is no flag '--verbos'. Did you mean '--verbose'?"),
        (["--output-format", "jsn"], "There is no format 'jsn'. Did you mean 'json'? It can be full, json."),
        (["--output-format"], "--output-format: expected one argument. See postlint test --help."),
        (["--config", "none.toml"], "There is no config file 'none.toml'."),
    ],
)
def test_what_cannot_be_tested(run: Run, names: list[str], told: str) -> None:
    write("", "post.md")
    write("", "empty/notes.txt")
    assert run(*names) == Outcome(2, "", f"error: {told}\n")


def test_a_folder_that_is_called_as_a_pack(run: Run) -> None:
    write("", "images/chart.png")
    assert "images/missing-alt: " in run("images", "--isolated", "--verbose").out


def test_a_pack_with_mistakes_is_told_and_not_tested(run: Run) -> None:
    write(SYNERGY.replace("why", "wy"))
    done = run("house-rules")
    assert done == Outcome(
        2,
        "",
        "house-rules/synergy.yml:2:1: error: 'wy' is no key of a rule. Did you mean 'why'?\n"
        "1 mistake; nothing was checked.\n",
    )


def test_all_that_is_wrong_with_a_pack_is_told_at_once(run: Run) -> None:
    fine = HEAD + "forbid: [utilize]\n"
    write(f"{fine}bad:\n  - |\n    We utilize.\n    ^^^^^^^^^^^^ Not so.\n", "house-rules/carets.yml")
    write(fine.replace("why", "wy").replace("message", "mesage"), "house-rules/keys.yml")
    write(fine + "in: [title\n", "house-rules/title.yml")
    done = run("house-rules")
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        (
            "house-rules/carets.yml:8:5: error: The carets of '^^^^^^^^^^^^ Not so.' go past the end of 'We utilize.', "
            "the line above them."
        ),
        "house-rules/keys.yml:2:1: error: 'wy' is no key of a rule. Did you mean 'why'?",
        "house-rules/keys.yml:3:1: error: 'mesage' is no key of a rule. Did you mean 'message'?",
        "house-rules/title.yml:5:5: error: The '[' that opens here is never closed; add ']'.",
        "4 mistakes; nothing was checked.",
    ]


def test_colors(run: Run) -> None:
    write(SYNERGY.replace("     ^^^^^^^", "    ^^^^^^^"))
    colored = run("house-rules", "--color", "always").out
    assert "\x1b[1;31mmisplaced\x1b[0m[house-rules/synergy]" in colored
    assert "\n    We seek *synergy*.\n" in colored, "what is to be pasted has no colors"
    assert "\x1b" not in run("house-rules").out


def test_harmful_text_is_shown_as_an_escape(run: Run) -> None:
    write(SYNERGY.replace("- We work together.", '- "::error::\\u202e synergy"'))
    out = run("house-rules").out
    assert "\u202e" not in out
    assert "\n::" not in out


def test_help(run: Run) -> None:
    done = run("--help")
    assert done.code == 0
    assert done.out.startswith("usage: postlint test [PACK ...] [flags]\n")
    assert "postlint test house-rules/synergy.yml" in done.out


NOTHING_EXCUSED = "'touch base' under 'unless' excuses nothing: it shares no word with any phrase of the rule."
