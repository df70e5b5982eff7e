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

# Sets java_version to that of the JDK in directory $1, such as 25.0.3; to 0 if there is no JDK. Starts no process, as the rest
# of what each start does: that takes a fifth of the time of a short command.
read_java_version() {
    local line
    java_version=0
    [[ -x $1/bin/java && -r $1/release ]] || return 0
    while read -r line || [[ -n $line ]]; do
        if [[ $line =~ ^JAVA_VERSION=\"([0-9][^\"]*)\" ]]; then java_version=${BASH_REMATCH[1]}; fi
    done <"$1/release"
}

# Whether there is a JDK in directory $1 that is new enough.
is_usable() {
    read_java_version "$1"
    ((${java_version%%[!0-9]*} >= min_java))
}

# Sets on_path to the directory of the JDK whose java is on PATH, or to nothing. $@ are other directories of JDKs.
find_on_path() {
    local program home
    on_path=
    hash java 2>/dev/null || return 0
    program=${BASH_CMDS[java]}
    for home in "$@"; do
        if [[ $home/bin/java -ef $program ]]; then
            on_path=$home
            return
        fi
    done
    program=$(readlink -f "$program")
    on_path=${program%/bin/java}
}

# Sets java to the path of java in the first JDK that is new enough, of JAVA_HOME, PATH and the installed ones, and java_version.
find_java() {
    local home on_path installed
    installed=(/usr/lib/jvm/* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*)
    if [[ -z ${JAVA_HOME:-} ]] || ! is_usable "$JAVA_HOME"; then
        find_on_path "${installed[@]}"
        for home in "$on_path" "${installed[@]}"; do
            if [[ -n $home ]] && is_usable "$home"; then break; fi
            home=
        done
    else
        home=$JAVA_HOME
    fi
    [[ -n $home ]] || die "no Java $min_java or newer found: install such a JDK, or set JAVA_HOME to one"
    # shellcheck disable=SC2034 # for the caller
    java=$home/bin/java
}
