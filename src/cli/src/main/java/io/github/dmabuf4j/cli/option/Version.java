// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli.option;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version. The build writes it into a resource, so that it is known without a jar too. */
public final class Version implements IVersionProvider {
    private static final String RESOURCE = "version.properties";

    @Override
    public String[] getVersion() {
        return new String[] {
            "dmabuf " + ofBuild(),
            "Java " + System.getProperty("java.version") + ", Linux " + System.getProperty("os.version") + " "
                    + System.getProperty("os.arch")
        };
    }

    private static String ofBuild() {
        try (InputStream resource = Version.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                return "of unknown version";
            }
            Properties properties = new Properties();
            properties.load(resource);
            return properties.getProperty("version", "");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
