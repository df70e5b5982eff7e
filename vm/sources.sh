# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Finds the sources of the test kernel, by version. Sourced by build-kernel after lib.sh and fetch.sh.

# The suites that have packages linux-source.
readonly SOURCE_SUITES='bookworm bookworm-security bookworm-backports trixie trixie-updates trixie-security trixie-backports'
# The suites whose source package `linux` is used for versions that have no package linux-source. The lists of others are large.
readonly SOURCE_PACKAGE_SUITES='bookworm-backports trixie-backports'
readonly SOURCES_DIR=$CACHE_DIR/sources

# --- versions -------------------------------------------------------------------------------------------------------

version_number() { # VERSION: prints a number that is greater for a newer version; only the first two parts count
  local major minor
  IFS=. read -r major minor _ <<<"$1"
  echo $((major * 1000 + ${minor:-0}))
}

# The version is in the tarball's name: linux-source-6.12.tar.xz, linux_6.18.15.orig.tar.xz.
version_of_tarball() { # FILE
  [[ ${1##*/} =~ ^linux.*[-_]([0-9]+\.[0-9]+) ]] ||
    fail "$EXIT_USAGE" "$1 has no kernel version in its name, such as linux-source-6.12.tar.xz"
  echo "${BASH_REMATCH[1]}"
}

# --- which tarball --------------------------------------------------------------------------------------------------

# Prints the tarball of the distribution's default version, which may be one of several; without that package, the newest.
default_tarball() {
  local package
  package=$(dpkg-query -W -f '${Depends}' linux-source 2>/dev/null | grep -oE '^linux-source-[0-9.]*[0-9]' || true)
  if [[ -n $package && -r /usr/src/$package.tar.xz ]]; then
    echo "/usr/src/$package.tar.xz"
  else
    # shellcheck disable=SC2012  # the names are the distribution's
    ls -1 /usr/src/linux-source-*.tar.xz | sort -V | tail -n 1
  fi
}

installed_tarball() { # VERSION: prints nothing if it is not installed
  [[ ! -r /usr/src/linux-source-$1.tar.xz ]] || echo "/usr/src/linux-source-$1.tar.xz"
}

# Downloads the tarball if it is neither installed nor in the cache, or if there may be a newer one.
find_tarball() { # VERSION [newest]: sets tarball; VERSION is a prefix
  tarball=$(present_tarball "$1")
  [[ -n $tarball && (-z ${2:-} || $tarball == /usr/src/*) ]] || fetch_tarball "$1"
}

present_tarball() { # VERSION: prints nothing if it is neither installed nor in the cache
  local found
  found=$(installed_tarball "$1")
  echo "${found:-$(cached_tarball "$1")}"
}

# A directory of the cache is named by the package and its version. The newest one counts.
cached_tarball() { # VERSION: prints nothing if the cache has none
  local directory newest=
  while read -r directory; do
    [[ $directory != *.new.* ]] && has_prefix "${directory##*_}" "$1" && is_whole "$directory" && newest=$directory
  done < <(compgen -G "$SOURCES_DIR/linux*_*" | sort -V)
  [[ -z $newest ]] || tarball_in "$newest"
}

tarball_in() { find "$1" -name 'linux*.tar.xz' -print -quit; } # DIRECTORY

# --- getting it -----------------------------------------------------------------------------------------------------

# Downloads the newest sources of VERSION: those of a package linux-source, else those of which the distribution built its
# kernel packages. A package linux-source has the distribution's changes; a source package is as it was published.
fetch_tarball() { # VERSION: sets tarball
  local architecture package version found
  need_apt "building Linux $1"
  architecture=$(host_architecture)
  update_lists "$architecture" "$SOURCE_SUITES"
  found=$(find_packages "$architecture" "$SOURCE_SUITES" 'linux-source-[0-9.]+') || exit
  if read -r package version < <(newest_of "$1" <<<"$found"); then
    fetch_once "sources/${package}_$version" "$architecture" "$SOURCE_SUITES" download "$package=$version"
  else
    update_source_lists "$architecture"
    found=$(list_source_package "$architecture") || exit
    read -r package version < <(newest_of "$1" <<<"$found") ||
      fail "$EXIT_FETCH" "the Debian archive has no sources of Linux $1: DMABUF4J_LINUX_SOURCE=FILE builds from a tarball such as linux-$1.tar.xz"
    fetch_source_package "sources/${package}_$version" "$architecture" "$version"
  fi
  tarball=$(tarball_in "$SOURCES_DIR/${package}_$version")
}

newest_of() { # VERSION: reads lines that begin with a package and its version, and prints the newest that has this prefix
  local package version rest
  while read -r package version rest; do
    ! has_prefix "$version" "$1" || echo "$version $package"
  done | sort -V | tail -n 1 | awk '{ print $2, $1 }'
}

# A suite that is not served is a failure for apt. The others have been read then.
update_source_lists() { # ARCHITECTURE
  local config
  config=$(source_config "$1") || exit
  run_step /dev/null env LC_ALL=C apt-get -c "$config" update || true
}

list_source_package() { # ARCHITECTURE: prints `linux VERSION` for each version of the source package
  local config file
  config=$(source_config "$1") || exit
  # shellcheck disable=SC2016 # apt expands it
  while read -r file; do
    /usr/lib/apt/apt-helper cat-file "$file" | awk '/^Package: / { wanted = $2 == "linux" } /^Version: / && wanted { print "linux", $2 }'
  done < <(apt-get -c "$config" indextargets --format '$(FILENAME)' 'Created-By: Sources' 2>/dev/null)
}

source_config() { apt_config "$1" "$SOURCE_PACKAGE_SUITES" deb-src; } # ARCHITECTURE

fetch_source_package() { # NAME ARCHITECTURE VERSION
  say "downloading the source package linux=$3"
  make_whole "$CACHE_DIR/$1" "${1##*/}" download_source_package "$2" "$3"
}

download_source_package() { # DIRECTORY ARCHITECTURE VERSION: a function for make_whole
  local config log=$1/apt.log
  config=$(source_config "$2") || exit
  run_step "$log" env -C "$1" LC_ALL=C apt-get -c "$config" source --download-only --only-source --tar-only "linux=$3" ||
    fail_download "$log" "linux=$3"
  rm "$log"
  (cd "$1" && ls -1 >packages && sha256sum packages >checksum)
}
