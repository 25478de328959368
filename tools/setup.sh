#!/bin/sh
# Make the environment $1 from requirements.lock, with uv where it is there, else venv and pip.
set -eu
venv=$1

works() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
python=
for name in "${PYTHON:-python3}" python3 python3.13 python3.12 python3.11 python; do
    if works "$name"; then python=$name; break; fi
done
if [ -z "$python" ]; then
    echo "jalin needs Python 3.11 or newer: install it, or name it with PYTHON=/path/to/python3" >&2
    exit 1
fi

echo "Setting up $venv from requirements.lock (once; a few minutes)" >&2
if command -v uv >/dev/null 2>&1; then
    uv venv --quiet --allow-existing --python "$("$python" -c 'import sys; print(sys.executable)')" "$venv"
    VIRTUAL_ENV=$venv uv pip install --quiet --compile-bytecode --require-hashes -r requirements.lock
    VIRTUAL_ENV=$venv uv pip install --quiet --no-deps --no-build-isolation -e .
else
    "$python" -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
fi
# last of all, what it was made of
cat requirements.lock pyproject.toml > "$venv/.ready"
