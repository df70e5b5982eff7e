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
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");

    /** The kernel cuts off what is longer, so that such a name never matches. */
    private static final int LONGEST_NAME = 15;

    /** A name without wildcards, and without a character that is shown as several. */
    private static final Pattern TOO_LONG = Pattern.compile("[ -~&&[^*?\\[\\\\]]{" + (LONGEST_NAME + 1) + ",}");

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
            if (text.startsWith(GROUP)) {
                Pattern groups = pattern(text, text.substring(GROUP.length()));
                return new EndChoice(Optional.of(ProcessChoice.inControlGroup(group -> isIn(groups, group))));
            }
            refuseWhatNoProcessIsCalled(text);
            Pattern names = pattern(text, text);
            return new EndChoice(Optional.of(ProcessChoice.named(name -> matches(names, name))));
        }

        private static void refuseWhatNoProcessIsCalled(String text) {
            if (NUMBER.matcher(text).matches()) {
                throw new TypeConversionException("'" + text + "' is not the number of a process");
            }
            if (TOO_LONG.matcher(text).matches()) {
                throw new TypeConversionException("'" + text + "': of the name of a process the kernel keeps "
                        + LONGEST_NAME + " bytes; give a shorter name or a pattern, such as '"
                        + text.substring(0, LONGEST_NAME) + "'");
            }
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
