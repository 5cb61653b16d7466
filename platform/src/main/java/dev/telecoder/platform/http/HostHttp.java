package dev.telecoder.platform.http;

import dev.telecoder.api.http.Http;
import dev.telecoder.api.http.HttpRequest;
import dev.telecoder.api.http.HttpResponse;
import dev.telecoder.api.http.HttpStream;
import dev.telecoder.api.http.WebSocket;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's HTTP over one OkHttp client, which is made when first needed. Safe for use by many threads.
 *
 * <p>{@link #allowing} gives each caller a view with its own rules on addresses; the views share threads and connections.
 * Nothing is retried. A redirect is followed up to five times for what only reads, never from https to http, and another
 * host does not get to see headers that may hold a secret.
 */
public final class HostHttp implements Http, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HostHttp.class);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration PING = Duration.ofSeconds(30);
    /** Enough for a thousand conversations that begin within seconds; making one anew takes as long as a request does. */
    private static final int IDLE_CONNECTIONS = 1_000;

    /** The one client, shared by all views. */
    private static final class Shared {

        private final EnvironmentProxies proxies;
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable OkHttpClient client;

        Shared(EnvironmentProxies proxies) {
            this.proxies = proxies;
        }

        OkHttpClient client() {
            lock.lock();
            try {
                OkHttpClient made = client;
                if (made == null) {
                    made = make(proxies);
                    client = made;
                }
                return made;
            } finally {
                lock.unlock();
            }
        }

        void close() {
            lock.lock();
            try {
                OkHttpClient made = client;
                if (made != null) {
                    made.dispatcher().cancelAll();
                    made.dispatcher().executorService().shutdown();
                    made.connectionPool().evictAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private final Shared shared;
    private final AddressRules rules;
    private final Duration ping;
    private final GuardedDns dns;

    /**
     * Makes the client of a host, for addresses that its owner set.
     *
     * @param environment the variables that name proxies
     */
    public HostHttp(Map<String, String> environment) {
        this(environment, PING);
    }

    /** Makes one that pings its WebSockets as often as a test has time for. */
    HostHttp(Map<String, String> environment, Duration ping) {
        this(new Shared(new EnvironmentProxies(environment)), AddressRules.PRIVATE_TOO, ping);
    }

    private HostHttp(Shared shared, AddressRules rules, Duration ping) {
        this.shared = shared;
        this.rules = rules;
        this.ping = ping;
        this.dns = new GuardedDns(rules, shared.proxies.hosts());
    }

    /**
     * Makes a view with other rules.
     *
     * @param addresses what it may call
     * @return the view; closing it is not needed
     */
    public Http allowing(AddressRules addresses) {
        return new HostHttp(shared, addresses, ping);
    }

    @Override
    public HttpResponse send(HttpRequest request) {
        OkHttpClient client = client(request).callTimeout(request.timeout()).build();
        try (var exchange = new HttpExchange(client, rules, request);
                Response response = exchange.start()) {
            byte[] body = read(response.body().source(), request.maxResponseBytes(), request);
            log.debug("{} answered {}", request, response.code());
            return new OkResponse(response.code(), response.headers(), body);
        } catch (IOException e) {
            throw failed(request, e);
        }
    }

    @Override
    public HttpStream stream(HttpRequest request) {
        OkHttpClient client = client(request).callTimeout(Duration.ZERO).build();
        var exchange = new HttpExchange(client, rules, request);
        try {
            return new OkStream(exchange, exchange.start());
        } catch (IOException e) {
            exchange.close();
            throw failed(request, e);
        } catch (RuntimeException e) {
            exchange.close();
            throw e;
        }
    }

    /**
     * Sends a request and writes the body of the answer where it is wanted, piece by piece, up to the request's limit.
     *
     * @param request what to send
     * @param to where the body goes; it stays open
     * @return the status; the body is written only if that is 2xx
     * @throws dev.telecoder.api.PluginException as {@link #send} does
     */
    public int download(HttpRequest request, OutputStream to) {
        OkHttpClient client = client(request).callTimeout(Duration.ZERO).build();
        try (var exchange = new HttpExchange(client, rules, request);
                Response response = exchange.start()) {
            if (response.isSuccessful()) {
                BufferedSource source = response.body().source();
                byte[] buffer = new byte[65_536];
                long size = 0;
                for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
                    size += read;
                    if (size > request.maxResponseBytes()) {
                        throw HttpFaults.tooLarge(request);
                    }
                    to.write(buffer, 0, read);
                }
            }
            return response.code();
        } catch (IOException e) {
            throw failed(request, e);
        }
    }

    @Override
    public WebSocket connect(HttpRequest request, WebSocket.Listener listener) {
        Request handshake = HttpExchange.first(request);
        try {
            HttpExchange.check(handshake.url(), rules);
        } catch (IOException e) {
            throw failed(request, e);
        }
        OkHttpClient client = client(request).pingInterval(ping).build();
        return new OkSocket(request, listener).open(client, handshake);
    }

    /** Ends what is under way and closes all connections, also those of the views. */
    @Override
    public void close() {
        shared.close();
    }

    static byte[] read(BufferedSource source, long limit, HttpRequest request) throws IOException {
        var body = new Buffer();
        while (source.read(body, 65_536) != -1) {
            if (body.size() > limit) {
                throw HttpFaults.tooLarge(request);
            }
        }
        return body.readByteArray();
    }

    private OkHttpClient.Builder client(HttpRequest request) {
        Duration limit = request.timeout();
        return shared.client()
                .newBuilder()
                .dns(dns)
                .connectTimeout(limit.isZero() || limit.compareTo(CONNECT) > 0 ? CONNECT : limit)
                .readTimeout(limit)
                .writeTimeout(limit);
    }

    private static RuntimeException failed(HttpRequest request, IOException cause) {
        log.debug("{} failed: {}", request, Redacted.text(cause.toString(), request.headers()));
        return HttpFaults.of(request, cause);
    }

    private static OkHttpClient make(EnvironmentProxies proxies) {
        var dispatcher = new Dispatcher(
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory()));
        // Calls run on the callers' threads; these limits would only hold up WebSockets.
        dispatcher.setMaxRequests(10_000);
        dispatcher.setMaxRequestsPerHost(10_000);
        return new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .socketFactory(new PromptSockets())
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 2, TimeUnit.MINUTES))
                .proxySelector(proxies)
                .proxyAuthenticator(proxies)
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
    }
}
