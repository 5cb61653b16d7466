package dev.telecoder.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the processes of a sandbox from outside, by a look into {@code /proc}. */
final class ProcessesOfRun {

    private ProcessesOfRun() {}

    /** {@return the processes whose environment has this {@code TELECODER_RUN}, each with its command line} */
    static List<String> find(String run) {
        var found = new ArrayList<String>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (read(process.resolve("environ")).contains("TELECODER_RUN=" + run + "\0")) {
                    found.add(process.getFileName() + " " + read(process.resolve("cmdline")).replace('\0', ' '));
                }
            }
        } catch (IOException noProc) {
            return List.of();
        }
        return found;
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
