package dev.telecoder.platform.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import okhttp3.Dns;

/**
 * Looks hosts up and lets only allowed addresses through. As a record it is equal for equal rules: OkHttp shares a
 * connection only among callers whose look-up is equal, so none inherits a connection that it could not open itself.
 *
 * @param rules what may be called
 * @param proxies hosts of proxies, which may lie anywhere
 */
record GuardedDns(AddressRules rules, Set<String> proxies) implements Dns {

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        List<InetAddress> addresses = Dns.SYSTEM.lookup(host);
        if (!proxies.contains(host)) {
            String objection = rules.objectionTo(host);
            for (InetAddress address : addresses) {
                objection = objection.isEmpty() ? rules.objectionTo(host, address) : objection;
            }
            if (!objection.isEmpty()) {
                throw new AddressRefused(host, objection);
            }
        }
        return addresses;
    }
}
