package dev.telecoder.plugin.deps;

import dev.telecoder.api.CancellationToken;
import dev.telecoder.support.osv.Advisory;
import dev.telecoder.support.osv.PackageVersion;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Where advisories come from. What it gives is a preselection: whether a version is affected, {@link Advisory} decides. */
interface Advisories {

    /**
     * Finds what may be about some packages.
     *
     * @param packages the packages
     * @param notes takes what the reader of the result should know
     * @param cancellation ends the search early
     * @return for each package the advisories that may be about it
     */
    Map<PackageVersion, List<Advisory>> about(Collection<PackageVersion> packages, List<String> notes,
            CancellationToken cancellation);
}
