// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import io.github.dmabuf4j.cli.filter.Glob;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import io.github.dmabuf4j.stats.ControlGroup;
import io.github.dmabuf4j.stats.ProcessChoice;
import io.github.dmabuf4j.stats.Sampler;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Whose end causes a sample, on the command line.
 *
 * @param processes which; empty for those that hold buffers
 */
public record EndChoice(Optional<ProcessChoice> processes) {
    private static final String HOLDERS = "holders";
    private static final String GROUP = "cgroup:";
    private static final Pattern PID = Pattern.compile("[1-9][0-9]{0,8}");

    /** Adds the choice to the settings of a sampler. */
    public void addTo(Sampler.Builder settings) {
        processes.ifPresentOrElse(settings::onProcessEnd, settings::onHolderEnd);
    }

    /** For picocli. */
    public static final class Converter implements ITypeConverter<EndChoice> {
        @Override
        public EndChoice convert(String text) {
            if (text.equals(HOLDERS)) {
                return new EndChoice(Optional.empty());
            }
            if (PID.matcher(text).matches()) {
                return new EndChoice(Optional.of(ProcessChoice.pid(Integer.parseInt(text))));
            }
            boolean isGroup = text.startsWith(GROUP);
            Pattern pattern = pattern(text, isGroup ? text.substring(GROUP.length()) : text);
            return new EndChoice(Optional.of(
                    isGroup
                            ? ProcessChoice.inControlGroup(group -> isIn(pattern, group))
                            : ProcessChoice.named(name -> matches(pattern, name))));
        }

        private static Pattern pattern(String text, String glob) {
            if (glob.isEmpty()) {
                throw new TypeConversionException(
                        "'" + text + "' names no process: give a number, a name, cgroup:NAME, or holders");
            }
            try {
                return Glob.of(glob).pattern();
            } catch (PatternSyntaxException wrongRange) {
                throw new TypeConversionException("'" + text + "' has a range whose ends are in the wrong order");
            }
        }

        /** Names are compared as they are printed. */
        private static boolean matches(Pattern pattern, String name) {
            return pattern.matcher(TerminalEscape.of(name)).matches();
        }

        /** By the name of the container or unit, or by the path. */
        private static boolean isIn(Pattern pattern, ControlGroup group) {
            return matches(pattern, group.name()) || matches(pattern, group.path());
        }
    }
}
