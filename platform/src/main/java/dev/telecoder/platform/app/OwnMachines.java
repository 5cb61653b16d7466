package dev.telecoder.platform.app;

import java.net.URI;
import java.util.Locale;

/** Tells addresses on this machine and in its own network from those out in the world, without asking any name server. */
final class OwnMachines {

    private OwnMachines() {}

    static boolean include(URI url) {
        String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        return host.equals("localhost") || host.equals("::1") || host.startsWith("fd") && host.contains(":")
                || host.matches("127\\..*|10\\..*|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*")
                || host.endsWith(".local") || host.endsWith(".internal") || host.endsWith(".localhost")
                || !host.contains(".") && !host.contains(":");
    }
}
