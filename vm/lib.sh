# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Functions shared by the scripts that use the cache or need packages. A script other than those of vm/ sets `speaker`.

# Exit codes of the VM itself; anything else is the command's own.
# shellcheck disable=SC2034  # used by the scripts that source this
readonly EXIT_FETCH=119 EXIT_USAGE=120 EXIT_PACKAGES=121 EXIT_BUILD=122 EXIT_MEMORY=123 EXIT_HANG=124 EXIT_DIED=125

# Links are resolved, so that the checked directory is the used one.
CACHE_DIR=$(readlink -m -- "${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/dmabuf4j")
readonly CACHE_DIR

# A raw terminal needs a carriage return at the end of a line.
say() { printf '%s: %s%s\n' "${speaker:-vm}" "$*" "${carriage_return:-}" >&2; }

fail() { # CODE SENTENCE
  local code=$1
  shift
  say "$*"
  exit "$code"
}

# --- whether a directory is safe from other users --------------------------------------------------------------------

# Whether only this user and root can rename or remove files that this user creates in DIR: they own it and each directory
# above it, and a directory that others can write to has the sticky bit. The owner of / counts as root, because in a user
# namespace it is not 0.
is_safe_parent() { # DIR, with links resolved
  local path=$1 paths=(/) root='' own_group owner group mode
  own_group=$(private_group)
  for (( ; ${#path}; )); do paths+=("$path") && path=${path%/*}; done
  while read -r owner group mode; do
    root=${root:-$owner}
    [[ $owner == "$EUID" || $owner == "$root" ]] || return 1
    if writable_by_others "$group" "$mode" "$own_group" && ((!(8#$mode & 8#1000))); then return 1; fi
  done < <(stat -c '%u %g %a' -- "${paths[@]}" 2>/dev/null || echo 'no such directory')
}

# Whether only this user and root can create files in DIR.
is_private() { # DIR, with links resolved
  local group mode
  is_safe_parent "$1" && read -r group mode < <(stat -c '%g %a' -- "$1") && ! writable_by_others "$group" "$mode" "$(private_group)"
}

writable_by_others() { # GROUP MODE OWN-GROUP
  local others=022
  [[ $1 != "$3" ]] || others=002
  ((8#$2 & 8#$others))
}

# Prints the group that has only this user, which many distributions create for each user.
private_group() { [[ $(id -gn 2>/dev/null) != "$(id -un 2>/dev/null)" ]] || id -g; }

# Fails if others can write to the cache, because they could put a kernel or a lock there.
check_cache() {
  [[ ! -e $CACHE_DIR ]] || is_private "$CACHE_DIR" ||
    fail "$EXIT_USAGE" "others can write to the cache directory $CACHE_DIR or to one above it: set XDG_CACHE_HOME to a directory that only you can write to"
}

make_cache_dir() { # DIR
  (umask go-w && mkdir -p "$1") 2>/dev/null ||
    fail "$EXIT_USAGE" "cannot write to the cache directory $1: set XDG_CACHE_HOME to a directory that you can write to"
  check_cache
}

# --- directories of the cache that appear whole or not at all ----------------------------------------------------------

# A full disk or a power failure can leave a broken file under the right name.
is_whole() { # DIRECTORY
  [[ -s $1/checksum ]] && (cd "$1" && sha256sum --status --check checksum)
}

# The directory that is being filled, and the process that fills it. A script that calls make_whole calls clean_up_at_end
# first.
scratch=
step_pid=

# Creates DIRECTORY by FUNCTION, which gets an empty directory beside it and writes `checksum` there last. Another process that
# does the same for DIRECTORY is waited for.
make_whole() { # DIRECTORY WHAT FUNCTION [ARGUMENT…]
  local directory=$1 what=$2 function=$3 lock
  shift 3
  make_cache_dir "${directory%/*}"
  exec {lock}>"$directory.lock"
  if ! flock --nonblock "$lock"; then
    say "another process is preparing $what: waiting for it"
    flock "$lock"
  fi
  rm -rf "$directory".new.* # this process holds the lock, so the process that left these is dead
  if ! is_whole "$directory"; then
    scratch=$(mktemp -d "$directory.new.XXXXXX")
    "$function" "$scratch" "$@"
    chmod 755 "$scratch"
    sync -f "$scratch"
    rm -rf "$directory"
    mv -T "$scratch" "$directory"
    scratch=
  fi
  exec {lock}>&-
}

# Runs a command and handles signals meanwhile. It has a process group of its own, so that one kill ends all its children,
# and it ends with this script even if that is killed by SIGKILL. It does not inherit the locks of this script.
run_step() { # LOG COMMAND…
  local log=$1 code=0
  shift
  (close_files && exec setpriv --pdeathsig TERM -- setsid --wait "$@") >>"$log" 2>&1 </dev/null &
  step_pid=$!
  wait "$step_pid" || code=$?
  step_pid=
  return "$code"
}

close_files() { # closes all that is not stdin, stdout or stderr
  local file
  for file in /proc/self/fd/*; do
    file=${file##*/}
    ((file <= 2)) || eval "exec $file>&-"
  done
}

# Makes a script that calls make_whole or run_step leave nothing half done, however it ends.
clean_up_at_end() {
  trap abandon_scratch EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
}

abandon_scratch() {
  local code=$?
  trap '' INT TERM HUP
  [[ -z $step_pid ]] || kill -TERM -- "-$step_pid" 2>/dev/null || true
  wait 2>/dev/null || true
  [[ -z $scratch ]] || rm -rf "$scratch"
  exit "$code"
}

# --- packages ---------------------------------------------------------------------------------------------------------

# The architecture of this machine in the archive's terms, also where there is no dpkg.
machine_architecture() {
  local machine
  machine=$(uname -m)
  case $machine in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) echo "$machine" ;;
  esac
}

emulator_needs() { # ARCHITECTURE of the guest
  case $1 in
    amd64) echo 'qemu-system-x86_64 qemu-system-x86' ;;
    arm64) echo 'qemu-system-aarch64 qemu-system-arm' ;;
  esac
}

# Each line has a requirement (a command, a header, a file pattern) and the package that contains it.
readonly RUN_NEEDS='
flock util-linux
setpriv util-linux
setsid util-linux'
readonly SOURCE_NEEDS='
/usr/src/linux-source-*.tar.xz linux-source'
readonly COMPILER_NEEDS='
gcc gcc'
readonly CROSS_COMPILER_NEEDS='
aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu'
# Type information for BPF programs.
readonly BTF_NEEDS='
pahole pahole'
readonly BUILD_NEEDS='
/usr/include/gelf.h libelf-dev
/usr/include/stdio.h libc6-dev
make make
flex flex
bison bison
bc bc
xz xz-utils
patch patch'

is_there() { # COMMAND or FILE-PATTERN
  if [[ $1 == /* ]]; then compgen -G "$1" >/dev/null; else command -v "$1" >/dev/null; fi
}

missing_packages() { # NEEDS: prints the missing packages on one line
  local what package packages=()
  while read -r what package; do
    [[ -z $what || " ${packages[*]} " == *" $package "* ]] || is_there "$what" || packages+=("$package")
  done <<<"$1"
  echo "${packages[*]}"
}

# Installs the packages of NEEDS that are missing. Without root rights it fails and prints the one command that installs these
# and all that vm/run and vm/build-kernel need.
ensure_packages() { # NEEDS PURPOSE
  local packages
  packages=$(missing_packages "$1")
  [[ -n $packages ]] || return 0
  command -v apt-get >/dev/null ||
    fail "$EXIT_PACKAGES" "$2 needs Debian's ${packages// /, }, but this machine has no apt-get: install equivalent packages (vm/run --kernel FILE needs no kernel build)"
  if ((EUID != 0)); then
    packages=$(missing_packages "$1$RUN_NEEDS$SOURCE_NEEDS$COMPILER_NEEDS$BUILD_NEEDS
$(emulator_needs "$(machine_architecture)")")
    fail "$EXIT_PACKAGES" "$2 needs packages that are not installed; run: sudo apt-get install -y --no-install-recommends $packages"
  fi
  install_packages "$packages"
}

install_packages() { # "PACKAGE..."
  local log packages
  read -ra packages <<<"$1"
  say "installing $1 with apt-get"
  log=$(mktemp) || exit "$EXIT_PACKAGES"
  if ! apt_install "${packages[@]}" >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    rm -f "$log"
    fail "$EXIT_PACKAGES" "apt-get could not install $1 (its last lines are above): repair this, or install the packages yourself"
  fi
  rm -f "$log"
}

# The package lists of a new machine are empty or old. They are refreshed only if the first attempt fails.
apt_install() {
  # Nobody is asked, so nothing may be removed for what is installed.
  local install=(apt-get install -y --no-install-recommends --no-remove -o DPkg::Lock::Timeout=300)
  export DEBIAN_FRONTEND=noninteractive
  "${install[@]}" "$@" </dev/null || { apt-get update </dev/null && "${install[@]}" "$@" </dev/null; }
}
