#!/bin/sh
# Runs each fuzz target for some seconds, 60 by default: fuzz/run.sh [SECONDS] [TARGET...]
#
# The stable compiler is enough; only the flags of the sanitizer's coverage need
# RUSTC_BOOTSTRAP. The seeds are the fixtures; what is found lies in fuzz/artifacts.
set -eu
cd "$(dirname "$0")"
seconds=${1:-60}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- $(sed -n 's/^name = "\([a-z]*\)"$/\1/p' Cargo.toml)
export RUSTC_BOOTSTRAP=1
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1"
# With a target, the flags are not those of build scripts.
host=$(rustc -vV | sed -n 's/^host: //p')
cargo build --release --features libfuzzer --target "$host"
for target in "$@"; do
    case $target in
        document) seeds="../examples/documents ../tests/fixtures/malformed" ;;
        source | merge | inline) seeds="../examples/sources ../tests/fixtures/segmentation" ;;
        rules) seeds="../src/segmentation/sentences/rules" ;;
        *) seeds="" ;;
    esac
    mkdir -p "corpus/$target" "artifacts/$target"
    echo "== $target"
    # One job, 10 seconds and 1 GiB for one input.
    "target/$host/release/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
        -artifact_prefix="artifacts/$target/" "corpus/$target" $seeds
done
