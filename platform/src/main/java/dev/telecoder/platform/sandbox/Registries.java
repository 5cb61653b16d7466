package dev.telecoder.platform.sandbox;

import java.util.Set;

/** Where package managers download from when nobody configured them. */
final class Registries {

    static final Set<String> HOSTS = Set.of(
            "registry.npmjs.org", "registry.yarnpkg.com", "nodejs.org", "npm.jsr.io",
            "repo.maven.apache.org", "repo1.maven.org", "plugins.gradle.org", "plugins-artifacts.gradle.org",
            "services.gradle.org", "downloads.gradle.org", "dl.google.com", "maven.google.com",
            "pypi.org", "files.pythonhosted.org",
            "crates.io", "index.crates.io", "static.crates.io",
            "proxy.golang.org", "sum.golang.org",
            "rubygems.org", "index.rubygems.org",
            "packagist.org", "repo.packagist.org",
            "api.nuget.org", "globalcdn.nuget.org",
            "hex.pm", "repo.hex.pm", "builds.hex.pm", "pub.dev", "hackage.haskell.org", "cpan.metacpan.org");

    private Registries() {}
}
