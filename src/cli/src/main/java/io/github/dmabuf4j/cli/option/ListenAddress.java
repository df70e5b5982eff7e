// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where a server listens, on the command line.
 *
 * @param host a name or an address, without brackets
 * @param port the number of the port; 0 for any that is free
 */
public record ListenAddress(String host, int port) {
    /** Outside of 9100 to 9999, where each number belongs to another exporter, and of those that the kernel gives away itself. */
    public static final int DEFAULT_PORT = 19_108;

    /** The address of a user who gives none: this machine alone can connect. */
    public static final String LOOPBACK = "127.0.0.1";

    private static final int LARGEST = 65_535;
    private static final Pattern PORT = Pattern.compile("(?<port>[0-9]{1,5})");
    private static final Pattern HOST =
            Pattern.compile("(?:\\[(?<six>[0-9a-fA-F:.%a-z]+)]|(?<host>[^\\[\\]:/\\s]+))(?::(?<port>[0-9]{1,5}))?");

    /** For picocli. */
    public static final class Converter implements ITypeConverter<ListenAddress> {
        @Override
        public ListenAddress convert(String text) {
            Matcher port = PORT.matcher(text);
            if (port.matches()) {
                return new ListenAddress(LOOPBACK, number(text, port.group("port")));
            }
            Matcher host = HOST.matcher(text);
            if (!host.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is not an address: give for instance " + LOOPBACK + ":"
                                + DEFAULT_PORT + ", [::1]:" + DEFAULT_PORT + ", or 0.0.0.0:" + DEFAULT_PORT
                                + " for all addresses of this machine");
            }
            String name = host.group("six") == null ? host.group("host") : host.group("six");
            String given = host.group("port");
            return new ListenAddress(name, given == null ? DEFAULT_PORT : number(text, given));
        }
    }

    private static int number(String text, String port) {
        int number = Integer.parseInt(port);
        if (number > LARGEST) {
            throw new TypeConversionException("'" + text + "': ports are numbered up to " + LARGEST);
        }
        return number;
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
