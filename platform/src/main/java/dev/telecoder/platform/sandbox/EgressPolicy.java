package dev.telecoder.platform.sandbox;

import dev.telecoder.platform.http.AddressRules;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What code in a sandbox may reach: names that the owner listed, at ports of TLS, and of their addresses the public ones. A
 * private address is reached only if the owner listed that address itself, so that nobody who answers for a listed name can
 * lead into the owner's network.
 */
final class EgressPolicy {

    static final String NONE = "none";
    static final String REGISTRIES = "registries";
    static final String OPEN = "open";

    private static final int TLS = 443;
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final Set<String> entries = new HashSet<>();
    private final AddressRules rules;
    private final String said;

    private EgressPolicy(List<String> egress) {
        List<String> literals = new ArrayList<>();
        for (String entry : egress) {
            String text = entry.strip().toLowerCase(Locale.ROOT);
            if (text.equals(REGISTRIES) || text.equals(OPEN)) {
                // "open" is the network itself; what still comes this way gets what everybody gets.
                entries.addAll(Registries.HOSTS);
            } else if (!text.equals(NONE) && !text.isEmpty()) {
                entries.add(text);
                String host = withoutPort(text);
                if (isAddress(host)) {
                    literals.add(host);
                }
            }
        }
        this.rules = AddressRules.allowing(literals);
        this.said = String.join(", ", egress);
    }

    /** Makes the policy of a value of {@code sandbox.egress}. */
    static EgressPolicy of(List<String> egress) {
        return new EgressPolicy(egress);
    }

    /** The policy for a turn that has read outside text: package registries at most. */
    static EgressPolicy atMostRegistries(List<String> egress) {
        boolean any = egress.stream().anyMatch(one -> !one.strip().equalsIgnoreCase(NONE));
        return new EgressPolicy(any ? List.of(REGISTRIES) : List.of(NONE));
    }

    /** Why a host must not be reached, or an empty text. */
    String objectionTo(String host, int port) {
        String name = plain(host);
        if (entries.contains(name + ":" + port) || (port == TLS && matches(name))) {
            return "";
        }
        return port != TLS && matches(name)
                ? host + " is reached at port 443 only; list " + host + ":" + port
                        + " under sandbox.egress to allow that"
                : host + " is not among what the sandbox may reach (sandbox.egress: " + said + ")";
    }

    /** The addresses of a host that may be reached; why there are none is told by the exception. */
    List<InetAddress> addresses(String host) throws UnknownHostException {
        List<InetAddress> allowed = new ArrayList<>();
        Optional<String> objection = Optional.empty();
        for (InetAddress address : InetAddress.getAllByName(plain(host))) {
            String why = rules.objectionTo(address.getHostAddress(), address);
            if (why.isEmpty()) {
                allowed.add(address);
            } else {
                objection = Optional.of(why);
            }
        }
        if (allowed.isEmpty()) {
            throw new UnknownHostException(host + " is at no address that may be reached: "
                    + objection.orElse("it has none"));
        }
        return allowed;
    }

    private boolean matches(String name) {
        return entries.contains(name) || entries.stream().anyMatch(entry -> entry.startsWith("*.")
                && name.endsWith(entry.substring(1)) && name.length() > entry.length() - 1);
    }

    static boolean isAddress(String host) {
        return ADDRESS.matcher(host).matches();
    }

    private static String withoutPort(String entry) {
        if (entry.startsWith("[")) {
            return plain(entry.substring(0, Math.max(1, entry.indexOf(']') + 1)));
        }
        String[] parts = entry.split(":");
        return parts.length == 2 ? parts[0] : entry;
    }

    private static String plain(String host) {
        String lower = host.strip().toLowerCase(Locale.ROOT);
        if (lower.startsWith("[") && lower.endsWith("]")) {
            lower = lower.substring(1, lower.length() - 1);
        }
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    @Override
    public String toString() {
        return said + " " + Arrays.toString(entries.stream().sorted().toArray());
    }
}
