# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2034,SC2054,SC2154 # sourced by vm/run, with which it shares variables; QEMU's options have commas
# The machines that vm/run boots, as arguments of QEMU: a function for each kind, and what they have in common.

readonly MSIZE=512000
readonly WORK_TREE_CACHE=loose

# A kernel for x86 checks at boot that timer interrupts arrive in time. Where this machine is busy they do not, and it panics.
readonly NO_TIMER_CHECK=no_timer_check

# --- the kinds of machine: each sets emulator, board, processor, bus (the suffix of its virtio devices), console_device,
# and kernel_options where it needs any ---

# For our own kernel, which has everything built in: no firmware, no PCI.
machine_microvm() {
  emulator=qemu-system-x86_64
  kernel_options=$NO_TIMER_CHECK
  board=(-M microvm,acpi=off,x-option-roms=off)
  bus=device
  console_device=ttyS0
  choose_x86_processor
}

# For stock amd64 kernels, which find their devices by ACPI and PCI. The TSC is their clock, not the HPET. After a suspension the timer of
# ACPI stands still: a kernel that compares the TSC with it takes it instead of the TSC, and all its clocks stand still.
machine_q35() {
  emulator=qemu-system-x86_64
  board=(-M q35,hpet=off)
  kernel_options="$NO_TIMER_CHECK tsc=nowatchdog"
  bus=pci
  console_device=ttyS0
  choose_x86_processor
}

# Without ERMS the kernel clears pages by words, not bytes; FSRM, which QEMU 10 has, needs it: Linux 6.1 hangs otherwise.
# AVX is new in QEMU 7.2's emulation, and gains no time.
choose_x86_processor() {
  processor=max,-erms,-fsrm
  [[ -n $icount ]] || processor+=,-avx,-avx2
}

# For our own arm64 kernel. The processor is one without pointer authentication, which emulation makes slow.
machine_virt() {
  emulator=qemu-system-aarch64
  board=(-M virt,gic-version=max)
  bus=device
  console_device=ttyAMA0
  processor=cortex-a76
}

# For stock arm64 kernels, which have PCI built in, but not virtio over memory-mapped registers.
machine_virt_pci() {
  machine_virt
  bus=pci
}

# --- what they have in common ---------------------------------------------------------------------------------------------

kernel_command_line() {
  echo "console=$console_device quiet root=hostroot rootfstype=9p ro" \
    "rootflags=trans=virtio,version=9p2000.L,cache=loose,msize=$MSIZE" \
    "init=$run_dir/$first_process reboot=t panic=-1 oops=panic random.trust_cpu=on ${kernel_options:-}" \
    "vivid.n_devs=1 vivid.allocators=1 vimc.allocator=1"
}

machine_arguments() { # sets qemu_args
  qemu_args=(
    "${board[@]}" -nodefaults -no-user-config -display none -no-reboot
    -smp "$cpus" -m "$memory"
    -kernel "$kernel" -append "$(kernel_command_line)" ${initramfs:+-initrd "$initramfs"}
    -chardev "file,id=console,path=$run_dir/console" -serial chardev:console
    -fsdev local,id=hostroot,path=/,security_model=none,readonly=on,multidevs=remap
    -device "virtio-9p-$bus,fsdev=hostroot,mount_tag=hostroot"
    -fsdev "local,id=worktree,path=${WORK_TREE//,/,,},security_model=none,multidevs=remap"
    -device "virtio-9p-$bus,fsdev=worktree,mount_tag=worktree"
    -device "virtio-serial-$bus"
    -chardev "pipe,id=control,path=$run_dir/control" -device virtserialport,nr=1,chardev=control
    -chardev stdio,id=stdin,signal=off -device virtserialport,nr=2,chardev=stdin
    -chardev "file,id=stdout,path=$run_dir/stdout,append=on" -device virtserialport,nr=3,chardev=stdout
    -chardev "file,id=stderr,path=$run_dir/stderr,append=on" -device virtserialport,nr=4,chardev=stderr
  )
  processor_arguments
}

processor_arguments() { # adds to qemu_args
  if [[ -n $icount ]]; then
    qemu_args+=(-accel tcg -icount shift=0,sleep=off -cpu "$processor")
  elif [[ $accelerator == kvm ]]; then
    qemu_args+=(-accel kvm -cpu host)
  else
    qemu_args+=(-accel "tcg,thread=$threads" -cpu "$processor")
  fi
}

# Sets emulator_command. DMABUF4J_QEMU=fetched takes the QEMU of the distribution's backports into the cache and uses that.
choose_emulator() {
  local directory libraries need
  emulator_command=("$emulator")
  case ${DMABUF4J_QEMU:-host} in
    host) return ;;
    fetched) ;;
    *) fail "$EXIT_USAGE" "DMABUF4J_QEMU=$DMABUF4J_QEMU: it can be host or fetched" ;;
  esac
  need=$(emulator_needs "$arch")
  directory=$(print_path qemu "${need##* }")
  libraries=$(printf '%s:' "$directory"/usr/lib/*-linux-gnu "$directory"/lib/*-linux-gnu)
  emulator_command=(env "LD_LIBRARY_PATH=${libraries%:}" "$directory/usr/bin/$emulator"
    -L "$directory/usr/share/qemu" -L "$directory/usr/share/seabios")
}

# QEMU before 8.1 may translate x86 code while another processor of the guest is writing it, as a JIT compiler does all the time.
# A JVM then dies of SIGILL every few starts. With such a QEMU all processors share one thread. A program for arm64 must tell
# the processor that it has written code.
choose_threads() {
  local version
  threads=multi
  [[ $emulator == qemu-system-x86_64 ]] || return 0
  version=$("${emulator_command[@]}" --version | sed -n 's/^QEMU emulator version \([0-9.]*\).*/\1/p;q')
  if [[ $(printf '%s\n' "$version" 8.1 | sort -V | head -n 1) != 8.1 ]]; then
    threads=single
  fi
}
