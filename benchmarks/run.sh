#!/bin/sh
# Run every benchmark with the environment $1; peers are installed beside it once. Each is made so small that it takes
# about two minutes on two cores, unless JALIN_BENCH_FULL is set, or the size of one is.
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
if [ -z "${JALIN_BENCH_FULL:-}" ]; then
    export JALIN_BENCH_EDITS="${JALIN_BENCH_EDITS:-5000}" JALIN_BENCH_ANSWERS="${JALIN_BENCH_ANSWERS:-5000}"
    export JALIN_BENCH_CASES="${JALIN_BENCH_CASES:-40}" JALIN_BENCH_CODINGS="${JALIN_BENCH_CODINGS:-1000000}"
    export JALIN_BENCH_SOURCES="${JALIN_BENCH_SOURCES:-100}"
else
    export JALIN_BENCH_ANSWERS="${JALIN_BENCH_ANSWERS:-100000}" JALIN_BENCH_CEILING="${JALIN_BENCH_CEILING:-1048576}"
fi
failed=
for file in "$here"/*.py; do
    "$venv/bin/python" "$file" "$peers/bin/python" || failed="$failed $file"
done
if [ -n "$failed" ]; then
    echo "These did not end:$failed" >&2
    exit 1
fi
