"""What is generated from the code."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from postlint.docs import README, SCHEMA, differences, generated, main
from postlint.registry import load

CHECKOUT = Path(__file__).parent.parent


def test_written_files_are_up_to_date_and_changed_ones_are_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(CHECKOUT / README, tmp_path)
    assert main(["--check", str(tmp_path)]) == 1
    assert not (tmp_path / SCHEMA).exists()
    assert main([str(tmp_path)]) == 0
    capsys.readouterr()
    assert main(["--check", str(tmp_path)]) == 0
    assert capsys.readouterr() == ("", "")
    path = tmp_path / SCHEMA
    path.write_text(path.read_text().replace('"fail-on"', '"fail_on"'))
    assert main(["--check", str(tmp_path)]) == 1
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
        assert set(rules[id]["properties"]) == {"severity", *rule.options}
        assert rules[id]["description"] == rule.summary


def test_the_readme_has_each_rule() -> None:
    readme = generated(str(CHECKOUT))[README]
    for id, rule in load(()).rules.items():
        assert f"| `{id}` | {rule.summary} |" in readme


def test_a_readme_without_a_place_for_the_table_is_told(tmp_path: Path) -> None:
    (tmp_path / README).write_text("# postlint\n")
    with pytest.raises(ValueError, match="no lines"):
        generated(str(tmp_path))


@pytest.mark.skipif(not (CHECKOUT / "docs").is_dir(), reason="only a checkout has the docs")
def test_the_docs_of_this_checkout_are_up_to_date() -> None:
    assert differences(str(CHECKOUT), generated(str(CHECKOUT))) == []
