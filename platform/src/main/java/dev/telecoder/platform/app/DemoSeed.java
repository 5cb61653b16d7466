package dev.telecoder.platform.app;

import dev.telecoder.api.json.Json;
import dev.telecoder.api.json.JsonValue;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One of the sample repositories, with its one bug.
 *
 * @param number which one
 * @param title what the bug does
 * @param language what it is written in
 * @param needs the programs its tests need
 * @param testCommand runs its tests
 * @param message what the person writes
 * @param symbol finds the function under test in the line of the failed assertion
 * @param find what the scripted model knows of the bug
 * @param replace what it puts there
 * @param files path in the repository by resource
 */
record DemoSeed(int number, String title, String language, List<String> needs, List<String> testCommand, String message,
        Pattern symbol, Pattern find, String replace, Map<String, String> files) {

    static List<DemoSeed> all(Json json) {
        List<DemoSeed> all = new ArrayList<>();
        for (JsonValue seed : json.parse(new String(resource("index.json"), StandardCharsets.UTF_8)).get("seeds")
                .items()) {
            Map<String, String> files = new java.util.LinkedHashMap<>();
            seed.get("files").items().forEach(file -> files.put(file.get("resource").text(), file.get("path").text()));
            all.add(new DemoSeed(seed.get("seed").asInt(0), seed.get("title").text(), seed.get("language").text(),
                    seed.get("needs").items().stream().map(JsonValue::text).toList(),
                    List.of(seed.get("test_command").text().split(" ")), seed.get("message").text(),
                    Pattern.compile(seed.get("symbol_regex").text()),
                    Pattern.compile(seed.get("fix").get("find_regex").text()),
                    seed.get("fix").get("replace").text(), files));
        }
        return all;
    }

    /** {@return the programs it needs and this system does not have} */
    List<String> missing(Map<String, String> environment) {
        return needs.stream().filter(program -> !installed(program, environment)).toList();
    }

    static boolean installed(String program, Map<String, String> environment) {
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    void writeTo(Path folder) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path target = folder.resolve(file.getValue());
            Files.createDirectories(target.getParent());
            Files.write(target, resource(file.getKey()));
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = DemoSeed.class.getResourceAsStream("/demo/" + name)) {
            if (in == null) {
                throw new IllegalStateException("The program lacks its resource demo/" + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
