package dev.telecoder.platform.heartbeat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The jobs of a folder, a file each, not those of folders in it. Safe for many threads: each call reads the files. */
public final class JobFolder {

    private static final long LARGEST = 256 * 1024L;

    private final Path folder;

    /**
     * Makes it.
     *
     * @param folder where the files are; it need not be there
     */
    public JobFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads the jobs. A wrong one is among them, with what is wrong; of two with one name the first by file counts.
     *
     * @param usual the time zone of those that name none
     * @return the jobs, by file
     */
    public List<Job> read(ZoneId usual) {
        List<Job> jobs = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        for (Path file : files()) {
            Job job = read(file, usual);
            String first = names.putIfAbsent(job.name(), job.file());
            jobs.add(first == null ? job
                    : job.spoilt(job.file() + ": the name " + job.name() + " is taken by " + first
                            + ", which comes first. Give this one another."));
        }
        return jobs;
    }

    private static Job read(Path file, ZoneId usual) {
        String name = String.valueOf(file.getFileName());
        try {
            return Files.size(file) > LARGEST
                    ? JobReader.unreadable(name, name + ": is larger than 256 kB. Expected a job.", usual)
                    : JobReader.read(name, Files.readString(file), usual);
        } catch (IOException | UncheckedIOException e) {
            return JobReader.unreadable(name, name + ": cannot be read (" + e.getMessage() + ").", usual);
        }
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> String.valueOf(file.getFileName()).matches("[^.].*\\.(ya?ml|json)")
                    && Files.isRegularFile(file)).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }
}
