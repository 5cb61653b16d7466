package dev.telecoder.plugin.deps;

import dev.telecoder.api.Setting;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code osv}.
 *
 * @param apiUrl what stands before {@code /v1/query}
 * @param registries where newer versions are looked up, by ecosystem
 */
@Setting("Where known faults and newer versions of packages are looked up.")
record OsvConfig(
        @Setting(value = "What stands before /v1/querybatch, /v1/query and /v1/vulns.",
                byDefault = "https://api.osv.dev",
                examples = "https://api.osv.dev") @Nullable String apiUrl,
        @Setting(
                value = "Where newer versions are looked up, by ecosystem, for those that are not at the public registry.",
                examples = "{npm: https://npm.example.com, Maven: https://maven.example.com/repo}") Map<String, String> registries) {

    static final String API = "https://api.osv.dev";

    OsvConfig {
        apiUrl = checked(apiUrl == null || apiUrl.isBlank() ? API : apiUrl, "osv.api_url");
        Map<String, String> checked = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        registries.forEach((name, url) -> checked.put(name, checked(url, "osv.registries." + name)));
        registries = checked;
    }

    String api() {
        return apiUrl == null ? API : apiUrl;
    }

    private static String checked(String url, String setting) {
        String plain = url.strip().replaceAll("/+$", "");
        try {
            URI uri = URI.create(plain);
            if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("(?i)https?")) {
                return plain;
            }
        } catch (IllegalArgumentException noUri) {
            // Told below, like every other text that is no address.
        }
        throw new IllegalArgumentException(setting + " is \"" + url + "\". Expected an address such as " + API);
    }
}
