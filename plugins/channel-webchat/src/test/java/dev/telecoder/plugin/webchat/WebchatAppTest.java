package dev.telecoder.plugin.webchat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telecoder.api.http.WebApp.Resource;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebchatAppTest {

    private static final Pattern REFERENCE = Pattern.compile("(?:src|href|from|import)[= ]*['\"]([^'\"#]+)['\"]");
    private static final Pattern INLINE =
            Pattern.compile("<style|\\sstyle=|\\son[a-z]+=|<script(?![^>]*\\ssrc=)|javascript:");
    private static final int LARGEST_PAGE = 400_000;

    private final WebchatApp app = new WebchatApp();

    @Test
    void answersTheEmptyPathWithTheStartPage() {
        Resource page = app.resource("").orElseThrow();

        assertThat(page.mediaType()).isEqualTo("text/html; charset=utf-8");
        assertThat(text(page)).startsWith("<!doctype html>").isEqualTo(text(app.resource("index.html").orElseThrow()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "js/main.js | text/javascript; charset=utf-8",
            "css/tokens.css | text/css; charset=utf-8",
            "icon.svg | image/svg+xml",
            "vendor/highlight/LICENSE | text/plain; charset=utf-8"})
    void namesTheMediaTypeOfAFile(String path, String mediaType) {
        Resource file = app.resource(path).orElseThrow();

        assertThat(file.mediaType()).isEqualTo(mediaType);
        assertThat(file.bytes()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "nowhere.html", "js", "js/", "/index.html", "index.html/", "js//main.js", "../plugin.properties",
            "../dev/telecoder/plugin/webchat/WebchatApp.class", "js/../index.html", "./index.html", "js/..\\index.html",
            "..%2findex.html", "index.html\0.js", "index.html?x.js", "vendor/README.md", "META-INF/extensions.idx",
            ".html", "c:/index.html", "\u2024\u2024/index.html"})
    void hasNothingAtAnyOtherPath(String path) {
        assertThat(app.resource(path)).isEmpty();
    }

    @Test
    void givesEachCallerBytesOfItsOwn() {
        app.resource("index.html").orElseThrow().bytes()[0] = 0;

        assertThat(text(app.resource("index.html").orElseThrow())).startsWith("<!doctype html>");
    }

    @Test
    void findsEveryFileThatAPageOrModuleNames() throws Exception {
        List<String> missing = new ArrayList<>();
        for (Path file : ours()) {
            var references = REFERENCE.matcher(Files.readString(file));
            while (references.find()) {
                if (isFileOfOurs(references.group(1))) {
                    Path target = file.resolveSibling(references.group(1)).normalize();
                    String path = root().relativize(target).toString().replace('\\', '/');
                    if (app.resource(path).isEmpty()) {
                        missing.add(file.getFileName() + " -> " + path);
                    }
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void keepsToTheStrictContentSecurityPolicy() throws Exception {
        String page = text(app.resource("").orElseThrow());

        assertThat(INLINE.matcher(page).find()).isFalse();
        assertThat(page).doesNotContain("http://", "https://", "src=\"//", "href=\"//");
        for (Path file : ours()) {
            assertThat(Files.readString(file)).as(file.toString()).doesNotContain(".innerHTML", "insertAdjacentHTML",
                    "eval(",
                    "new Function", "document.write");
        }
    }

    @Test
    void staysSmall() throws Exception {
        long size = 0;
        try (var files = Files.walk(root())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                size += app.resource(path(file)).map(resource -> resource.bytes().length).orElse(0);
            }
        }

        assertThat(size).isBetween(100_000L, (long) LARGEST_PAGE);
    }

    private static boolean isFileOfOurs(String reference) {
        return !reference.startsWith("/") && reference.contains(".") && !reference.contains("$")
                && !reference.contains(":");
    }

    private static String text(Resource resource) {
        return new String(resource.bytes(), UTF_8);
    }

    private static List<Path> ours() throws IOException, URISyntaxException {
        Path root = root();
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(root.resolve("vendor")))
                    .filter(file -> file.toString().endsWith(".js") || file.toString().endsWith(".html"))
                    .toList();
        }
    }

    private static String path(Path file) throws URISyntaxException {
        return root().relativize(file).toString().replace('\\', '/');
    }

    private static Path root() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(WebchatAppTest.class.getResource("/web/index.html")).toURI()).getParent();
    }
}
