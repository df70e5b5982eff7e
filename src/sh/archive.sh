# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Which option of the JVM uses, and which makes, an archive of classes. JDK 25 has caches that also hold what was linked; older
# JDKs have archives of classes alone. $java_version is set by jdk.sh.
: "${java_version:?}"

has_aot_cache() {
    ((${java_version%%[!0-9]*} >= 25))
}

# Sets archive_option to the option that uses archive $1.
set_archive_option() {
    if has_aot_cache; then archive_option=-XX:AOTCache=$1; else archive_option=-XX:SharedArchiveFile=$1; fi
}

# Sets archive_option to the option that makes archive $1.
# shellcheck disable=SC2034 # for the caller
set_making_option() {
    if has_aot_cache; then archive_option=-XX:AOTCacheOutput=$1; else archive_option=-XX:ArchiveClassesAtExit=$1; fi
}
