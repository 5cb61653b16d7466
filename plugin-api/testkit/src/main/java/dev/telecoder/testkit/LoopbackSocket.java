package dev.telecoder.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * The server's end of a WebSocket that a plugin opened to a {@link LoopbackServer}. Many threads may send.
 *
 * @since 1.0
 */
public final class LoopbackSocket {

    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private Consumer<String> listener = text -> {};
    private Runnable ended = () -> {};
    private volatile boolean silent;

    LoopbackSocket(Socket socket, InputStream in, OutputStream out) {
        this.socket = socket;
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /**
     * Says who hears of each text. To be called before the handler returns.
     *
     * @param heard called with one text after the other
     */
    public void onText(Consumer<String> heard) {
        this.listener = heard;
    }

    /**
     * Says who hears of the end. To be called before the handler returns.
     *
     * @param heard called once
     */
    public void onEnd(Runnable heard) {
        this.ended = heard;
    }

    /**
     * Sends a text.
     *
     * @param text the text
     * @throws IllegalStateException if the connection is gone
     */
    public void send(String text) {
        frame(1, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Ends the connection in good form.
     *
     * @param code such as 1000
     */
    public void close(int code) {
        try {
            frame(8, ByteBuffer.allocate(2).putShort((short) code).array());
        } catch (IllegalStateException gone) {
            cut();
        }
    }

    /** From now on it says nothing, answers no ping and does not hear what arrives; it stays open. */
    public void silence() {
        silent = true;
    }

    /** Ends the connection without a word. */
    public void cut() {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is.
        }
    }

    static String accept(String key) {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1")
                    .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads until the connection ends. */
    void run(Consumer<LoopbackSocket> handler) {
        handler.accept(this);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try {
            while (true) {
                int first = in.readUnsignedByte();
                byte[] content = content();
                if (silent) {
                    continue;
                }
                switch (first & 15) {
                    case 0, 1 -> {
                        message.writeBytes(content);
                        if ((first & 128) != 0) {
                            String text = message.toString(StandardCharsets.UTF_8);
                            message.reset();
                            listener.accept(text);
                        }
                    }
                    case 8 -> {
                        frame(8, content);
                        return;
                    }
                    case 9 -> frame(10, content);
                    default -> {
                        // An answer to a ping.
                    }
                }
            }
        } catch (IOException | IllegalStateException gone) {
            // The test sees it at the plugin.
        } finally {
            ended.run();
        }
    }

    private byte[] content() throws IOException {
        int second = in.readUnsignedByte();
        long length = second & 127;
        length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        byte[] mask = (second & 128) != 0 ? in.readNBytes(4) : new byte[4];
        byte[] content = in.readNBytes((int) length);
        for (int i = 0; i < content.length; i++) {
            content[i] ^= mask[i & 3];
        }
        return content;
    }

    private synchronized void frame(int opcode, byte[] content) {
        if (silent) {
            return;
        }
        try {
            ByteBuffer head = ByteBuffer.allocate(10).put((byte) (128 | opcode));
            if (content.length < 126) {
                head.put((byte) content.length);
            } else if (content.length < 1 << 16) {
                head.put((byte) 126).putShort((short) content.length);
            } else {
                head.put((byte) 127).putLong(content.length);
            }
            out.write(head.array(), 0, head.position());
            out.write(content);
            out.flush();
        } catch (IOException gone) {
            throw new IllegalStateException("The connection is gone.", gone);
        }
    }
}
