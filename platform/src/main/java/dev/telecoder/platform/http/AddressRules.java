package dev.telecoder.platform.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which addresses a caller may reach. Public ones always. Private ones (loopback, the local network) only at hosts that
 * the configuration names. Link-local ones never: there the clouds keep the machine's own credentials.
 *
 * @param privateHosts the hosts that may lie in a private network, in lower case
 * @param anyPrivate whether all may
 */
public record AddressRules(Set<String> privateHosts, boolean anyPrivate) {

    private static final Set<String> METADATA_NAMES = Set.of("metadata.google.internal", "metadata", "instance-data");
    private static final Set<String> METADATA_ADDRESSES =
            Set.of("100.100.100.200", "fd00:ec2:0:0:0:0:0:254", "192.0.0.192");

    /** Public addresses only, for what a model or a stranger asked for. */
    public static final AddressRules PUBLIC_ONLY = new AddressRules(Set.of(), false);

    /** Private addresses too, for addresses that only the owner can set. */
    public static final AddressRules PRIVATE_TOO = new AddressRules(Set.of(), true);

    /** Copies the hosts. */
    public AddressRules {
        privateHosts = privateHosts.stream().map(AddressRules::plain).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Allows the hosts that the configuration names.
     *
     * @param addresses hosts, or whole addresses whose hosts are meant
     * @return the rules
     */
    public static AddressRules allowing(Collection<String> addresses) {
        return new AddressRules(
                addresses.stream().flatMap(AddressRules::host).collect(Collectors.toUnmodifiableSet()), false);
    }

    /** Why a host must not even be looked up, or an empty text. */
    String objectionTo(String host) {
        return METADATA_NAMES.contains(plain(host)) ? "it serves the machine's own credentials" : "";
    }

    /**
     * Tells why an address of a host must not be called.
     *
     * @param host the host
     * @param address one of its addresses
     * @return why, or an empty text
     */
    public String objectionTo(String host, InetAddress address) {
        byte[] bytes = embedded(address.getAddress());
        boolean metadata = METADATA_ADDRESSES.contains(address.getHostAddress());
        if (linkLocal(bytes) || metadata) {
            return "it is link-local, where clouds serve the machine's own credentials";
        }
        if (address.isMulticastAddress() || (bytes.length == 4 && (bytes[0] & 0xf0) == 0xf0)) {
            return "it is no address of a single machine";
        }
        if (isPrivate(bytes) && !anyPrivate && !privateHosts.contains(plain(host))) {
            return "it lies in a private network, and the configuration does not name this host";
        }
        return "";
    }

    private static boolean linkLocal(byte[] a) {
        return a.length == 4
                ? (a[0] & 0xff) == 169 && (a[1] & 0xff) == 254
                : (a[0] & 0xff) == 0xfe && (a[1] & 0xc0) == 0x80;
    }

    private static boolean isPrivate(byte[] a) {
        int first = a[0] & 0xff;
        int second = a[1] & 0xff;
        if (a.length == 4) {
            return first == 0
                    || first == 10
                    || first == 127
                    || (first == 100 && second >= 64 && second < 128)
                    || (first == 172 && second >= 16 && second < 32)
                    || (first == 192 && second == 168)
                    || (first == 198 && (second & 0xfe) == 18);
        }
        boolean zeroButLast = true;
        for (int i = 0; i < 15; i++) {
            zeroButLast &= a[i] == 0;
        }
        // ::, ::1, fc00::/7 and the retired fec0::/10
        return zeroButLast || (first & 0xfe) == 0xfc || (first == 0xfe && (second & 0xc0) == 0xc0);
    }

    /** The IPv4 address inside an IPv6 one (NAT64, 6to4, mapped, compatible), since that is where it leads. */
    private static byte[] embedded(byte[] a) {
        if (a.length != 16) {
            return a;
        }
        if ((a[0] & 0xff) == 0x20 && (a[1] & 0xff) == 0x02) {
            return Arrays.copyOfRange(a, 2, 6);
        }
        boolean nat64 = a[0] == 0 && (a[1] & 0xff) == 0x64 && (a[2] & 0xff) == 0xff && (a[3] & 0xff) == 0x9b;
        boolean mapped = true;
        for (int i = 0; i < 10; i++) {
            mapped &= a[i] == 0;
        }
        mapped &= a[10] == (byte) 0xff && a[11] == (byte) 0xff;
        return nat64 || mapped ? Arrays.copyOfRange(a, 12, 16) : a;
    }

    private static Stream<String> host(String address) {
        if (!address.contains("://")) {
            return Stream.of(plain(address));
        }
        try {
            String host = URI.create(address.strip()).getHost();
            return host == null ? Stream.empty() : Stream.of(plain(host));
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    private static String plain(String host) {
        String lower = host.strip().toLowerCase(Locale.ROOT);
        return lower.startsWith("[") && lower.endsWith("]") ? lower.substring(1, lower.length() - 1) : lower;
    }
}
