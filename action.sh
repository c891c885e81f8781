#!/usr/bin/env bash
# The steps of action.yml. All that comes from people or posts stays in environment variables, and none of it is code
# here. Python runs isolated (-I): nothing that lies in the checkout is imported.
set -euo pipefail

venv="$RUNNER_TEMP/postlint-$GITHUB_RUN_ID-$GITHUB_RUN_ATTEMPT"

case "$1" in
  install) # from the checkout of this very action, so that its commit alone says which postlint runs
    cd "$RUNNER_TEMP"
    "$PYTHON" -I -m venv --clear "$venv"
    bin="$venv/bin"
    if [ -d "$venv/Scripts" ]; then bin="$venv/Scripts"; fi
    "$bin/python" -I -m pip install --quiet --disable-pip-version-check "$GITHUB_ACTION_PATH"
    ;;
  check)
    python="$venv/bin/python"
    if [ -d "$venv/Scripts" ]; then python="$venv/Scripts/python"; fi
    exec "$python" -I -m postlint.cli.github_action
    ;;
esac
