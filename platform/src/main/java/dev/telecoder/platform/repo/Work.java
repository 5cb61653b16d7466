package dev.telecoder.platform.repo;

import java.io.IOException;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Repository;

/** Something done with an open repository. */
interface Work<T> {

    T on(Repository repository) throws IOException, GitAPIException;
}
