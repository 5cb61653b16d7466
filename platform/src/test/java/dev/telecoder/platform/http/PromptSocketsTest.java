package dev.telecoder.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class PromptSocketsTest {

    private final PromptSockets sockets = new PromptSockets();

    @Test
    void holdsNothingBackForTheAcknowledgementOfWhatWentBefore() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (var server = new ServerSocket(0, 5, loopback);
                Socket later = sockets.createSocket();
                Socket byAddress = sockets.createSocket(loopback, server.getLocalPort());
                Socket byName = sockets.createSocket("127.0.0.1", server.getLocalPort())) {

            later.connect(server.getLocalSocketAddress());

            assertThat(later.getTcpNoDelay()).isTrue();
            assertThat(byAddress.getTcpNoDelay()).isTrue();
            assertThat(byName.getTcpNoDelay()).isTrue();
        }
    }
}
