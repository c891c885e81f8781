"""``action.yml`` and its script, run on event files as GitHub writes them and read as its runner reads a log."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from console import harm
from github_runner import EXPRESSION, ROOT, Runner, Step, annotations, commands
from postlint import commits
from postlint.cli import check, github_action, github_event, terminal
from postlint.cli.arguments import parse
from postlint.cli.github_plan import Plan, inputs, plan, variable
from postlint.errors import UsageError
from postlint.linter import Linter
from postlint.report import Report
from test_git import ENVIRONMENT, write

pytestmark = pytest.mark.skipif(not (shutil.which("git") and shutil.which("bash")), reason="git or bash is missing")

EVENTS = Path(__file__).parent / "data" / "github_events"
OLD = "---\ntitle: The old post\ndate: 2024-01-05\n---\n\nSee [here](https://heron.example/old) for the old numbers.\n"
NEW = "---\ntitle: The new post\ndate: 2024-03-05\n---\n\nSee [here](https://heron.example/new) for the numbers.\n"
CONFIG = 'posts = ["content/blog"]\npacks = ["house"]\nselect = ["links/vague-text", "house"]\nfail-on = "warning"\n'
RULE = """\
summary: Birds.
why: We have none.
message: "'{match}' is a bird."
forbid: [sparrow]
bad: [A sparrow.]
good: [A fox.]
"""


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, env=ENVIRONMENT, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode().strip()


class Blog:
    """A blog of two branches: ``main`` with an old post, and ``a-post`` with what ``change`` made of it."""

    def __init__(self, top: Path) -> None:
        self.top = top
        top.mkdir()
        git(top, "init", "-q", "-b", "main")
        write(top / "postlint.toml", CONFIG)
        write(top / "house" / "bird.yml", RULE)
        write(top / "content" / "blog" / "old.md", OLD)
        self.base = self.commit("The old post")
        git(top, "checkout", "-q", "-b", "a-post")

    def commit(self, message: str) -> str:
        git(self.top, "add", "-A")
        git(self.top, "commit", "-q", "-m", message)
        return git(self.top, "rev-parse", "HEAD")

    def merged(self) -> str:
        """Main moves on, and the branch is merged into it for a run, as GitHub does for pull requests."""
        git(self.top, "checkout", "-q", "main")
        write(self.top / "content" / "blog" / "other.md", OLD.replace("old", "other"))
        self.commit("Another post")
        git(self.top, "checkout", "-q", "--detach")
        git(self.top, "merge", "-q", "--no-ff", "-m", "Merge", "a-post")
        return git(self.top, "rev-parse", "HEAD")


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    made = Blog(tmp_path / "blog")
    write(made.top / "content" / "blog" / "new.md", NEW)
    made.head = made.commit("A new post")  # type: ignore[attr-defined]
    return made


@pytest.fixture
def event(tmp_path: Path, blog: Blog) -> Callable[..., Path]:
    def made(name: str, base: str = "", gone: str = "1234567890" * 4) -> Path:
        text = (EVENTS / f"{name}.json").read_text(encoding="utf-8")
        head = git(blog.top, "rev-parse", "a-post")
        for key, value in (("base", base or blog.base), ("head", head), ("gone", gone)):
            text = text.replace(f"{{{key}}}", value)
        return write(tmp_path / "event.json", text)

    return made


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    return Runner(tmp_path_factory.mktemp("runner"))


def planned(blog: Blog, name: str, event: Path, sha: str = "", **given: str) -> Plan:
    environ = {variable(key): value for key, value in given.items()}
    wanted = inputs(environ)
    return plan(wanted, github_event.read(name, str(event)), {"GITHUB_SHA": sha}, str(blog.top))


# What is compared with what


@pytest.mark.parametrize("name", ["push", "merge_group"])
def test_what_was_there_before(blog: Blog, event: Callable[..., Path], name: str) -> None:
    assert planned(blog, name, event(name)) == Plan(blog.base)


@pytest.mark.parametrize("name", ["schedule", "workflow_dispatch", "push_tag", "push_first"])
def test_where_nothing_changed_all_posts_are_checked(blog: Blog, event: Callable[..., Path], name: str) -> None:
    assert planned(blog, name.partition("_")[0] if "push" in name else name, event(name)) == Plan()


@pytest.mark.parametrize("name", ["push_new_branch", "push_forced"])
def test_a_branch_whose_start_is_not_told_is_compared_with_the_default_branch(
    blog: Blog, event: Callable[..., Path], name: str
) -> None:
    whole = planned(blog, "push", event(name))
    assert whole.since is None
    assert whole.notes == ("Nothing tells where this branch began, so posts are checked as a whole.",)
    git(blog.top, "update-ref", "refs/remotes/origin/main", "main")
    assert planned(blog, "push", event(name)) == Plan(blog.base)


def test_a_forced_push_whose_old_commit_is_there(blog: Blog, event: Callable[..., Path]) -> None:
    assert planned(blog, "push", event("push_forced", gone=blog.base)) == Plan(blog.base)


@pytest.mark.parametrize("name", ["pull_request", "pull_request_fork", "pull_request_deleted_fork"])
def test_a_pull_request_is_compared_with_what_it_was_merged_into(
    blog: Blog, event: Callable[..., Path], name: str
) -> None:
    merge = blog.merged()
    into = git(blog.top, "rev-parse", "main")
    wanted = planned(blog, "pull_request", event(name), sha=merge)
    # The event names the older commit; compared with that, what others wrote on main would count as new.
    assert wanted.since == into != blog.base
    assert wanted.config_base == (None if name == "pull_request" else into)
    # A workflow that checks out the branch itself has nothing but what the event says.
    git(blog.top, "checkout", "-q", "a-post")
    assert planned(blog, "pull_request", event(name), sha=merge).since == blog.base


def test_a_merge_that_a_stranger_made_is_not_that_of_github(blog: Blog, event: Callable[..., Path]) -> None:
    forged = blog.merged()
    assert planned(blog, "pull_request", event("pull_request_fork"), sha="0" * 39 + "1").config_base == blog.base
    assert commits.parents(str(blog.top), forged)[0] != blog.base


@pytest.mark.parametrize(
    ("config_from", "name", "is_base"),
    [
        ("base", "pull_request", True),
        ("head", "pull_request_fork", False),
        ("auto", "pull_request", False),
        ("auto", "pull_request_fork", True),
    ],
)
def test_where_config_and_rules_come_from(
    blog: Blog, event: Callable[..., Path], config_from: str, name: str, is_base: bool
) -> None:
    wanted = planned(blog, "pull_request", event(name), **{"config-from": config_from})
    assert wanted.config_base == (blog.base if is_base else None)


def test_a_commit_that_the_workflow_names(blog: Blog, event: Callable[..., Path]) -> None:
    assert planned(blog, "schedule", event("schedule"), since="main").since == blog.base
    assert planned(blog, "pull_request", event("pull_request"), since="none").since is None


@pytest.mark.parametrize(
    ("name", "file", "given", "message"),
    [
        ("schedule", "schedule", {"since": "v9"}, "This clone has no commit 'v9' to compare with. Give actions/"),
        ("schedule", "schedule", {"since": "--all"}, "This clone has no commit '--all' to compare with."),
        ("schedule", "schedule", {"config-from": "base"}, "The input 'config-from' is 'base', and this event has no"),
        ("schedule", "schedule", {"fail-on": "waning"}, "The input 'fail-on' is 'waning'. Did you mean 'warning'?"),
        ("schedule", "schedule", {"config": "a\nb"}, "The input 'config' has several lines, and takes one."),
        ("pull_request_target", "pull_request_fork", {}, "The event 'pull_request_target' lets a stranger's posts"),
        ("workflow_run", "pull_request_fork", {}, "The event 'workflow_run' lets a stranger's posts"),
    ],
)
def test_mistakes(
    blog: Blog, event: Callable[..., Path], name: str, file: str, given: dict[str, str], message: str
) -> None:
    with pytest.raises(UsageError) as raised:
        planned(blog, name, event(file), **given)
    assert raised.value.message.startswith(message)


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000])
def test_an_event_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match=r"event\.json' (cannot be read|holds no event)"):
        github_event.read("push", str(write(tmp_path / "event.json", text)))


@pytest.mark.parametrize("value", [None, 7, "main", "--all", "a" * 39, "a" * 40 + "\n", {"a": 1}, []])
def test_events_of_a_wrong_shape_name_no_commit(tmp_path: Path, value: object) -> None:
    for name in ("push", "pull_request", "merge_group"):
        for payload in (
            {"ref": "refs/heads/x", "before": value, "repository": value},
            {"pull_request": {"base": {"sha": value, "repo": value}, "head": value}},
            {"merge_group": value, "pull_request": value},
        ):
            found = github_event.read(name, str(write(tmp_path / "event.json", json.dumps(payload))))
            assert found.base is None


# action.yml itself


def test_each_input_comes_by_its_variable_and_no_text_of_users_stands_in_a_script(runner: Runner) -> None:
    steps = runner.action["runs"]["steps"]
    scripts = [step for step in steps if "run" in step]
    assert len(scripts) == 2
    for step in scripts:
        assert not EXPRESSION.search(step["run"])
        assert step["shell"] == "bash"
    [check] = [step for step in steps if step["id"] == "check"]
    own = set(runner.action["inputs"]) - {"working-directory", "python-version"}
    assert check["env"] == {variable(name): f"${{{{ inputs.{name} }}}}" for name in own}
    assert set(inputs({})._fields) == {name.replace("-", "_") for name in own}
    assert all(EXPRESSION.fullmatch(one["value"]) for one in runner.action["outputs"].values())


def test_the_defaults_in_the_code_are_those_of_the_action(runner: Runner) -> None:
    defaults = {variable(name): str(one["default"]) for name, one in runner.action["inputs"].items()}
    assert inputs(defaults) == inputs({})


def test_it_installs_what_lies_beside_it_and_nothing_is_imported_from_the_checkout() -> None:
    script = (ROOT / "action.sh").read_text(encoding="utf-8")
    [line] = [line for line in script.splitlines() if "pip install" in line]
    assert line.split()[-1] == '"$GITHUB_ACTION_PATH"'
    assert all(" -I " in line for line in script.splitlines() if "python" in line.lower() and " -m " in line)


# The whole


def found(step: Step) -> set[tuple[str, str, str]]:
    made = ((one.name, one.properties.get("file", ""), one.properties.get("line", "")) for one in annotations(step.log))
    return set(made)


OLD_LINK, NEW_LINK = ("warning", "content/blog/old.md", "6"), ("warning", "content/blog/new.md", "6")


def test_a_schedule_checks_all(runner: Runner, blog: Blog, event: Callable[..., Path]) -> None:
    step = runner.run(blog.top, "schedule", event("schedule"), {"values": "false"})
    assert step.code == 1
    assert found(step) == {OLD_LINK, NEW_LINK}
    [first, _] = annotations(step.log)
    assert first.data.startswith("The link text 'here' does not say where it leads.\nLink ")
    assert step.outputs == {"exit-code": "1"}
    assert step.summary.startswith("## Checked 2 posts: 2 warnings in 2 posts.\n\n| post | errors |")
    assert "### content/blog/new.md" in step.summary
    assert git(blog.top, "status", "--porcelain") == ""


def test_inputs_reach_the_check(runner: Runner, blog: Blog, event: Callable[..., Path]) -> None:
    given = {
        "paths": "\n content/blog/new.md \n",
        "fail-on": "error",
        "format": "concise",
        "args": "--ignore=house\n--today=2024-05-01",
        "sarif-file": "found.sarif",
        "rdjson-file": "found.json",
        "values": "false",
    }
    step = runner.run(blog.top, "workflow_dispatch", event("workflow_dispatch"), given)
    assert step.code == 0
    assert "content/blog/new.md:6:6: warning[links/vague-text]" in step.log
    assert annotations(step.log) == []
    assert step.outputs == {"exit-code": "0", "sarif-file": "found.sarif", "rdjson-file": "found.json"}
    sarif = json.loads((blog.top / "found.sarif").read_text(encoding="utf-8"))
    assert [one["ruleId"] for one in sarif["runs"][0]["results"]] == ["links/vague-text"]
    assert len(json.loads((blog.top / "found.json").read_text(encoding="utf-8"))["diagnostics"]) == 1


def test_the_values_stand_in_the_summary(runner: Runner, blog: Blog, event: Callable[..., Path]) -> None:
    step = runner.run(blog.top, "schedule", event("schedule"), {})
    assert step.code == 1
    table = step.summary.partition("## How the posts stand to the house's values\n")[2]
    assert table.startswith("\n| value |")


def test_a_folder_of_the_checkout(runner: Runner, blog: Blog, event: Callable[..., Path]) -> None:
    """Annotations count from the top of the repository all the same."""
    write(blog.top / "content" / "postlint.toml", 'posts = ["blog"]\nselect = ["links"]\nignroe = []\n')
    given = {"working-directory": "content", "values": "false"}
    step = runner.run(blog.top, "schedule", event("schedule"), given)
    assert step.code == 2
    [error] = annotations(step.log)
    assert error.name == "error"
    assert error.properties == {"file": "content/postlint.toml", "line": "3", "col": "1", "title": "postlint"}
    assert error.data == "There is no key 'ignroe'. Did you mean 'ignore'?"
    assert step.summary.startswith("## postlint could not check the posts\n\n- postlint.toml")
    assert step.outputs == {"exit-code": "2"}
    write(blog.top / "content" / "postlint.toml", 'posts = ["blog"]\nselect = ["links"]\n')
    assert found(runner.run(blog.top, "schedule", event("schedule"), given)) == {OLD_LINK, NEW_LINK}


def test_what_a_fork_changes_of_config_and_rules_waits(runner: Runner, blog: Blog, event: Callable[..., Path]) -> None:
    """A config put nearer, another config and a pack without its rule: each alone would hide a finding."""
    write(blog.top / "content" / "blog" / "new.md", NEW + "\nA sparrow.\n")
    write(blog.top / "content" / "postlint.toml", "select = []\nignore = ['ALL']\n")
    write(blog.top / "postlint.toml", CONFIG.replace('"links/vague-text", ', ""))
    (blog.top / "house" / "bird.yml").unlink()
    write(blog.top / "house" / "other.yml", RULE.replace("sparrow", "fox").replace("A fox", "A bear"))
    blog.commit("Make the rules kinder")
    merge = blog.merged()
    given = {"since": "none", "values": "false"}
    bird = ("warning", "content/blog/new.md", "8")
    other = ("warning", "content/blog/other.md", "6")
    fork = runner.run(blog.top, "pull_request", event("pull_request_fork"), given, GITHUB_SHA=merge)
    assert found(fork) == {OLD_LINK, NEW_LINK, other, bird}
    assert fork.code == 1
    touched = "This change touches 'content/postlint.toml', 'house/bird.yml', 'house/other.yml' and 1 more."
    assert touched in fork.summary
    assert touched in fork.log
    assert found(runner.run(blog.top, "pull_request", event("pull_request"), given, GITHUB_SHA=merge)) == set()
    # A config is looked for from the posts upward.
    given["paths"] = "content/blog"
    fork = runner.run(blog.top, "pull_request", event("pull_request_fork"), given, GITHUB_SHA=merge)
    assert found(fork) == {OLD_LINK, NEW_LINK, other, bird}
    assert found(runner.run(blog.top, "pull_request", event("pull_request"), given, GITHUB_SHA=merge)) == set()
    assert git(blog.top, "worktree", "list").count("\n") == 0
    assert git(blog.top, "status", "--porcelain") == ""


def test_a_link_in_the_place_of_the_rules_leads_nowhere(
    runner: Runner, blog: Blog, event: Callable[..., Path], tmp_path: Path
) -> None:
    kept = write(tmp_path / "elsewhere" / "bird.yml", "kept")
    shutil.rmtree(blog.top / "house")
    (blog.top / "house").symlink_to(tmp_path / "elsewhere")
    write(blog.top / "content" / "blog" / "new.md", NEW + "\nA sparrow.\n")
    blog.commit("House rules, elsewhere")
    given = {"since": "none", "values": "false"}
    step = runner.run(blog.top, "pull_request", event("pull_request_fork"), given)
    assert ("warning", "content/blog/new.md", "8") in found(step)
    assert os.listdir(kept.parent) == ["bird.yml"]
    assert kept.read_text(encoding="utf-8") == "kept"


def test_what_a_fork_changes_behind_links_waits_too(runner: Runner, blog: Blog, event: Callable[..., Path]) -> None:
    """Config and pack are links in the base, and the fork changes what they lead to."""
    git(blog.top, "checkout", "-q", "main")
    (blog.top / "kept").mkdir()
    (blog.top / "house").rename(blog.top / "kept" / "house")
    (blog.top / "postlint.toml").rename(blog.top / "kept" / "config.toml")
    (blog.top / "house").symlink_to("kept/house")
    (blog.top / "postlint.toml").symlink_to("kept/config.toml")
    base = blog.commit("Links")
    git(blog.top, "checkout", "-q", "-b", "linked")
    write(blog.top / "content" / "blog" / "new.md", NEW + "\nA sparrow.\n")
    write(blog.top / "kept" / "house" / "bird.yml", RULE.replace("sparrow", "fox").replace("A fox", "A bear"))
    write(blog.top / "kept" / "config.toml", "ignore = ['ALL']\n")
    blog.commit("Milder")
    given = {"since": "none", "values": "false"}
    step = runner.run(blog.top, "pull_request", event("pull_request_fork", base=base), given)
    assert {NEW_LINK, ("warning", "content/blog/new.md", "8")} <= found(step)


@pytest.mark.parametrize("where", ["file", "folder"])
def test_no_report_goes_where_a_link_leads(
    runner: Runner, blog: Blog, event: Callable[..., Path], tmp_path: Path, where: str
) -> None:
    victim = write(tmp_path / "home" / "found.sarif", "precious")
    (blog.top / "out").mkdir()
    if where == "file":
        (blog.top / "out" / "found.sarif").symlink_to(victim)
    else:
        (blog.top / "out").rmdir()
        (blog.top / "out").symlink_to(victim.parent)
    blog.commit("A link")
    given = {"sarif-file": "out/found.sarif", "values": "false"}
    step = runner.run(blog.top, "schedule", event("schedule"), given)
    assert step.code == 2
    assert "no report is written there" in step.log
    assert victim.read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize("name", ["schedule", "pull_request"])
def test_posts_are_linted_once_for_findings_and_values(
    blog: Blog, event: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    linted: list[object] = []
    whole = Linter.lint_paths
    monkeypatch.setattr(Linter, "lint_paths", lambda self, *a, **b: [linted.append(self), whole(self, *a, **b)][1])
    for variable_of_git in ("GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_0", "GIT_CONFIG_VALUE_0", "GIT_LFS_SKIP_SMUDGE"):
        monkeypatch.setenv(variable_of_git, "")
    monkeypatch.chdir(blog.top)
    summary = tmp_path / "summary.md"
    environ = {
        "GITHUB_EVENT_NAME": name,
        "GITHUB_EVENT_PATH": str(event(name)),
        "GITHUB_STEP_SUMMARY": str(summary),
    }
    tables = []
    monkeypatch.setenv("POSTLINT_CACHE_DIR", str(tmp_path / "cache"))
    for count, args in ((1, ""), (2, "--select=house")):
        linted.clear()
        summary.write_text("")
        assert github_action.main({**environ, variable("args"): args}) == (1 if not args else 0)
        assert len(linted) == count
        tables.append(summary.read_text(encoding="utf-8").partition("## How the posts stand")[2])
    assert tables[0].count("\n") > 5
    assert tables[0] == tables[1], "the second look finds the same"


def test_what_a_pull_request_is_told_is_what_a_look_at_its_posts_alone_finds(
    blog: Blog, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (blog.top / "content" / "blog" / "torn.md").write_bytes(b"\xff")
    blog.commit("A post that cannot be read")
    write(blog.top / "content" / "blog" / "newest.md", NEW.replace("new", "newest"))
    monkeypatch.chdir(blog.top)
    seen: list[Report] = []
    arguments = ["--since=HEAD", "--output-format=json"]
    for further in (["--statistics"], []):
        told = []
        for shown in (None, lambda linter, report: seen.append(report)):
            code = check.run([*arguments, *further], shown)
            terminal.flush()
            told.append((code, capsys.readouterr()))
        assert told[0] == told[1]
    assert {one["path"] for one in json.loads(told[0][1].out)} == {"content/blog/newest.md"}
    assert (seen[0].unchecked, seen[0].checked) == (1, len(list(seen[0].posts)))
    assert {one.path for one in seen[0].diagnostics} >= {
        f"content/blog/{name}.md" for name in ("new", "newest", "torn")
    }
    check.run([*arguments, "--select=ALL"], lambda linter, report: seen.append(report))
    assert len(seen) == 2, "flags that choose rules leave nothing to say of the values"


def test_a_shallow_clone_says_what_is_missing(
    runner: Runner, blog: Blog, event: Callable[..., Path], tmp_path: Path
) -> None:
    merge = blog.merged()
    git(blog.top, "checkout", "-q", "-b", "merged")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", "--branch=merged", blog.top.as_uri(), str(shallow))
    into = git(blog.top, "rev-parse", "main")
    for name in ("pull_request", "pull_request_fork", "push"):
        kind = name.removesuffix("_fork")
        step = runner.run(shallow, kind, event(name, base=into), {}, GITHUB_SHA=merge)
        assert step.code == 2
        [error] = annotations(step.log)
        assert error.data == (
            f"This clone does not have the commit {into[:10]} that the change builds on. "
            "Give actions/checkout 'fetch-depth: 0', so that the history is there."
        )
        assert "fetch-depth: 0" in step.summary
    assert runner.run(shallow, "schedule", event("schedule"), {"values": "false"}).code == 1


def test_refused_events_check_nothing(runner: Runner, blog: Blog, event: Callable[..., Path]) -> None:
    step = runner.run(blog.top, "pull_request_target", event("pull_request_fork"), {})
    assert step.code == 2
    [error] = annotations(step.log)
    assert error.data.startswith("The event 'pull_request_target'")


HOSTILE = [
    "x\n::error::mine",
    "##[add-mask]x",
    "::set-output name=a::b",
    "%0A::stop-commands::x",
    "$(touch pwned)",
    "`touch pwned`",
    "; touch pwned",
    "${{ github.token }}",
]


def test_neither_posts_nor_inputs_nor_events_speak_to_the_runner(
    runner: Runner, blog: Blog, event: Callable[..., Path]
) -> None:
    for number, text in enumerate(HOSTILE):
        name = text.replace("/", "-")
        write(
            blog.top / "content" / "blog" / f"{name}{number}.md",
            NEW + f"\nSee [here {text}][1] and [here](<{text}>).\n",
        )
    blog.commit("Hostile ::error::")
    given = {"paths": "content/blog\n$(touch pwned)", "values": "false"}
    broken = runner.run(blog.top, "schedule", event("pull_request_fork"), given)
    assert broken.code == 2
    given = {"args": "--color=always\n--verbose", "values": "false", "sarif-file": "$(touch pwned).sarif"}
    step = runner.run(blog.top, "schedule", event("pull_request_fork"), given)
    assert step.code == 1
    for log in (broken.log, step.log):
        seen = commands(log)
        assert {one.name for one in seen} <= {"error", "warning", "notice"}
        assert all(one.properties["title"].startswith("postlint") for one in seen)
        others = [line for line in log.splitlines() if not line.startswith("::")]
        assert harm("\n".join(others).encode()) == []
    assert not list(blog.top.rglob("pwned"))


def test_what_lies_in_the_checkout_is_not_imported(runner: Runner, blog: Blog, event: Callable[..., Path]) -> None:
    for name in ("yaml", "postlint", "regex", "sitecustomize", "json", "tempfile", "usercustomize"):
        write(blog.top / f"{name}.py", "open('imported', 'w')\n")
    step = runner.run(blog.top, "schedule", event("schedule"), {"values": "false"})
    assert step.code == 1
    assert not (blog.top / "imported").exists()


def knows(flag: str) -> bool:
    try:
        parse([flag])
    except UsageError:
        return False
    return True


since = pytest.mark.skipif(not knows("--since=main"), reason="check has no --since yet")


@since
@pytest.mark.parametrize("name", ["pull_request", "pull_request_fork", "push", "push_forced"])
def test_only_what_is_new_is_told(runner: Runner, blog: Blog, event: Callable[..., Path], name: str) -> None:
    is_pull_request = name.startswith("pull")
    sha = blog.merged() if is_pull_request else ""
    git(blog.top, "update-ref", "refs/remotes/origin/main", "main")
    kind = "pull_request" if is_pull_request else "push"
    step = runner.run(blog.top, kind, event(name), {"values": "false"}, GITHUB_SHA=sha)
    assert found(step) == {NEW_LINK}
    assert step.code == 1
    assert "content/blog/old.md" not in step.summary


@since
def test_changed_lines_come_before_the_rest_of_a_changed_post(
    runner: Runner, blog: Blog, event: Callable[..., Path]
) -> None:
    """Front matter is told of as a whole, and however bad it is, it is not what this change is about."""
    write(blog.top / "postlint.toml", CONFIG.replace('"house"]\nfail', '"house", "frontmatter"]\nfail'))
    write(blog.top / "content" / "blog" / "old.md", OLD.replace("01-05", "13-05"))
    base = blog.commit("A day that is none")
    write(blog.top / "content" / "blog" / "old.md", OLD.replace("01-05", "13-05") + "\nOr see [here](/x).\n")
    blog.commit("A link")
    step = runner.run(blog.top, "push", event("push", base=base), {"values": "false"})
    places = [(one.name, one.properties["line"]) for one in annotations(step.log)]
    assert places[0] == ("warning", "8")
    assert ("error", "3") in places[1:]
    assert ("warning", "6") not in places
