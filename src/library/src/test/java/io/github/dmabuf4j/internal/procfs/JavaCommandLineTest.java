// SPDX-License-Identifier: Apache-2.0
package io.github.dmabuf4j.internal.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavaCommandLineTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    java Main                                                      | Main
                    /usr/lib/jvm/21/bin/java -Xmx1g -ea com.example.camera.Hal a b | Hal
                    java -cp a.jar:b.jar -Dkey=Other com.example.Main              | Main
                    java -classpath x --class-path y Main -jar z.jar               | Main
                    java --class-path=x Main                                       | Main
                    java -jar /opt/app/encoder-1.2.jar --port 8                    | encoder-1.2.jar
                    java -XX:+UseZGC -Xlog:gc -agentlib:jdwp=a -jar e.jar          | e.jar
                    java -p mods -m com.example/com.example.Main x                 | Main
                    java --module-path mods --module com.example/com.example.Main  | Main
                    java --module-path=mods --module=com.example/com.example.Main  | Main
                    java -p mods -m com.example                                    | com.example
                    java --add-modules java.sql --add-opens a/b=c --add-exports a/b=c --add-reads a=b Main | Main
                    java --limit-modules a --patch-module a=b --upgrade-module-path c Main | Main
                    java --enable-native-access ALL-UNNAMED --enable-preview Main  | Main
                    java --source 22 tools/Foo.java x                              | Foo.java
                    java com/example/Main                                          | Main
                    java com.example.Outer$Inner                                   | Outer$Inner
                    """)
    void whatIsRunIsFoundBehindTheOptions(String line, String program) {
        assertThat(JavaCommandLine.program(List.of(line.split(" ", -1)))).contains(program);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java",
                "java -jar",
                "java -cp",
                "java -cp a",
                "java @options Main",
                "java -Xmx1g @app.args",
                "java -m"
            })
    void whatIsNotSaidIsNotGuessed(String line) {
        assertThat(JavaCommandLine.program(List.of(line.split(" ", -1)))).isEmpty();
    }

    @Test
    void anArgumentMayContainSpacesAndBeEmpty() {
        assertThat(JavaCommandLine.program(List.of("java", "-cp", "", "a b.Main c")))
                .contains("Main c");
        assertThat(JavaCommandLine.program(List.of("java", "-jar", "/a b/c d.jar")))
                .contains("c d.jar");
        assertThat(JavaCommandLine.program(List.of())).isEmpty();
    }
}
