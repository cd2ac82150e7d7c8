#!/bin/sh
# Build the wheel, install it bare in a fresh environment, and run the demo from it.
set -eu
cd "$(dirname "$0")/.."
root=$(pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$root/.venv/bin/python" -m build --wheel --no-isolation --outdir "$scratch/dist" . >"$scratch/build.log" 2>&1 ||
    { cat "$scratch/build.log" >&2; exit 1; }
"$root/.venv/bin/python" -m venv "$scratch/bare"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
"$scratch/bare/bin/python" -m pip install -q -c scripts/constraints.txt "$scratch"/dist/*.whl
cd "$scratch"
"$scratch/bare/bin/parley" demo --dir "$scratch/parley-demo" >"$scratch/demo.log" 2>&1 ||
    { cat "$scratch/demo.log" >&2; exit 1; }
grep -q "log-odds" "$scratch/demo.log" ||
    { echo "check_wheel: the demo gave no explained chance" >&2; cat "$scratch/demo.log" >&2; exit 1; }
echo "wheel: $(basename "$scratch"/dist/*.whl), installed bare, gives parley demo"
