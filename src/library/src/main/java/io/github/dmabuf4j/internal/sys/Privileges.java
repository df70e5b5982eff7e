// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.sys;

import io.github.dmabuf4j.internal.gen.LibC;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The privileges of a thread. Messages use them to say which one is missing: root of a container can lack what root of the
 * machine has.
 *
 * @param root whether it opens files as user 0
 * @param effective the capabilities that it has, a bit for each
 * @param bounding the capabilities that it would have as root, a bit for each
 * @param initialUserNamespace whether its capabilities are valid outside of the user namespace of a container
 */
public record Privileges(boolean root, long effective, long bounding, boolean initialUserNamespace) {
    /** The kernel gives the first user namespace this number, PROC_USER_INIT_INO, at each boot. */
    private static final String INITIAL_USER_NAMESPACE = "user:[4026531837]";

    /** Returns those of the calling thread. If procfs does not show them, returns those of an ordinary user. */
    public static Privileges ofThisThread() {
        KernelFile namespace = KernelFile.link("/proc/self/ns/user");
        // A kernel without user namespaces has no such link.
        boolean initial = !namespace.isRead() || namespace.text().equals(INITIAL_USER_NAMESPACE);
        return of(KernelFile.readAll("/proc/thread-self/status").text(), initial);
    }

    static Privileges of(String status, boolean initialUserNamespace) {
        String[] uids = value(status, "Uid:", "-1 -1 -1 -1").split("\\s+", -1);
        return new Privileges(
                uids[uids.length - 1].equals("0"),
                Long.parseUnsignedLong(value(status, "CapEff:", "0"), 16),
                Long.parseUnsignedLong(value(status, "CapBnd:", "ffffffffffffffff"), 16),
                initialUserNamespace);
    }

    private static String value(String status, String key, String unknown) {
        return status.lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip())
                .findFirst()
                .orElse(unknown);
    }

    /** Whether the thread has a capability, valid outside of the user namespace of a container. */
    public boolean has(Capability capability) {
        return initialUserNamespace && capability.isIn(effective);
    }

    /** Returns what is missing and what to do, as a clause, after the kernel has refused what a capability allows. */
    public String missing(Capability needed) {
        return missing(EnumSet.of(needed));
    }

    /** Returns the same for what takes several capabilities. */
    public String missing(Set<Capability> needed) {
        String names = needed.stream().map(Capability::name).collect(Collectors.joining(" and "));
        String areNeeded = names + (needed.size() == 1 ? " is needed" : " are needed");
        if (!initialUserNamespace) {
            return areNeeded + " outside of this user namespace: run outside of this container";
        }
        if (needed.stream().allMatch(each -> each.isIn(effective))) {
            return "this process has " + names + ": a security module or a mount option forbids it";
        }
        if (!root && needed.stream().allMatch(each -> each.isIn(bounding))) {
            return "run as root (" + areNeeded + ")";
        }
        return areNeeded + ", which " + (root ? "this root lacks" : "this user and its root lack")
                + ": start the container or service with " + (needed.size() == 1 ? "it" : "them");
    }

    /** Returns the same after the permissions of a file that belongs to root have refused it. */
    public String missingForFileOfRoot() {
        return !root && initialUserNamespace ? "run as root" : missing(Capability.CAP_DAC_OVERRIDE);
    }

    /** Returns the same after the open of a device of root has failed with that errno. */
    public String missingForDevice(String device, int errno) {
        // File permissions answer EACCES, the device control group answers EPERM.
        return errno == LibC.EPERM()
                ? "this container or service is not allowed this device: start it with " + withDevice(device)
                : missingForFileOfRoot();
    }

    /** Returns how the group of a device is joined, as a clause, after it was not enough to have a user's permissions. */
    public String toJoinItsGroup() {
        return initialUserNamespace
                ? "and join that group"
                : "and join that group outside of this container, which must keep it, as by --group-add=keep-groups";
    }

    /** Returns what to do, as a clause, where a file system of the kernel's is not mounted. */
    public String toHaveMounted(String type, String directory) {
        if (!initialUserNamespace) {
            return type + " is not mounted in this container: run outside of it";
        }
        return Capability.CAP_SYS_ADMIN.isIn(bounding)
                ? "is " + type + " mounted? mount -t " + type + " " + type + " " + directory
                : type + " is not mounted in this container or service: start it with the machine's, as by --volume="
                        + directory + ":" + directory + ":ro";
    }

    /** Returns how a container is given a device, with the option of container programs as an example. */
    public static String withDevice(String device) {
        return "the device, as by --device=" + device;
    }
}
