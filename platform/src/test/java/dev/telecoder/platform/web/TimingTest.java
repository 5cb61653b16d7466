package dev.telecoder.platform.web;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
class TimingTest {
    @TempDir Path folder;
    @Test
    void times() throws Exception {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            long t0 = System.nanoTime();
            TestHost host = new TestHost(folder.resolve("d" + i));
            long t1 = System.nanoTime();
            host.owner().get("/healthz");
            long t2 = System.nanoTime();
            host.server.close();
            long t3 = System.nanoTime();
            host.close();
            long t4 = System.nanoTime();
            s.append("start ").append((t1 - t0) / 1000000).append(" of which server ").append(TestHost.started).append(" get ").append((t2 - t1) / 1000000).append(" stop ").append((t3 - t2) / 1000000).append(" rest ").append((t4 - t3) / 1000000).append("\n");
        }
        java.nio.file.Files.writeString(Path.of("/tmp/web-timing.txt"), s);
    }
}
