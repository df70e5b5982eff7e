// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import io.github.dmabuf4j.cli.filter.BufferFilter;
import io.github.dmabuf4j.cli.filter.Glob;
import io.github.dmabuf4j.internal.sys.TerminalEscape;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that choose buffers. A buffer is shown if it meets all of them; an option with several values is met by any. */
public final class FilterOptions {
    @Option(
            names = "--pid",
            paramLabel = "PID",
            split = ",",
            converter = PidConverter.class,
            description = "Show only buffers that this process holds; of processes show only this one. Separate several"
                    + " with commas.")
    private List<Integer> pids = new ArrayList<>();

    @Option(
            names = "--exporter",
            paramLabel = "NAME",
            converter = ShownConverter.class,
            description = "Show only buffers of this exporter. Can be repeated.")
    private List<String> exporters = new ArrayList<>();

    @Option(
            names = "--device",
            paramLabel = "NAME",
            converter = ShownConverter.class,
            description = "Show only buffers that this device is attached to. Can be repeated.")
    private List<String> devices = new ArrayList<>();

    @Option(
            names = "--name",
            paramLabel = "GLOB",
            converter = GlobConverter.class,
            description =
                    "Show only buffers with a name like this: * stands for any characters, ? for one, [a-z] for one"
                            + " of these. Names are compared as they are printed; - stands for no name. Can be repeated.")
    private List<Glob> names = new ArrayList<>();

    @Option(
            names = "--larger",
            paramLabel = "SIZE",
            converter = ByteSize.Converter.class,
            description = "Show only buffers larger than this: bytes, or with K, M or G.")
    private @Nullable ByteSize larger;

    /** What the user wants to see. */
    public BufferFilter filter() {
        BufferFilter filter = BufferFilter.ALL;
        filter = pids.isEmpty() ? filter : filter.heldBy(pids);
        filter = exporters.isEmpty() ? filter : filter.exportedBy(exporters);
        filter = devices.isEmpty() ? filter : filter.attachedTo(devices);
        filter = names.isEmpty() ? filter : filter.namedLike(names);
        return larger == null ? filter : filter.largerThan(larger.bytes());
    }

    static final class PidConverter implements ITypeConverter<Integer> {
        /** The kernel has at most 4194304 processes. */
        private static final Pattern FORM = Pattern.compile("[1-9][0-9]{0,8}");

        @Override
        public Integer convert(String text) {
            if (!FORM.matcher(text).matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is not a process: give a number that 'dmabuf ps' lists");
            }
            return Integer.parseInt(text);
        }
    }

    /** Escapes what a user has typed or pasted unescaped, so that it compares with what is printed. */
    static final class ShownConverter implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return TerminalEscape.sentence(text);
        }
    }

    static final class GlobConverter implements ITypeConverter<Glob> {
        @Override
        public Glob convert(String text) {
            try {
                return Glob.of(TerminalEscape.sentence(text));
            } catch (PatternSyntaxException reversed) {
                throw new TypeConversionException(
                        "'" + text + "' is not a pattern: a range such as [a-z] begins with its smaller end");
            }
        }
    }
}
