# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Gets packages of any suite and architecture of the Debian archive into the cache. Nothing is installed, and the machine's apt
# is not changed: apt has lists and settings of its own in the cache. The address of the archive, its keys and the proxy are
# those of the machine's apt configuration. Sourced after lib.sh.

readonly APT_DIR=$CACHE_DIR/apt
# Package lists that are older are refreshed before something is looked for in them.
readonly LISTS_MAX_AGE_MINUTES=1440

# --- the archive ------------------------------------------------------------------------------------------------------

need_apt() { # PURPOSE
  is_there apt-get && is_there dpkg-deb && return 0
  fail "$EXIT_FETCH" "$1 needs packages of the Debian archive, but this machine has no apt-get and dpkg-deb"
}

# Prints the address of the archive that has SUITE, and where the machine's apt configuration names it. The archive of
# Debian's security updates is a separate one.
archive_of() { # SUITE SOURCES-OF-THE-MACHINE
  local release address origin from found='' found_origin='' wanted
  wanted="^($(host_release)|oldstable|stable|testing|unstable|sid)\$"
  [[ $1 != *-security ]] || wanted='-security$'
  while IFS='|' read -r release address origin from; do
    [[ $release =~ $wanted ]] || continue
    [[ -z $found || ($origin == Debian && $found_origin != Debian) ]] || continue
    found="$address $from"
    found_origin=$origin
  done <<<"$2"
  echo "$found"
}

host_release() { sed -n 's/^VERSION_CODENAME=//p' /etc/os-release; } # prints the codename of this machine's distribution

# Prints the component `main` of each suite that the machine knows. Without lists apt knows the suites, but not their origin.
machine_sources() {
  local main=('Created-By: Packages' 'Component: main')
  # shellcheck disable=SC2016 # apt expands it
  {
    apt-get indextargets --format '$(RELEASE)|$(REPO_URI)|$(ORIGIN)|$(SOURCESENTRY)' "${main[@]}"
    apt-get indextargets --no-release-info --format '$(RELEASE)|$(REPO_URI)||$(SOURCESENTRY)' "${main[@]}"
  } 2>/dev/null
}

