package dev.telecoder.support.report;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/** From the bytes of a report file to its text: packed or not, in the encodings that tools and shells write. */
final class ReportBytes {

    /** As much as a report may have unpacked; a small file can pretend to be endless. */
    private static final int MAX_UNPACKED = 256 << 20;

    private ReportBytes() {}

    /** {@return the bytes, unpacked where they are gzip} */
    static byte[] unpacked(byte[] content) throws UnreadableReportException {
        if (content.length < 3 || (content[0] & 0xFF) != 0x1F || (content[1] & 0xFF) != 0x8B) {
            return content;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] part = new byte[1 << 16];
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                out.write(part, 0, read);
                if (out.size() > MAX_UNPACKED) {
                    throw new UnreadableReportException("The report has more than " + (MAX_UNPACKED >> 20)
                            + " MB when it is unpacked; that much is not read.");
                }
            }
            return out.toByteArray();
        } catch (IOException cut) {
            throw new UnreadableReportException("The report is a gzip file that cannot be unpacked: "
                    + cut.getMessage() + ". Was it cut off?", cut);
        }
    }

    /** {@return whether this is UTF-16, which XML readers find out by themselves only with a mark} */
    static boolean wide(byte[] content) {
        return charset(content) != StandardCharsets.UTF_8;
    }

    /** {@return the text, without a byte order mark} */
    static String text(byte[] content) {
        String text = new String(content, charset(content));
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Charset charset(byte[] content) {
        if (content.length < 2) {
            return StandardCharsets.UTF_8;
        }
        int first = content[0] & 0xFF;
        int second = content[1] & 0xFF;
        // What Windows shells redirect; reports begin with a sign of ASCII, so a zero beside it tells the order.
        if (first == 0xFF && second == 0xFE || first != 0 && second == 0) {
            return StandardCharsets.UTF_16LE;
        }
        return first == 0xFE && second == 0xFF || first == 0 && second != 0 ? StandardCharsets.UTF_16BE
                : StandardCharsets.UTF_8;
    }
}
