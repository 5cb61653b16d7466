package dev.telecoder.testkit;

import dev.telecoder.api.sandbox.Sandbox.Command;
import dev.telecoder.api.sandbox.SandboxRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A host in a process of its own that opens a sandbox and is dead before it could close it. */
final class DeadHost {

    private DeadHost() {}

    /** Lets such a host live and die. The runtime is made by the test's own class, which needs a constructor without parameters. */
    static void leave(Class<? extends SandboxRuntimeContract> test, SandboxSpec spec, Path folder) throws Exception {
        Path said = Files.createTempFile(folder, "dead-host", ".txt");
        var host = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                DeadHost.class.getName(), test.getName(), folder.toString(), spec.id())
                .redirectErrorStream(true).redirectOutput(said.toFile()).start();
        if (!host.waitFor(60, TimeUnit.SECONDS) || host.exitValue() != 0) {
            host.destroyForcibly();
            throw new IOException("The host that was to die did not get that far: " + Files.readString(said));
        }
    }

    /**
     * Lives and dies.
     *
     * @param args the class of the test, a folder, the id of the sandbox
     */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        var constructor = Class.forName(args[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        var test = (SandboxRuntimeContract) constructor.newInstance();
        test.folder = folder;
        SandboxRuntime runtime = test.runtime();
        runtime.open(SandboxSpec.in(folder).withId(args[2])).run(
                Command.of(List.of("/bin/sh", "-c", "trap '' TERM HUP; echo started; while :; do sleep 5; done")),
                line -> Runtime.getRuntime().halt(0), new ManualCancellation());
    }
}
