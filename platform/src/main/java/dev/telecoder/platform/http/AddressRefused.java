package dev.telecoder.platform.http;

import java.net.UnknownHostException;

/** An address that the rules forbid; thrown where OkHttp looks up hosts, so that a name cannot change in between. */
final class AddressRefused extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    AddressRefused(String host, String objection) {
        super("The address of " + host + " may not be called: " + objection + ".");
    }
}
