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
archive_of() { # SUITE
  local release address origin from found='' found_origin='' wanted
  wanted="^($(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)|oldstable|stable|testing|unstable|sid)\$"
  [[ $1 != *-security ]] || wanted='-security$'
  while IFS='|' read -r release address origin from; do
    [[ $release =~ $wanted ]] || continue
    [[ -z $found || ($origin == Debian && $found_origin != Debian) ]] || continue
    found="$address $from"
    found_origin=$origin
  done < <(machine_sources)
  echo "$found"
}

# Prints the component `main` of each suite that the machine knows. Without lists apt knows the suites, but not their origin.
machine_sources() {
  local main=('Created-By: Packages' 'Component: main')
  # shellcheck disable=SC2016 # apt expands it
  {
    apt-get indextargets --format '$(RELEASE)|$(REPO_URI)|$(ORIGIN)|$(SOURCESENTRY)' "${main[@]}"
    apt-get indextargets --no-release-info --format '$(RELEASE)|$(REPO_URI)||$(SOURCESENTRY)' "${main[@]}"
  } 2>/dev/null
}

# Prints the Signed-By of an entry of the machine's apt configuration, as a field of a deb822 file. An entry without it trusts
# the keys of apt, and so does the project's.
signed_by() { # FILE:NUMBER
  local file=${1%:*} number=${1##*:} key
  if [[ $file == *.sources ]]; then
    awk -v RS= -v number="$number" '/(^|\n)[^#\n]/ && ++count == number' "$file" |
      awk 'tolower($0) ~ /^signed-by:/ { on = 1; print; next } /^[^ \t]/ { on = 0 } on'
  else
    key=$(sed -n "${number}s/^[^#]*\[[^]]*signed-by=\([^] ]*\).*/\1/p" "$file")
    [[ -z $key ]] || echo "Signed-By: $key"
  fi
}

# --- apt with a state of its own ---------------------------------------------------------------------------------------

is_recent() { [[ -n $(find "$1" -mmin "-$LISTS_MAX_AGE_MINUTES" 2>/dev/null) ]]; } # FILE

# Prints the path of apt's configuration file for SUITES of ARCHITECTURE.
apt_config() { # ARCHITECTURE "SUITE…"
  local name=$APT_DIR/$1-${2// /+}
  is_recent "$name.conf" || write_apt_config "$name" "$@"
  echo "$name.conf"
}

write_apt_config() { # NAME ARCHITECTURE "SUITE…"
  local name=$1
  shift
  make_cache_dir "$APT_DIR/lists"
  make_cache_dir "$APT_DIR/cache"
  write_sources "$1" "$2" >"$name.sources.$$" || { rm -f "$name.sources.$$" && exit "$EXIT_FETCH"; }
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
}

write_sources() { # ARCHITECTURE "SUITE…"
  local suite address from
  for suite in $2; do
    read -r address from < <(archive_of "$suite")
    [[ -n $address ]] ||
      fail "$EXIT_FETCH" "the apt configuration of this machine names no Debian archive with $suite, from which packages could be fetched"
    printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nArchitectures: %s\n' "$address" "$suite" "$1"
    signed_by "$from"
    echo
  done
}

# Refreshes the lists of SUITE if they are too old, or in any case if `refresh_lists` is set. Returns 1 if the archive does not
# serve it, 2 if the archive cannot be reached; lists of an earlier time are used then. apt's message is in `apt_message`.
refresh_lists=
apt_message=
unreachable=

update_suite() { # ARCHITECTURE SUITE
  local stamp=$APT_DIR/$1-$2.updated config log lock code=0
  [[ -z $refresh_lists ]] && is_recent "$stamp" && return 0
  [[ -z $unreachable ]] || return 2
  config=$(apt_config "$1" "$2") || exit
  log=$(mktemp "$APT_DIR/log.XXXXXX")
  exec {lock}>"$APT_DIR/lock"
  flock "$lock"
  if run_step "$log" env LC_ALL=C apt-get -c "$config" update; then
    : >"$stamp"
  else
    apt_message=$(grep -m 1 '^E: ' "$log" || tail -n 1 "$log")
    code=1
    grep -qE 'does not have a Release file|  40[34] ' "$log" || { code=2 && unreachable=$apt_message; }
  fi
  exec {lock}>&-
  rm -f "$log"
  return "$code"
}

# --- what can be had ----------------------------------------------------------------------------------------------------

# Prints `PACKAGE VERSION SIZE SUITE` for each package whose whole name matches the extended regular expression. Fails with one
# sentence if no suite can be read.
find_packages() { # ARCHITECTURE "SUITE…" EXPRESSION
  local suite read_any='' refused=
  for suite in $2; do
    update_suite "$1" "$suite" || refused+=" $suite"
    ! list_suite "$1" "$suite" "$3" || read_any=1
  done
  [[ -n $read_any ]] || fail_unread "${refused# }"
}

fail_unread() { # "SUITE…"
  [[ -z $unreachable ]] ||
    fail "$EXIT_FETCH" "the Debian archive cannot be reached, and the cache has no package lists: ${unreachable#E: }"
  fail "$EXIT_FETCH" "the Debian archive that this machine uses does not serve ${1// /, }: ${apt_message#E: }"
}

list_suite() { # ARCHITECTURE SUITE EXPRESSION
  local config file
  config=$(apt_config "$1" "$2") || exit
  # shellcheck disable=SC2016 # apt expands it
  file=$(apt-get -c "$config" indextargets --format '$(FILENAME)' 'Created-By: Packages' "Architecture: $1" 2>/dev/null)
  [[ -n $file ]] || return 1
  /usr/lib/apt/apt-helper cat-file "$file" | awk -v expression="^($3)\$" -v suite="$2" '
    /^Package: / { package = $2; wanted = package ~ expression }
    /^Version: / { version = $2 }
    /^Size: / && wanted { print package, version, $2, suite }'
}

# --- getting it ---------------------------------------------------------------------------------------------------------

# Downloads packages into DIRECTORY. A package is NAME, NAME=VERSION or NAME/SUITE. With `closure` it also downloads all that they
# depend on, as for a machine on which nothing is installed.
download_packages() { # DIRECTORY ARCHITECTURE "SUITE…" download|closure PACKAGE…
  local directory=$1 config suite lock log=$1/apt.log
  config=$(apt_config "$2" "$3") || exit
  for suite in $3; do update_suite "$2" "$suite" || true; done
  exec {lock}>"$APT_DIR/lock"
  flock --shared "$lock" # other processes may download, but not refresh the lists
  if [[ $4 == closure ]]; then
    mkdir -p "$directory/partial"
    run_step "$log" env LC_ALL=C apt-get -c "$config" -o "Dir::Cache::archives=$directory" \
      install --download-only --yes --no-install-recommends "${@:5}"
  else
    run_step "$log" env -C "$directory" LC_ALL=C apt-get -c "$config" download "${@:5}"
  fi || fail_download "$log" "${@:5}"
  exec {lock}>&-
  rm -rf "$directory/partial" "$directory/lock" "$log"
}

fail_download() { # LOG PACKAGE…
  local log=$1 why
  shift
  why=$(grep -m 1 '^E: ' "$log" || tail -n 1 "$log")
  fail "$EXIT_FETCH" "cannot download $* from the Debian archive: ${why#E: }"
}

unpack_packages() { # DIRECTORY FROM-DIRECTORY
  local package
  for package in "$2"/*.deb; do
    run_step "$2/dpkg.log" dpkg-deb --extract "$package" "$1" ||
      fail "$EXIT_FETCH" "cannot unpack ${package##*/}: $(tail -n 1 "$2/dpkg.log")"
  done
}

# Fills SCRATCH with the files of packages: a function for make_whole. The file `packages` names what was unpacked.
fetch_tree() { # SCRATCH ARCHITECTURE "SUITE…" download|closure PACKAGE…
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
fetch_once() { # NAME ARCHITECTURE "SUITE…" download|closure PACKAGE…
  local directory=$CACHE_DIR/$1
  is_whole "$directory" && return 0
  need_apt "${1##*/}"
  say "downloading ${*:5}"
  make_whole "$directory" "${1##*/}" fetch_tree "${@:2}"
}
