// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.stats;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The control group of a process. The path says which container or unit of systemd it belongs to; both are recognised by the forms
 * that runtimes and systemd give to the names of directories.
 *
 * @param path the path in the reader's cgroup namespace: {@code /} is the root of that, and the path of a group outside of it begins
 *     with {@code /..}. Where cgroup version 1 controls memory, it is the path in that hierarchy, else that of systemd
 */
public record ControlGroup(String path) {
    /** docker-ID.scope, cri-containerd-ID.scope, crio-ID, libpod-ID.scope, nerdctl-ID.scope, or the id alone, as below kubepods. */
    private static final Pattern CONTAINER = Pattern.compile("(?:[a-z][a-z-]*-)?([0-9a-f]{64})(?:\\.scope)?");

    private static final int ID = 1;
    private static final int SHORT_ID = 12;

    /** crio-conmon-ID.scope and libpod-conmon-ID.scope contain the monitor of a container. */
    private static final String MONITOR = "conmon-";

    private static final String LXC = "lxc.payload.";
    private static final String SERVICE = ".service";
    private static final String SCOPE = ".scope";
    private static final String SLICE = ".slice";
    private static final String SEPARATOR = "/";

    /**
     * A short name: that of the container or unit, or else the path. For a container it is the name of its directory with an id of 12
     * digits and without {@code .scope}, such as {@code docker-0123456789ab}; for LXC the container's name.
     *
     * @return the name, which may be the same for groups of different paths
     */
    public String name() {
        return container().or(this::unit).orElse(path);
    }

    /**
     * The container that the group is in; if there are several, the innermost.
     *
     * @return its short name; empty if the path has no form of a container
     */
    public Optional<String> container() {
        List<String> names = directories();
        int at = last(names, ControlGroup::isContainer);
        return at < 0 ? Optional.empty() : Optional.of(containerName(names.get(at)));
    }

    private static boolean isContainer(String directory) {
        Matcher form = CONTAINER.matcher(directory);
        return form.matches() ? !directory.contains(MONITOR) : directory.startsWith(LXC) && !directory.equals(LXC);
    }

    private static String containerName(String directory) {
        Matcher form = CONTAINER.matcher(directory);
        return form.matches() ? directory.substring(0, form.start(ID) + SHORT_ID) : directory.substring(LXC.length());
    }

    /**
     * The unit of systemd that the group is in: the innermost service or scope, or else the innermost slice.
     *
     * @return the name of its directory, as systemctl takes it; empty if the path has none
     */
    public Optional<String> unit() {
        List<String> names = directories();
        int unit = last(names, ControlGroup::isUnit);
        int at = unit < 0 ? last(names, name -> name.endsWith(SLICE)) : unit;
        return at < 0 ? Optional.empty() : Optional.of(names.get(at));
    }

    private static boolean isUnit(String directory) {
        return directory.endsWith(SERVICE) || directory.endsWith(SCOPE);
    }

    /**
     * The group of the container, or else of the service or scope, that this group is in. All groups that a container or a service
     * has made below its own have it in common.
     *
     * @return this group if its path has no such form
     */
    public ControlGroup whole() {
        List<String> names = directories();
        int container = last(names, ControlGroup::isContainer);
        int end = container < 0 ? last(names, ControlGroup::isUnit) : container;
        return end < 0 ? this : new ControlGroup(String.join(SEPARATOR, names.subList(0, end + 1)));
    }

    private List<String> directories() {
        return List.of(path.split(SEPARATOR, -1));
    }

    /** The index of the last name of a kind; negative if there is none. */
    private static int last(List<String> names, Predicate<String> kind) {
        int at = names.size() - 1;
        while (at >= 0 && !kind.test(names.get(at))) {
            at--;
        }
        return at;
    }
}
