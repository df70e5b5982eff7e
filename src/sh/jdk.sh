# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Finds the JDK that the scripts run with, and starts it. The caller has a function `die`, which says why and exits.
min_java=22

# The JVM decodes arguments and names of files by the charmap of the locale. In another than UTF-8 it cannot hold all of
# them, and it prints `?` for what it cannot encode: cron, systemd units and ssh often have LC_ALL=C.
use_utf8() {
    local one_character=$'\xf0\x9f\x98\x80' # it is more than one in every other charmap
    ((${#one_character} == 1)) || { export LC_ALL=C.UTF-8; } 2>/dev/null
}
use_utf8

# What ends this script ends the command: buffers must not stay held by a process that nobody sees. Where setpriv is
# missing, or is that of busybox, which lacks the option, only what is sent to both of them (Ctrl-C) ends it.
run_with_this_script() {
    if setpriv --pdeathsig TERM true 2>/dev/null; then
        setpriv --pdeathsig TERM -- "$@"
    else
        "$@"
    fi
}

# Makes the directory $1, in which something is built.
make_build_directory() {
    mkdir -p "$1" 2>/dev/null || true
    [[ -d $1 && -w $1 ]] || die "cannot build, as $1 is not writable: build as a user who can write there, or use a copy of this checkout"
}

# The feature release of the JDK in folder $1, 0 where there is none, or where it has no tool $2.
java_release() {
    local version
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null) || true
    [[ -x $1/bin/$2 ]] && echo "${version:-0}" || echo 0
}

# The tool $1 (java, javac) of the first of JAVA_HOME, the JDK of PATH and the installed ones that is new enough.
find_java_tool() {
    local home on_path
    on_path=$(readlink -f "$(command -v java || true)")
    for home in "${JAVA_HOME:-}" "${on_path%/bin/java}" /usr/lib/jvm/* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
        if [[ -n $home && $(java_release "$home" "$1") -ge $min_java ]]; then
            readlink -f "$home/bin/$1"
            return
        fi
    done
    die "no Java $min_java or newer found: install a JDK of that version, or point JAVA_HOME at one"
}
