# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Builds the initramfs of a stock kernel: stock-init, a static busybox and the modules that the guest loads. Sourced after fetch.sh.

# The guest cannot boot without these; a kernel may have them built in.
readonly NEEDED_MODULES='virtio_pci virtio_console 9pnet_virtio 9p'
# These are loaded if the kernel has them as modules.
readonly WANTED_MODULES='udmabuf vgem vkms vivid vimc'

build_initramfs() { # FILE TREE-OF-THE-KERNEL BUSYBOX-TREE BUSYBOX-TREE-OF-THIS-MACHINE
  local image=$2/image busybox module
  local -A files=() added=()
  busybox=$(busybox_in "$4")
  mkdir -p "$image/bin" "$image/modules" "$image"/{dev,proc,sys,root}
  cp "$(busybox_in "$3")" "$image/bin/busybox"
  cp "$VM_DIR/stock-init" "$image/init"
  chmod 755 "$image/init"
  : >"$image/modules/order"
  index_modules "$2"
  for module in $NEEDED_MODULES; do
    add_module "$image/modules" "$module" || is_built_in "$2" "$module" ||
      fail "$EXIT_FETCH" "this stock kernel cannot be a guest: it has no module $module"
  done
  for module in $WANTED_MODULES; do add_module "$image/modules" "$module" || true; done
  (cd "$image" && find . | "$busybox" cpio -o -H newc 2>/dev/null | gzip -1) >"$1"
}

busybox_in() { first_file "$1"/usr/bin/busybox "$1"/bin/busybox; } # TREE

index_modules() { # TREE; sets files: names have underscores, names of files either
  local file name
  while read -r file; do
    name=${file##*/}
    name=${name%%.ko*}
    files[${name//-/_}]=$file
  done < <(find "$1" -name '*.ko*')
}

is_built_in() { # TREE MODULE
  find "$1" -name modules.builtin -exec cat {} + | tr - _ | grep "/$2\.ko\$" >/dev/null
}

# Adds a module after those that it depends on. Returns 1 if there is none of that name.
add_module() { # DIRECTORY NAME
  local file=${files[$2]:-} depends
  [[ -n $file ]] || return 1
  [[ -z ${added[$2]:-} ]] || return 0
  added[$2]=1
  unpack_module "$file" >"$1/$2.ko" || fail "$EXIT_FETCH" "cannot unpack the module ${file##*/}"
  depends=$(tr '\0' '\n' <"$1/$2.ko" | sed -n 's/^depends=//p')
  for depends in ${depends//,/ }; do add_module "$1" "${depends//-/_}" || true; done
  echo "$2" >>"$1/order"
}

unpack_module() { # FILE
  case $1 in
    *.xz) "$busybox" xzcat "$1" ;;
    *.gz) "$busybox" zcat "$1" ;;
    *.zst)
      ensure_packages 'zstd zstd' 'a kernel with modules compressed by zstd'
      zstd -dcq "$1"
      ;;
    *) cat "$1" ;;
  esac
}
