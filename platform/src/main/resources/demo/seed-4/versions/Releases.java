package versions;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The releases of one package. */
public final class Releases {

    private final List<Version> versions;

    public Releases(String... versions) {
        this.versions = Stream.of(versions).map(Version::parse).sorted().toList();
    }

    /** The newest finished release that a range allows. */
    public Optional<Version> newest(Range range) {
        return versions.stream().filter(version -> version.preRelease().isEmpty()).filter(range::allows)
                .max(Comparator.naturalOrder());
    }

    public List<Version> oldestFirst() {
        return versions;
    }
}
