# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds what a script runs. The caller has $root, its build directory $target, and the functions `die`, which prints a
# message and exits, `is_built` and `build`.
: "${root:?}" "${target:?}"

# Creates the build directory $1.
make_build_directory() {
    mkdir -p "$1" 2>/dev/null || true
    [[ -d $1 && -w $1 ]] || die "cannot build, because $1 is not writable: build as a user who can write there, or use a copy of this checkout"
}

# Runs `build` unless another process has just done so: two first calls at once must not write the same files. $1 is what
# the user calls the script, $2 what it builds.
build_once() {
    command -v mvn >/dev/null || die "Maven is needed to build $2: install it (Debian: apt-get install maven)"
    make_build_directory "$target"
    (
        flock 9 2>/dev/null || true # without it, only the second of two first calls fails
        is_built && exit
        echo "$1: building (a minute or two the first time)" >&2
        build
    ) 9>"$target/build.lock"
}

# Runs a command, and shows the end of its output only where it fails.
quietly() {
    "$@" >"$target/build.log" 2>&1 </dev/null || {
        tail -n 20 "$target/build.log" >&2
        die "the build failed: see $target/build.log"
    }
}

# Builds the jars of module $1 and of those that it needs.
build_module() {
    quietly mvn -B -f "$root/pom.xml" -Pquick -pl "$1" -am package
}
