// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version, from the manifest of the jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Objects.requireNonNullElse(
                Version.class.getPackage().getImplementationVersion(), "of a build without a jar");
        return new String[] {
            "dmabuf " + version,
            "Java " + System.getProperty("java.version") + ", Linux " + System.getProperty("os.version") + " "
                    + System.getProperty("os.arch")
        };
    }
}
