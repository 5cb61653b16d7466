package dev.telecoder.platform.repo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.Repository;

/** A folder with files and perhaps a repository, whose git data is not to be trusted. */
sealed interface WorkFolder permits CloneFolder, GivenFolder {

    Path directory();

    /** {@return whether there is a repository} */
    boolean hasRepository();

    /** Looks over the git data and opens it in a way that runs nothing of it. */
    Repository open() throws IOException;

    /** {@return where objects may be borrowed from by repositories of the host} */
    List<Path> borrowable() throws IOException;
}
