#!/bin/sh
# Run every benchmark with the environment $1; peers are installed beside it once.
set -eu
venv=$1
peers=$venv/peers
here=benchmarks
if [ ! -e "$peers/.ready" ] || [ "$here/requirements.lock" -nt "$peers/.ready" ]; then
    echo "Installing the peers into $peers (once)" >&2
    "$venv/bin/python" -m venv "$peers"
    "$peers/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$here/requirements.lock"
    touch "$peers/.ready"
fi
for file in "$here"/*.py; do
    "$venv/bin/python" "$file" "$peers/bin/python"
done
