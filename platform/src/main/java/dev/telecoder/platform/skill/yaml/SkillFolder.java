package dev.telecoder.platform.skill.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the files that skills are in: those of a folder, not of folders in it, by path. Safe for many threads. */
final class SkillFolder {

    static final int LARGEST = 256 * 1024;

    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    private final Supplier<List<Text>> source;

    /**
     * A file.
     *
     * @param name its name in the folder
     * @param content its text, or {@code null} if it cannot be read
     * @param problem why not, from the colon after the name on
     */
    record Text(String name, @Nullable String content, String problem) {}

    private SkillFolder(Supplier<List<Text>> source) {
        this.source = source;
    }

    static SkillFolder of(Path folder) {
        return new SkillFolder(() -> list(folder).stream().map(file -> inside(folder, file)).toList());
    }

    static SkillFolder ofFiles(List<Path> files) {
        return new SkillFolder(() -> files.stream().map(file -> text(file.toString(), file)).toList());
    }

    List<Text> read() {
        return source.get();
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(SkillFolder::isSkill)
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** What begins with a dot is an editor's or hidden; a folder of that name is none of ours. */
    private static boolean isSkill(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith) && !Files.isDirectory(file);
    }

    private static Text inside(Path folder, Path file) {
        String name = file.getFileName().toString();
        try {
            if (!file.toRealPath().startsWith(folder.toRealPath())) {
                return new Text(name, null, ": is a link to a file outside of the folder. Expected the file itself;"
                        + " copy it here.");
            }
        } catch (NoSuchFileException e) {
            return new Text(name, null, Files.isSymbolicLink(file) ? ": is a link to a file that is not there."
                    : ": is not there any more.");
        } catch (IOException e) {
            return new Text(name, null, ": cannot be read (" + e.getMessage() + ").");
        }
        return text(name, file);
    }

    private static Text text(String name, Path file) {
        if (!Files.isRegularFile(file)) {
            return new Text(name, null, Files.exists(file) ? ": is no file." : ": is not there.");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST + 1);
        } catch (AccessDeniedException e) {
            return new Text(name, null, ": may not be read by the user TeleCoder runs as. Give it that right, such as"
                    + " with chmod u+r.");
        } catch (IOException e) {
            return new Text(name, null, ": cannot be read (" + e.getMessage() + ").");
        }
        if (bytes.length > LARGEST) {
            return new Text(name, null, ": is larger than " + LARGEST / 1024 + " kB. Expected a skill; put data and"
                    + " programs into the repository.");
        }
        return decoded(name, bytes);
    }

    private static Text decoded(String name, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer chars = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), chars, true);
        String text = chars.flip().toString();
        if (result.isError()) {
            return new Text(name, null,
                    place(text, text.length()) + ": is no UTF-8 text from here on. Save it as UTF-8.");
        }
        // A mark of the byte order, as editors on Windows write it, is no part of the text.
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            if (c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == '\u007f') {
                return new Text(name, null, place(content, i) + ": has a control character (" + (int) c
                        + "), which YAML does not allow. Remove it, or write it as an escape in double quotes.");
            }
        }
        return new Text(name, content, "");
    }

    private static String place(String text, int index) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < index; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                start = i + 1;
            }
        }
        return ":" + line + ":" + (index - start + 1);
    }
}
