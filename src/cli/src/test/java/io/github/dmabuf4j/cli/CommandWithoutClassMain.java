// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.cli;

import io.github.dmabuf4j.support.ChildJvm;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;

/** Runs the command line with all classes but one, which Java cannot load. Arguments: the name of the class, and those of dmabuf. */
public final class CommandWithoutClassMain {
    private CommandWithoutClassMain() {}

    public static void main(String[] args) throws Exception {
        try (Loader loader = new Loader(args[0])) {
            loader.loadClass(Main.class.getName())
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
        }
    }

    private static final class Loader extends URLClassLoader {
        private final String lost;

        Loader(String lost) throws MalformedURLException {
            super(classPath(), ClassLoader.getPlatformClassLoader());
            this.lost = lost;
        }

        private static URL[] classPath() throws MalformedURLException {
            String[] entries = ChildJvm.classPath().split(File.pathSeparator, -1);
            URL[] urls = new URL[entries.length];
            for (int i = 0; i < urls.length; i++) {
                urls[i] = Path.of(entries[i]).toUri().toURL();
            }
            return urls;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.equals(lost)) {
                throw new ClassNotFoundException(name + " is lost by a test");
            }
            return super.findClass(name);
        }
    }
}
