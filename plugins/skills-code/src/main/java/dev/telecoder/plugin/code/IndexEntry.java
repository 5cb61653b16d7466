package dev.telecoder.plugin.code;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the index knows of a file.
 *
 * @param sketch which words its stretches have
 * @param passages what it defines, if that was worked out already
 */
record IndexEntry(Sketch sketch, @Nullable List<Passage> passages) {

    static final IndexEntry NONE = new IndexEntry(Sketch.NONE, List.of());

    /** {@return about how many bytes it takes} */
    long size() {
        return 200 + sketch.size() + (passages == null ? 0 : passages.stream().mapToLong(Passage::size).sum());
    }

    /** {@return a number for a file's path and content; of two files with the same one, both are as good} */
    static long key(String path, byte[] content) {
        long key = 0xcbf29ce484222325L;
        for (int i = 0; i < path.length(); i++) {
            key = (key ^ path.charAt(i)) * 0x100000001b3L;
        }
        for (byte one : content) {
            key = (key ^ one) * 0x100000001b3L;
            key ^= key >>> 29;
        }
        return key ^ content.length;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(sketch.windows().size());
        for (int[] window : sketch.windows()) {
            ints(out, window);
        }
        out.writeInt(passages == null ? -1 : passages.size());
        for (Passage passage : passages == null ? List.<Passage>of() : passages) {
            out.writeInt(passage.hit().line());
            out.writeInt(passage.hit().column());
            text(out, passage.hit().text());
            text(out, String.valueOf(passage.hit().symbol()));
            text(out, String.valueOf(passage.hit().kind()));
            ints(out, passage.words());
            for (float weight : passage.weights()) {
                out.writeFloat(weight);
            }
            out.writeFloat(passage.length());
            ints(out, passage.nameWords());
            out.writeBoolean(passage.documented());
        }
    }

    static IndexEntry read(DataInputStream in, String path) throws IOException {
        int count = in.readInt();
        var windows = new ArrayList<int[]>();
        for (int i = 0; i < count; i++) {
            windows.add(ints(in));
        }
        int size = in.readInt();
        if (size < 0) {
            return new IndexEntry(new Sketch(List.copyOf(windows)), null);
        }
        var passages = new ArrayList<Passage>();
        for (int i = 0; i < size; i++) {
            var hit = new Hit(path, in.readInt(), in.readInt(), text(in), text(in), text(in), null);
            int[] words = ints(in);
            var weights = new float[words.length];
            for (int word = 0; word < words.length; word++) {
                weights[word] = in.readFloat();
            }
            passages.add(new Passage(hit, words, weights, in.readFloat(), ints(in), in.readBoolean()));
        }
        return new IndexEntry(new Sketch(List.copyOf(windows)), List.copyOf(passages));
    }

    private static void ints(DataOutputStream out, int[] numbers) throws IOException {
        out.writeInt(numbers.length);
        for (int number : numbers) {
            out.writeInt(number);
        }
    }

    private static int[] ints(DataInputStream in) throws IOException {
        var numbers = new int[checked(in.readInt(), in)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readInt();
        }
        return numbers;
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(checked(in.readInt(), in)), StandardCharsets.UTF_8);
    }

    private static int checked(int length, DataInputStream in) throws IOException {
        if (length < 0 || length > in.available()) {
            throw new IOException("The index holds a record that cannot be.");
        }
        return length;
    }
}
