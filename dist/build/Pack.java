import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Finishes the folder of the distribution; run as a source file by the JDK that builds.
 *
 * <pre>
 *   Pack.java libraries FOLDER TIME   take natives and signatures out of the jars in FOLDER/lib, collect the licences
 *   Pack.java sums FOLDER             write FOLDER/SHA256SUMS for all files below it
 *   Pack.java sums FOLDER NAME...     write FOLDER/SHA256SUMS for these files alone
 * </pre>
 */
final class Pack {

    /** The systems the plain archive runs on, by the driver's own names. */
    private static final List<String> SYSTEMS = List.of("Linux/x86_64", "Linux/aarch64", "Linux-Musl/x86_64",
            "Linux-Musl/aarch64", "Mac/x86_64", "Mac/aarch64");
    private static final String NATIVES = "org/sqlite/native/";
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
    private static final Pattern LICENCE =
            Pattern.compile("(META-INF/)?([^/]+/)*[^/]*(LICEN[CS]E|NOTICE|COPYING|about)[^/]*\\.?(txt|md|html)?",
                    Pattern.CASE_INSENSITIVE);

    private Pack() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "libraries" -> libraries(folder, FileTime.from(Instant.parse(arguments[2])));
            case "sums" -> sums(folder, List.of(arguments).subList(2, arguments.length));
            default -> throw new IllegalArgumentException("libraries or sums, not " + arguments[0]);
        }
    }

    private static void libraries(Path folder, FileTime time) throws IOException {
        for (Path jar : files(folder.resolve("lib"), 1)) {
            if (jar.toString().endsWith(".jar")) {
                lighten(folder, jar, time, jar.getFileName().toString().startsWith("telecoder-"));
                licences(folder, jar, time);
            }
        }
        for (Path jar : files(folder.resolve("plugins"), 1)) {
            lighten(folder, jar, time, true);
        }
    }

    /**
     * Natives go beside the jars, so that none is unpacked at each start; signed classes could not be archived. What this
     * build packed is packed anew, for it has the rights of the files in it, and those follow the umask of who builds.
     */
    private static void lighten(Path folder, Path jar, FileTime time, boolean ours) throws IOException {
        Path lighter = jar.resolveSibling(jar.getFileName() + ".new");
        try (var from = new ZipFile(jar.toFile())) {
            if (!ours && from.stream().noneMatch(Pack::tooMuch)) {
                return;
            }
            try (var to = new ZipOutputStream(Files.newOutputStream(lighter))) {
                for (ZipEntry entry : from.stream().toList()) {
                    byte[] bytes = read(from, entry);
                    if (entry.getName().startsWith(NATIVES)) {
                        unpack(folder, entry, bytes, time);
                    } else if (!tooMuch(entry)) {
                        var copy = new ZipEntry(entry.getName());
                        copy.setTimeLocal(entry.getTimeLocal());
                        to.putNextEntry(copy);
                        to.write(entry.getName().equals(JarFile.MANIFEST_NAME) ? withoutDigests(from, bytes) : bytes);
                        to.closeEntry();
                    }
                }
            }
        }
        Files.move(lighter, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(jar, time);
    }

    private static boolean tooMuch(ZipEntry entry) {
        return entry.getName().startsWith(NATIVES) || SIGNATURE.matcher(entry.getName()).matches();
    }

    /** A manifest of a signed jar names each file with its digest; the first section is the jar's own. */
    private static byte[] withoutDigests(ZipFile jar, byte[] manifest) {
        if (jar.stream().noneMatch(entry -> SIGNATURE.matcher(entry.getName()).matches())) {
            return manifest;
        }
        String text = new String(manifest, java.nio.charset.StandardCharsets.UTF_8).replace("\r\n", "\n");
        int end = text.indexOf("\n\n");
        String own = end < 0 ? text : text.substring(0, end + 2);
        return own.replace("\n", "\r\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static void unpack(Path folder, ZipEntry entry, byte[] bytes, FileTime time) throws IOException {
        String name = entry.getName().substring(NATIVES.length());
        int slash = name.lastIndexOf('/');
        if (!entry.isDirectory() && slash > 0 && SYSTEMS.contains(name.substring(0, slash))) {
            Path target = folder.resolve("lib/native").resolve(name.substring(0, slash).replace('/', '-'))
                    .resolve(name.substring(slash + 1));
            write(target, bytes, time);
        }
    }

    private static void licences(Path folder, Path jar, FileTime time) throws IOException {
        String library = jar.getFileName().toString().replaceAll("\\.jar$", "");
        if (library.startsWith("telecoder-")) {
            return;
        }
        var texts = new TreeMap<String, byte[]>();
        try (var file = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : file.stream().toList()) {
                String name = entry.getName();
                if (!entry.isDirectory() && !name.endsWith(".class") && LICENCE.matcher(name).matches()) {
                    texts.put(name.substring(name.lastIndexOf('/') + 1), read(file, entry));
                }
            }
        }
        for (var text : texts.entrySet()) {
            write(folder.resolve("licenses").resolve(library).resolve(text.getKey()), text.getValue(), time);
        }
    }

    private static void sums(Path folder, List<String> names) throws IOException {
        Path list = folder.resolve("SHA256SUMS");
        Files.deleteIfExists(list);
        List<Path> chosen = names.isEmpty() ? files(folder, Integer.MAX_VALUE)
                : names.stream().map(folder::resolve).toList();
        var lines = new StringBuilder();
        for (Path file : chosen) {
            lines.append(sha256(file)).append("  ")
                    .append(folder.relativize(file).toString().replace('\\', '/')).append('\n');
        }
        Files.writeString(list, lines);
    }

    private static List<Path> files(Path folder, int depth) throws IOException {
        try (Stream<Path> all = Files.walk(folder, depth)) {
            return new ArrayList<>(all.filter(Files::isRegularFile).sorted().toList());
        }
    }

    private static void write(Path file, byte[] bytes, FileTime time) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
    }

    private static byte[] read(ZipFile file, ZipEntry entry) throws IOException {
        try (InputStream in = file.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            in.transferTo(new java.security.DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest()).toLowerCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java without SHA-256", e);
        }
    }
}
