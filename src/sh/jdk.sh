# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Finds and starts the JDK of the scripts. The caller defines a function `die`, which prints its arguments and exits.
min_java=22

# The JVM decodes arguments and file names by the charmap of the locale. Only UTF-8 can represent all of them; with another
# charmap the JVM prints `?` for what it cannot encode. cron, systemd units and ssh often have LC_ALL=C.
use_utf8() {
    local one_character=$'\xf0\x9f\x98\x80' # more than one in every other charmap
    ((${#one_character} == 1)) || { export LC_ALL=C.UTF-8; } 2>/dev/null
}
use_utf8

# Runs a command that ends with this script, so that no invisible process keeps buffers. If setpriv is missing, or is that of
# busybox, which lacks the option, only a signal to both of them (Ctrl-C) ends the command.
run_with_this_script() {
    if setpriv --pdeathsig TERM true 2>/dev/null; then
        setpriv --pdeathsig TERM -- "$@"
    else
        "$@"
    fi
}

# Prints the feature release of the JDK in directory $1; 0 if there is none.
java_release() {
    local version
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null) || true
    [[ -x $1/bin/java ]] && echo "${version:-0}" || echo 0
}

# Prints the path of java in the first JDK that is new enough, of JAVA_HOME, PATH and the installed ones.
find_java() {
    local home on_path
    on_path=$(readlink -f "$(command -v java || true)")
    for home in "${JAVA_HOME:-}" "${on_path%/bin/java}" /usr/lib/jvm/* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
        if [[ -n $home && $(java_release "$home") -ge $min_java ]]; then
            readlink -f "$home/bin/java"
            return
        fi
    done
    die "no Java $min_java or newer found: install such a JDK, or set JAVA_HOME to one"
}