# Prints, as fields of a deb822 file, by which keys an entry of the machine's apt configuration is trusted. An entry that does
# not say it trusts all of apt's keys, and so does the project's.
trust_of() { # FILE:NUMBER
  local file=${1%:*} number=${1##*:}
  if [[ $file == *.sources ]]; then
    awk -v RS= -v number="$number" '/(^|\n)[^#\n]/ && ++count == number' "$file" |
      awk 'tolower($0) ~ /^(signed-by|trusted):/ { on = 1; print; next } /^[^ \t]/ { on = 0 } on'
  else
    sed -n "${number}s/^deb[^[#]*\[\([^]]*\)\].*/\1/p" "$file" | tr ' ' '\n' |
      sed -n 's/^signed-by=/Signed-By: /p; s/^trusted=/Trusted: /p'
  fi
}

# --- apt with a state of its own ---------------------------------------------------------------------------------------

is_recent() { [[ -n $(find "$1" -mmin "-$LISTS_MAX_AGE_MINUTES" 2>/dev/null) ]]; } # FILE

# Writes apt's configuration for SUITES of ARCHITECTURE, from that of the machine as it is now, and prints its path.
apt_config() { # ARCHITECTURE "SUITE…" [deb-src]
  local name=$APT_DIR/$1-${2// /+}${3:+-$3}
  make_cache_dir "$APT_DIR/lists"
  make_cache_dir "$APT_DIR/cache"
  write_sources "$@" >"$name.sources.$$"
  cat >"$name.conf.$$" <<TEXT
Dir::State "$APT_DIR";
Dir::State::lists "$APT_DIR/lists";
Dir::State::status "/dev/null";
Dir::Cache "$APT_DIR/cache";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Dir::Etc::sourcelist "$name.sources";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
APT::Architecture "$1";
#clear APT::Architectures;
APT::Architectures { "$1"; };
APT::Get::List-Cleanup "false";
APT::Sandbox::User "$(id -un)";
APT::Update::Error-Mode "any";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
Acquire::Languages "none";
Acquire::Retries "1";
Debug::NoLocking "true";
TEXT
  mv "$name.sources.$$" "$name.sources"
  mv "$name.conf.$$" "$name.conf"
  echo "$name.conf"
}

# Leaves out the suites of an archive that this machine does not use. apt does not copy packages of a file: archive, so it is
# made a copy: archive.
write_sources() { # ARCHITECTURE "SUITE…" [deb-src]
  local suite address from sources
  sources=$(machine_sources)
  for suite in $2; do
    read -r address from < <(archive_of "$suite" "$sources")
    [[ -n $address ]] || continue
    printf 'Types: %s\nURIs: %s\nSuites: %s\nComponents: main\nArchitectures: %s\n' "${3:-deb}" "${address/#file:/copy:}" "$suite" "$1"
    trust_of "$from"
    echo
  done
}

# --- the package lists --------------------------------------------------------------------------------------------------

# What this run knows of the lists of "ARCHITECTURE SUITE": fresh, refused (the archive does not serve it) or unreachable.
declare -A lists_state=()
# apt's message if lists could not be refreshed.
lists_error=
# If it is set, lists are refreshed even if they are recent.
refresh_lists=

# Refreshes the lists that are too old. Those that cannot be refreshed are used as they are, so this does not fail.
update_lists() { # ARCHITECTURE "SUITE…"
  local suite
  for suite in $2; do
    [[ -n ${lists_state["$1 $suite"]:-} ]] || update_suite "$1" "$suite"
  done
}

update_suite() { # ARCHITECTURE SUITE; sets its lists_state
  local stamp=$APT_DIR/$1-$2.updated config state=fresh
  if [[ -n $refresh_lists ]] || ! is_recent "$stamp"; then
    config=$(apt_config "$1" "$2") || exit
    if ! has_archive "$config"; then
      state=refused
    elif [[ " ${lists_state[*]} " == *' unreachable '* ]]; then
      state=unreachable # a second wait for the network would not help
    else
      download_lists "$config" "$stamp"
    fi
  fi
  lists_state["$1 $2"]=$state
}

download_lists() { # CONFIG STAMP; sets state
  local lock log=$APT_DIR/update.log
  exec {lock}>"$APT_DIR/lock"
  flock "$lock"
  : >"$log"
  if run_step "$log" env LC_ALL=C apt-get -c "$1" update; then
    : >"$2"
  else
    state=$(update_failure "$log")
    lists_error=$(apt_error "$log")
  fi
  exec {lock}>&-
}

has_archive() { [[ -s ${1%.conf}.sources ]]; } # CONFIG

update_failure() { # LOG
  if grep -qE '^E: .*(Could not (resolve|connect)|Unable to connect|Cannot initiate|Connection (failed|timed out)|Temporary failure)' "$1"; then
    echo unreachable
  else
    echo refused
  fi
}

apt_error() { # LOG: prints its first error
  local line
  line=$(grep -m 1 '^E: ' "$1" || tail -n 1 "$1")
  echo "${line#E: }"
}

unserved_suites() { # ARCHITECTURE "SUITE…": prints those that the archive does not serve
  local suite suites=()
  for suite in $2; do
    [[ ${lists_state["$1 $suite"]:-} != refused ]] || suites+=("$suite")
  done
  echo "${suites[*]}"
}

# --- what can be had ----------------------------------------------------------------------------------------------------

# Prints `PACKAGE VERSION SIZE SUITE` for each package whose whole name matches the extended regular expression. Fails with one
# sentence if no suite can be read. Call update_lists before it in $(…), where a signal would not end a download.
find_packages() { # ARCHITECTURE "SUITE…" EXPRESSION
  local suite read_any=
  update_lists "$1" "$2"
  for suite in $2; do
    ! list_suite "$1" "$suite" "$3" || read_any=1
  done
  [[ -n $read_any ]] || fail_unread "$1" "$2"
}

fail_unread() { # ARCHITECTURE "SUITE…"
  [[ " ${lists_state[*]} " != *' unreachable '* ]] ||
    fail "$EXIT_FETCH" "the Debian archive cannot be reached, and the cache has no package lists: $lists_error"
  [[ -n $lists_error ]] ||
    fail "$EXIT_FETCH" "the apt configuration of this machine names no Debian archive, from which ${2// /, } could be fetched"
  fail "$EXIT_FETCH" "the archive that this machine uses does not serve ${2// /, } for $1: $lists_error"
}

list_suite() { # ARCHITECTURE SUITE EXPRESSION
  local config=$APT_DIR/$1-$2.conf file
  # shellcheck disable=SC2016 # apt expands it
  file=$(apt-get -c "$config" indextargets --format '$(FILENAME)' 'Created-By: Packages' "Architecture: $1" 2>/dev/null)
  [[ -n $file ]] || return 1
  /usr/lib/apt/apt-helper cat-file "$file" | awk -v expression="^($3)\$" -v suite="$2" '
    /^Package: / { package = $2; wanted = package ~ expression }
    /^Version: / { version = $2 }
    /^Size: / && wanted { print package, version, $2, suite }'
}

# --- getting it ---------------------------------------------------------------------------------------------------------

# Downloads packages into DIRECTORY. A package is NAME, NAME=VERSION or NAME/SUITE. HOW is `download` for these alone, `closure` for
# all that they depend on too, as on a machine on which nothing is installed, or `missing` for what this machine lacks of that.
download_packages() { # DIRECTORY ARCHITECTURE "SUITE…" HOW PACKAGE…
  local directory=$1 config lock log=$1/apt.log status=/dev/null
  config=$(apt_config "$2" "$3") || exit
  update_lists "$2" "$3"
  exec {lock}>"$APT_DIR/lock"
  flock --shared "$lock" # other processes may download, but not refresh the lists
  if [[ $4 == download ]]; then
    run_step "$log" env -C "$directory" LC_ALL=C apt-get -c "$config" download "${@:5}"
  else
    [[ $4 == closure ]] || status=$(machine_status)
    mkdir -p "$directory/partial"
    run_step "$log" env LC_ALL=C apt-get -c "$config" -o "Dir::Cache::archives=$directory" -o "Dir::State::status=$status" \
      install --download-only --yes --no-install-recommends "${@:5}"
  fi || fail_download "$log" "${@:5}"
  exec {lock}>&-
  rm -rf "$directory/partial" "$directory/lock" "$log"
}

machine_status() { # prints the file in which dpkg keeps what is installed
  local status
  eval "$(apt-config shell status Dir::State::status/f)"
  echo "$status"
}

fail_download() { # LOG PACKAGE…
  fail "$EXIT_FETCH" "cannot download ${*:2} from the Debian archive: $(apt_error "$1")"
}

unpack_packages() { # DIRECTORY FROM-DIRECTORY
  local package
  for package in "$2"/*.deb; do
    run_step "$2/dpkg.log" dpkg-deb --extract "$package" "$1" ||
      fail "$EXIT_FETCH" "cannot unpack ${package##*/}: $(tail -n 1 "$2/dpkg.log")"
  done
}

# Fills SCRATCH with the files of packages: a function for make_whole. The file `packages` names what was unpacked.
fetch_tree() { # SCRATCH ARCHITECTURE "SUITE…" HOW PACKAGE…
  local tree=$1 downloads=$1/.downloads
  mkdir "$downloads"
  download_packages "$downloads" "${@:2}"
  unpack_packages "$tree" "$downloads"
  (cd "$downloads" && ls -1 -- *.deb) >"$tree/packages"
  rm -rf "$downloads"
  (cd "$tree" && sha256sum packages >checksum)
}

# The architecture of this machine in the archive's terms.
host_architecture() { dpkg --print-architecture; }

# Downloads and unpacks packages once; later calls need no network. NAME is the directory's name in the cache.
fetch_once() { # NAME ARCHITECTURE "SUITE…" HOW PACKAGE…
  local directory=$CACHE_DIR/$1
  is_whole "$directory" && return 0
  need_apt "${1##*/}"
  say "downloading ${*:5}"
  make_whole "$directory" "${1##*/}" fetch_tree "${@:2}"
}

# Whether a version begins with another: 6.12.117-1 begins with 6 and 6.12, but not with 6.1.
has_prefix() { [[ $1 == "$2" || $1 == "$2"[.-]* ]]; } # VERSION PREFIX

first_file() { # FILE…: prints the first that exists
  local file
  for file in "$@"; do
    [[ ! -f $file ]] || { echo "$file" && return; }
  done
  return 1
}
