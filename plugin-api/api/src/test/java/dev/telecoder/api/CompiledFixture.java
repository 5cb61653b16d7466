package dev.telecoder.api;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** Small classes that a test writes down, compiled into a folder and read as ArchUnit reads the API. */
final class CompiledFixture {

    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
    private static final Pattern TYPE = Pattern.compile("(?:class|interface|record|enum) (\\w+)");

    private CompiledFixture() {}

    static JavaClasses compile(Path folder, String... sources) throws IOException {
        List<String> files = new ArrayList<>();
        for (String source : sources) {
            Matcher home = found(PACKAGE, source);
            String name = source.startsWith("@") ? "package-info" : found(TYPE, source).group(1);
            Path file = folder.resolve("src/" + home.group(1).replace('.', '/') + "/" + name + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, source);
            files.add(file.toString());
        }
        Path classes = folder.resolve("classes");
        var said = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        var manager = compiler.getStandardFileManager(null, null, null);
        boolean compiled = compiler.getTask(said, manager, null,
                List.of("-proc:none", "-nowarn", "-d", classes.toString()), null,
                manager.getJavaFileObjects(files.toArray(String[]::new))).call();
        if (!compiled) {
            throw new IllegalArgumentException("The fixture does not compile:\n" + said);
        }
        return new ClassFileImporter().importPath(classes);
    }

    private static Matcher found(Pattern pattern, String source) {
        Matcher matcher = pattern.matcher(source);
        if (!matcher.find()) {
            throw new IllegalArgumentException("A fixture needs a package and a type: " + source);
        }
        return matcher;
    }
}
