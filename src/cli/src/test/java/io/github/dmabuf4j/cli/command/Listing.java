// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.command;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.dmabuf4j.cli.Main;
import io.github.dmabuf4j.cli.text.Json;
import io.github.dmabuf4j.cli.text.JsonObject;
import io.github.dmabuf4j.stats.Snapshot;
import io.github.dmabuf4j.support.Escapes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Runs a command on a snapshot that a test has made. */
final class Listing {
    private final StringWriter out = new StringWriter();
    private final ListingCommand command;

    private Listing(String... arguments) {
        CommandLine all = Main.commandLine(new PrintWriter(out, true), new PrintWriter(new StringWriter()));
        command = all.parseArgs(arguments)
                .subcommand()
                .commandSpec()
                .commandLine()
                .getCommand();
    }

    private static String[] with(String option, String... arguments) {
        return Stream.concat(Stream.of(arguments), Stream.of(option)).toArray(String[]::new);
    }

    /** The lines of text, with sizes in bytes. */
    static List<String> text(Snapshot snapshot, String... arguments) throws IOException {
        Listing listing = new Listing(with("--no-human", arguments));
        listing.command.printText(listing.command.filtered(snapshot));
        return listing.out.toString().lines().toList();
    }

    /** The notes below the lines of text. */
    static List<String> notes(Snapshot snapshot, String... arguments) {
        Listing listing = new Listing(arguments);
        return listing.command.notes(listing.command.filtered(snapshot));
    }

    /** The unescaped fields of each record; the heading is the first record. */
    static List<List<String>> csv(Snapshot snapshot, String... arguments) throws IOException {
        Listing listing = new Listing(with("--csv", arguments));
        listing.command.printCsv(listing.command.filtered(snapshot));
        return CsvReader.builder().ofCsvRecord(listing.out.toString()).stream()
                .map(CsvRecord::getFields)
                .map(fields -> fields.stream().map(Escapes::read).toList())
                .toList();
    }

    /** The lines of {@code --quiet}, which are not asked of others. */
    static List<String> bare(Snapshot snapshot, String... arguments) throws IOException {
        ListingCommand command = new Listing(arguments).command;
        return command.isBare() ? command.bareLines(command.filtered(snapshot)) : List.of();
    }

    /** The JSON, parsed again. */
    static JsonObject json(Snapshot snapshot, String... arguments) throws IOException {
        Listing listing = new Listing(with("--json", arguments));
        return Json.parse(Json.line(listing.command.document(listing.command.filtered(snapshot))));
    }
}
