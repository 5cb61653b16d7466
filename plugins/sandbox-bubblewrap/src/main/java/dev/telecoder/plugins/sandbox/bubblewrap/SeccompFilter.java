package dev.telecoder.plugins.sandbox.bubblewrap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the system call filter as a classic BPF program, the form that {@code bwrap --seccomp} reads.
 *
 * <p>It allows what it does not name. Named is what builds and tests never need and what has led out of containers
 * before: new name spaces, mounts, kernel modules, keys, BPF, io_uring, other processes' memory, typing into the
 * terminal, and sockets that know no network name space (AF_VSOCK above all).
 */
final class SeccompFilter {

    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_GREATER_EQUAL = 0x35;
    private static final int JUMP_ANY_BIT = 0x45;
    private static final int RETURN = 0x06;

    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int ARGUMENT_0 = 16;
    private static final int ARGUMENT_1 = 24;

    private static final int ALLOW = 0x7fff0000;
    private static final int KILL_PROCESS = 0x80000000;
    private static final int ERROR = 0x00050000;
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;
    private static final int EAFNOSUPPORT = 97;

    /** Numbers from here on are the x32 ABI's, by which every rule below could be walked around. */
    private static final int X32 = 0x40000000;

    /** CLONE_NEWTIME is not here: as a flag of clone that bit is part of the signal's number. */
    private static final int NEW_NAMESPACES = 0x7E020000;

    private static final int TIOCSTI = 0x5412;
    private static final int TIOCLINUX = 0x541C;

    /** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK. */
    private static final int[] ADDRESS_FAMILIES = {1, 2, 10, 16};

    /** The ordinary personality, UNAME26, 32 bit, both, and the question which one it is. */
    private static final int[] PERSONALITIES = {0, 0x0020000, 0x0008, 0x0020008, 0xffffffff};

    private record Instruction(int code, int yes, int no, int value) {}

    private final List<Instruction> program = new ArrayList<>();

    private SeccompFilter() {}

    /**
     * Makes the filter.
     *
     * @param processor as the system property {@code os.arch} names it
     * @return the program's bytes, or nothing for a processor whose numbers are not known here
     */
    static Optional<byte[]> forProcessor(String processor) {
        return SystemCalls.forProcessor(processor).map(calls -> new SeccompFilter().write(calls));
    }

    private byte[] write(SystemCalls calls) {
        add(LOAD_WORD, 0, 0, ARCHITECTURE);
        add(JUMP_EQUAL, 1, 0, calls.architecture());
        add(RETURN, 0, 0, KILL_PROCESS);
        add(LOAD_WORD, 0, 0, NUMBER);
        if (calls.hasX32()) {
            add(JUMP_GREATER_EQUAL, 0, 1, X32);
            add(RETURN, 0, 0, ERROR | ENOSYS);
        }
        for (int denied : calls.denied()) {
            add(JUMP_EQUAL, 0, 1, denied);
            add(RETURN, 0, 0, ERROR | EPERM);
        }
        // The flags of clone3 lie in memory, which no filter can read; without it the C library uses clone.
        add(JUMP_EQUAL, 0, 1, calls.forking3());
        add(RETURN, 0, 0, ERROR | ENOSYS);
        denyBits(calls.forking(), NEW_NAMESPACES);
        denyBits(calls.unshare(), NEW_NAMESPACES | 0x80);
        denyValues(calls.ioctl(), TIOCSTI, TIOCLINUX);
        allowOnly(calls.personality(), EPERM, PERSONALITIES);
        allowOnly(calls.socket(), EAFNOSUPPORT, ADDRESS_FAMILIES);
        add(RETURN, 0, 0, ALLOW);
        return bytes();
    }

    private void denyBits(int call, int bits) {
        add(JUMP_EQUAL, 0, 4, call);
        add(LOAD_WORD, 0, 0, ARGUMENT_0);
        add(JUMP_ANY_BIT, 0, 1, bits);
        add(RETURN, 0, 0, ERROR | EPERM);
        add(RETURN, 0, 0, ALLOW);
    }

    private void denyValues(int call, int... values) {
        add(JUMP_EQUAL, 0, values.length * 2 + 2, call);
        add(LOAD_WORD, 0, 0, ARGUMENT_1);
        for (int value : values) {
            add(JUMP_EQUAL, 0, 1, value);
            add(RETURN, 0, 0, ERROR | EPERM);
        }
        add(RETURN, 0, 0, ALLOW);
    }

    private void allowOnly(int call, int error, int... values) {
        add(JUMP_EQUAL, 0, values.length * 2 + 2, call);
        add(LOAD_WORD, 0, 0, ARGUMENT_0);
        for (int value : values) {
            add(JUMP_EQUAL, 0, 1, value);
            add(RETURN, 0, 0, ALLOW);
        }
        add(RETURN, 0, 0, ERROR | error);
    }

    private void add(int code, int yes, int no, int value) {
        program.add(new Instruction(code, yes, no, value));
    }

    private byte[] bytes() {
        var bytes = ByteBuffer.allocate(program.size() * 8).order(ByteOrder.nativeOrder());
        for (Instruction instruction : program) {
            bytes.putShort((short) instruction.code).put((byte) instruction.yes).put((byte) instruction.no)
                    .putInt(instruction.value);
        }
        return bytes.array();
    }
}
