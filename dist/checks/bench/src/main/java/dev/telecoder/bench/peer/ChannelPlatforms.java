package dev.telecoder.bench.peer;

import dev.telecoder.testkit.FakePlatforms;
import java.io.IOException;

/**
 * The six platforms people write on, as the testkit has them, in a process of their own. Whatever is asked over HTTP, it
 * answers how {@code channels} is set to reach them.
 */
final class ChannelPlatforms {

    private ChannelPlatforms() {}

    public static void main(String[] arguments) throws IOException {
        try (FakePlatforms platforms = FakePlatforms.start()) {
            String settings = platforms.settings().toString();
            HttpPeer.serve(request -> HttpPeer.json(settings));
        }
    }
}
