# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Finds the JDK that the scripts run with. The caller has a function `die`, which says why and exits.
min_java=22

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
