package dev.telecoder.plugins.sandbox.bubblewrap;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The numbers of system calls on one kind of processor, from the kernel's {@code unistd.h}.
 *
 * @param architecture how seccomp names the processor (AUDIT_ARCH)
 * @param hasX32 whether there is a second set of numbers for the same calls
 * @param denied calls that are always denied
 * @param forking clone
 * @param forking3 clone3
 */
record SystemCalls(int architecture, boolean hasX32, List<Integer> denied, int forking, int forking3, int unshare,
        int ioctl, int personality, int socket) {

    /** Calls that have the same number everywhere: pidfd_getfd, io_uring, and the new ways to mount. */
    private static final List<Integer> COMMON = List.of(
            438, 425, 426, 427, 428, 429, 430, 431, 432, 433, 442, 443, 467);

    private static final SystemCalls X86_64 = new SystemCalls(0xC000003E, true, with(
            165, 166, 155, 161, // mount, umount2, pivot_root, chroot
            308, 101, 310, 311, 312, // setns, ptrace, process_vm_readv, process_vm_writev, kcmp
            246, 320, 175, 313, 176, // kexec_load, kexec_file_load, init_, finit_, delete_module
            321, 298, 323, 300, // bpf, perf_event_open, userfaultfd, fanotify_init
            250, 248, 249, 303, 304, // keyctl, add_key, request_key, name_to_handle_at, open_by_handle_at
            163, 167, 168, 169, 164, 227, // acct, swapon, swapoff, reboot, settimeofday, clock_settime
            179, 103, 153, 212, 180, 172, 173, // quotactl, syslog, vhangup, lookup_dcookie, nfsservctl, iopl, ioperm
            170, 171), // sethostname, setdomainname
            56, 435, 272, 16, 135, 41);

    private static final SystemCalls AARCH64 = new SystemCalls(0xC00000B7, false, with(
            40, 39, 41, 51,
            268, 117, 270, 271, 272,
            104, 294, 105, 273, 106,
            280, 241, 282, 262,
            219, 217, 218, 264, 265,
            89, 224, 225, 142, 170, 112,
            60, 116, 58, 18, 42,
            161, 162),
            220, 435, 97, 29, 92, 198);

    static Optional<SystemCalls> forProcessor(String name) {
        return switch (name) {
            case "amd64", "x86_64" -> Optional.of(X86_64);
            case "aarch64", "arm64" -> Optional.of(AARCH64);
            default -> Optional.empty();
        };
    }

    private static List<Integer> with(Integer... own) {
        return Stream.concat(COMMON.stream(), Stream.of(own)).toList();
    }
}
