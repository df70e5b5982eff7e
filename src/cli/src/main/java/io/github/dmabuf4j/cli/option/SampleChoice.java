// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import io.github.dmabuf4j.cli.io.BadRequestException;
import io.github.dmabuf4j.cli.io.Progress;
import io.github.dmabuf4j.cli.recording.ChosenSample;
import io.github.dmabuf4j.cli.recording.RecordingReader;
import io.github.dmabuf4j.stats.Sample;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A sample of a recording on the command line.
 *
 * @param text what the user wrote
 * @param file the recording
 * @param number the number of the sample: from 1 on forwards, from -1 on, which is the last, backwards
 */
public record SampleChoice(String text, Path file, int number) {
    private static final Pattern NUMBERED = Pattern.compile("(.+)#(-?[0-9]{1,9})", Pattern.DOTALL);

    /** For picocli. */
    public static final class Converter implements ITypeConverter<SampleChoice> {
        @Override
        public SampleChoice convert(String text) {
            Matcher numbered = NUMBERED.matcher(text);
            boolean hasNumber = numbered.matches();
            int number = hasNumber ? Integer.parseInt(numbered.group(2)) : -1;
            if (number == 0) {
                throw new TypeConversionException("'" + text + "': samples are counted from #1, or back from #-1");
            }
            try {
                return new SampleChoice(text, Path.of(hasNumber ? numbered.group(1) : text), number);
            } catch (InvalidPathException noPath) {
                throw new TypeConversionException("'" + text + "' cannot be the name of a file");
            }
        }
    }

    /** Reads the recording as far as needed. */
    public ChosenSample read() throws BadRequestException {
        try (Progress progress = Progress.of("reading a recording");
                RecordingReader reader = RecordingReader.open(file)) {
            progress.now(reader::progress);
            return number > 0 ? fromStart(reader) : fromEnd(reader);
        }
    }

    private ChosenSample fromStart(RecordingReader reader) throws BadRequestException {
        int read = 0;
        for (Optional<Sample> next = reader.next(); next.isPresent(); next = reader.next()) {
            read++;
            if (read == number) {
                return new ChosenSample(text, next.get(), reader.brokenLines());
            }
        }
        throw missing(read);
    }

    private ChosenSample fromEnd(RecordingReader reader) throws BadRequestException {
        Deque<Sample> latest = new ArrayDeque<>();
        for (Optional<Sample> next = reader.next(); next.isPresent(); next = reader.next()) {
            latest.addLast(next.get());
            if (latest.size() > -number) {
                latest.removeFirst();
            }
        }
        if (latest.size() < -number) {
            throw missing(latest.size());
        }
        return new ChosenSample(text, latest.getFirst(), reader.brokenLines());
    }

    private BadRequestException missing(int samples) {
        return new BadRequestException(text + ": " + file + " has only "
                + (samples == 1 ? "1 sample, #1" : samples + " samples, #1 to #" + samples));
    }
}
