package dev.telecoder.plugins.sandbox.bubblewrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** Runs the filter's program in a small machine of its own, so that the other processor is tested too. */
class SeccompFilterTest {

    private static final int X86_64 = 0xC000003E;
    private static final int AARCH64 = 0xC00000B7;
    private static final int ALLOW = 0x7fff0000;
    private static final int EPERM = 0x00050001;
    private static final int ENOSYS = 0x00050026;
    private static final int EAFNOSUPPORT = 0x00050061;
    private static final int KILL = 0x80000000;

    @Test
    void deniesOnX86() {
        byte[] filter = SeccompFilter.forProcessor("amd64").orElseThrow();

        assertThat(run(filter, X86_64, 0, 0, 0)).as("read").isEqualTo(ALLOW);
        assertThat(run(filter, X86_64, 165, 0, 0)).as("mount").isEqualTo(EPERM);
        assertThat(run(filter, X86_64, 171, 0, 0)).as("the last of the list").isEqualTo(EPERM);
        assertThat(run(filter, X86_64, 56, 0x10000011, 0)).as("clone, new user").isEqualTo(EPERM);
        assertThat(run(filter, X86_64, 56, 0x01200011, 0)).as("clone, as fork does").isEqualTo(ALLOW);
        assertThat(run(filter, X86_64, 435, 0, 0)).as("clone3").isEqualTo(ENOSYS);
        assertThat(run(filter, X86_64, 16, 1, 0x5412)).as("TIOCSTI").isEqualTo(EPERM);
        assertThat(run(filter, X86_64, 16, 1, 0x5401)).as("TCGETS").isEqualTo(ALLOW);
        assertThat(run(filter, X86_64, 0x40000000, 0, 0)).as("x32").isEqualTo(ENOSYS);
        assertThat(run(filter, 0x40000003, 1, 0, 0)).as("i386").isEqualTo(KILL);
    }

    @Test
    void deniesOnArm() {
        byte[] filter = SeccompFilter.forProcessor("aarch64").orElseThrow();

        assertThat(run(filter, AARCH64, 63, 0, 0)).as("read").isEqualTo(ALLOW);
        assertThat(run(filter, AARCH64, 40, 0, 0)).as("mount").isEqualTo(EPERM);
        assertThat(run(filter, AARCH64, 97, 0x20000, 0)).as("unshare, new mounts").isEqualTo(EPERM);
        assertThat(run(filter, AARCH64, 97, 0x80, 0)).as("unshare, new time").isEqualTo(EPERM);
        assertThat(run(filter, AARCH64, 97, 0x400, 0)).as("unshare, files").isEqualTo(ALLOW);
        assertThat(run(filter, AARCH64, 92, 0x40000, 0)).as("personality").isEqualTo(EPERM);
        assertThat(run(filter, AARCH64, 92, -1, 0)).as("personality, asked").isEqualTo(ALLOW);
        assertThat(run(filter, AARCH64, 198, 40, 0)).as("socket, vsock").isEqualTo(EAFNOSUPPORT);
        assertThat(run(filter, AARCH64, 198, 16, 0)).as("socket, netlink").isEqualTo(ALLOW);
        assertThat(run(filter, X86_64, 63, 0, 0)).as("another processor").isEqualTo(KILL);
    }

    @Test
    void hasNoFilterForAProcessorItDoesNotKnow() {
        assertThat(SeccompFilter.forProcessor("riscv64")).isEmpty();
    }

    private static int run(byte[] program, int architecture, int call, int argument0, int argument1) {
        var data = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
        data.putInt(0, call).putInt(4, architecture).putInt(16, argument0).putInt(24, argument1);
        var code = ByteBuffer.wrap(program).order(ByteOrder.nativeOrder());
        int accumulator = 0;
        for (int at = 0; at < program.length / 8; at++) {
            int value = code.getInt(at * 8 + 4);
            boolean jump;
            switch (code.getShort(at * 8)) {
                case 0x20 -> {
                    accumulator = data.getInt(value);
                    continue;
                }
                case 0x06 -> {
                    return value;
                }
                case 0x15 -> jump = accumulator == value;
                case 0x35 -> jump = Integer.compareUnsigned(accumulator, value) >= 0;
                case 0x45 -> jump = (accumulator & value) != 0;
                default -> throw new AssertionError("unknown instruction at " + at);
            }
            at += Byte.toUnsignedInt(code.get(at * 8 + (jump ? 2 : 3)));
        }
        throw new AssertionError("the program has no end");
    }
}
