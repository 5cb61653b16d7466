package tests;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Compiles everything into a temporary folder and runs the tests: {@code java tests/RunTests.java}, nothing else. */
public final class RunTests {

    public static void main(String[] arguments) throws Exception {
        Path classes = Files.createTempDirectory("classes");
        List<String> options = new ArrayList<>(List.of("-d", classes.toString()));
        options.addAll(sources());
        int failed = ToolProvider.getSystemJavaCompiler().run(null, System.out, System.out, options.toArray(String[]::new));
        if (failed != 0) {
            System.out.println("Bail out! The sources do not compile.");
            System.exit(2);
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            Method main = loader.loadClass("tests.VersionsTests").getMethod("main", String[].class);
            main.invoke(null, (Object) arguments);
        }
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(""))) {
            return files.map(Path::toString).filter(name -> name.endsWith(".java") && !name.endsWith("RunTests.java")).toList();
        }
    }
}
