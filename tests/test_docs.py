"""What is generated from the code."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from postlint.catalogue.page import Code, Page, Section, Terms, Text
from postlint.config.schema import config_table
from postlint.docs import PAGES, PARTS, SCHEMA, differences, generated, main
from postlint.docs.markdown import page, plain
from postlint.kinds import kind, names
from postlint.registry import load

CHECKOUT = Path(__file__).parent.parent


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in which nothing is generated yet."""
    for name in PARTS:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(CHECKOUT / name, tmp_path / name)
    return tmp_path


def test_written_files_are_up_to_date_and_changed_ones_are_not(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--check", str(checkout)]) == 1
    assert not (checkout / SCHEMA).exists()
    assert main([str(checkout)]) == 0
    capsys.readouterr()
    assert main(["--check", str(checkout)]) == 0
    assert capsys.readouterr() == ("", "")
    path = checkout / SCHEMA
    path.write_text(path.read_text().replace('"fail-on"', '"fail_on"'))
    assert main(["--check", str(checkout)]) == 1
    output = capsys.readouterr()
    assert '-    "fail_on": {' in output.out
    assert '+    "fail-on": {' in output.out
    assert "python -m postlint.docs" in output.err


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--chek"]) == 2
    assert main(["a", "b"]) == 2
    assert capsys.readouterr().err.count("usage: python -m postlint.docs") == 2


def test_the_schema_names_each_shipped_rule_and_its_options() -> None:
    schema = json.loads(generated(str(CHECKOUT))[SCHEMA])
    rules = schema["$defs"]["rules"]["properties"]
    shipped = load(()).rules
    assert list(rules) == list(shipped)
    for id, rule in shipped.items():
        tuning = {"add", "remove"} if rule.adds else set()
        assert set(rules[id]["properties"]) == {"severity", *rule.options, *tuning}
        assert rules[id]["description"] == rule.summary


def test_readme_and_index_have_each_rule() -> None:
    files = generated(str(CHECKOUT))
    for id, rule in load(()).rules.items():
        assert f"[{id.partition('/')[2]}](docs/rules/{id}.md)" in files["README.md"]
        assert f"| [{id}]({id}.md) | {plain(rule.summary)} |" in files[f"{PAGES}/README.md"]


def test_each_rule_has_a_page() -> None:
    files = generated(str(CHECKOUT))
    for id, rule in load(()).rules.items():
        text = files[f"{PAGES}/{id}.md"]
        assert text.startswith(f"# {id}\n\n{plain(rule.summary)}\n\n{plain(rule.why)}\n")
        assert text.count("\n```markdown\n") >= len(rule.bad) + len(rule.good)
        assert all(f"- {name}: " in text for name in rule.options)


def test_the_page_of_a_rule_that_is_no_more_goes(checkout: Path) -> None:
    left_over = checkout / PAGES / "images" / "blurred.md"
    left_over.parent.mkdir(parents=True)
    left_over.write_text("# images/blurred\n")
    assert "-# images/blurred" in differences(str(checkout), generated(str(checkout)))
    assert main([str(checkout)]) == 0
    assert not left_over.exists()
    assert (left_over.parent / "missing-alt.md").exists()


def test_kinds_and_keys_are_whole() -> None:
    files = generated(str(CHECKOUT))
    for name in names():
        assert f"\n### {name}\n" in files["docs/writing-rules.md"]
        assert (kind(name).__doc__ or "").startswith(f"``{name}``: "), name
    for key in config_table(load(())).keys:
        assert f"\n| `{key.name}` | " in files["docs/configuration.md"]


@pytest.mark.parametrize("name", PARTS)
def test_a_file_without_a_place_for_its_part_is_told(checkout: Path, name: str) -> None:
    path = checkout / name
    (part, *_) = PARTS[name]
    path.write_text(path.read_text(encoding="utf-8").replace(f"end of {part} ", "end "), encoding="utf-8")
    with pytest.raises(ValueError, match=f"{name} has no lines '<!-- {part}: "):
        generated(str(checkout))


def test_text_on_pages_is_no_markup() -> None:
    assert plain("a <b> of *x* and `<c> *y*` [d]") == r"a \<b\> of \*x\* and `<c> *y*` \[d\]"
    terms = Terms((("o_p", "*q*"), ("value", "kind-words: <b>")))
    made = Page("a/b", (Text("<x>"),), (Section("S", (Code("```\nx\n```", "markdown"), terms)),))
    assert page(made, {"kind-words": "values.md#kind-words"}).splitlines() == [
        "# a/b",
        "",
        r"\<x\>",
        "",
        "## S",
        "",
        "````markdown",
        "```",
        "x",
        "```",
        "````",
        "",
        r"- o\_p: \*q\*",
        r"- value: [kind-words](values.md#kind-words): \<b\>",
    ]


@pytest.mark.skipif(not (CHECKOUT / "docs").is_dir(), reason="only a checkout has the docs")
def test_the_docs_of_this_checkout_are_up_to_date() -> None:
    assert differences(str(CHECKOUT), generated(str(CHECKOUT))) == []


def test_no_part_is_left_out() -> None:
    """Each mark in a page is one that something is generated for."""
    for path in [CHECKOUT / "README.md", *(CHECKOUT / "docs").glob("*.md")]:
        marks = set(re.findall(r"^<!-- ([a-z ]+): generated by", path.read_text(encoding="utf-8"), re.MULTILINE))
        assert marks == set(PARTS.get(path.relative_to(CHECKOUT).as_posix(), {}))
