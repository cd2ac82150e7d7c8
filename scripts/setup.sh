#!/bin/sh
# Make .venv at the root of the checkout with everything the tests need.
# Works as root or not, from any folder; needs Python 3.11 to 3.13 and a package index.
set -eu
cd "$(dirname "$0")/.."

venv=.venv
mark=$venv/.ready

usable() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

find_python() {
    for candidate in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python; do
        if command -v "$candidate" >/dev/null 2>&1 && usable "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    echo "setup: no Python 3.11, 3.12 or 3.13 found. Install one, or name it: PYTHON=/path/to/python3.11 make setup" >&2
    exit 2
}

install_venv_package() {
    # Debian keeps ensurepip in a package of its own.
    version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    as_root=
    if [ "$(id -u)" != 0 ]; then
        if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
            as_root="sudo -n"
        else
            return 1
        fi
    fi
    command -v apt-get >/dev/null 2>&1 || return 1
    $as_root apt-get update -qq && $as_root apt-get install -y -qq "python$version-venv"
}

python=$(find_python)
if [ ! -x "$venv/bin/python" ] || ! usable "$venv/bin/python"; then
    rm -rf "$venv"
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null && ! install_venv_package "$python"; then
        if "$python" -m virtualenv --version >/dev/null 2>&1; then
            "$python" -m virtualenv -q "$venv"
        else
            echo "setup: $python cannot make virtual environments. Install the package python3-venv (as root: apt-get install python3-venv) and run again." >&2
            exit 2
        fi
    fi
    [ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
fi

export PIP_DISABLE_PIP_VERSION_CHECK=1
# Root is meant here: the environment is the project's own.
export PIP_ROOT_USER_ACTION=ignore
echo "setup: installing into $(pwd)/$venv (about a minute the first time)" >&2
"$venv/bin/python" -m pip install -q --upgrade "pip>=25.1"
"$venv/bin/python" -m pip install -q -c scripts/constraints.txt --group dev -e .

# LightGBM needs the OpenMP runtime of the system, which bare images lack.
if ! "$venv/bin/python" -c 'import lightgbm' 2>/dev/null; then
    as_root=
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    if command -v apt-get >/dev/null 2>&1; then
        $as_root apt-get update -qq && $as_root apt-get install -y -qq libgomp1 || true
    fi
    "$venv/bin/python" -c 'import lightgbm' || {
        echo "setup: LightGBM cannot be loaded. Install the OpenMP runtime (Debian: apt-get install libgomp1) and run again." >&2
        exit 2
    }
fi
touch "$mark"
