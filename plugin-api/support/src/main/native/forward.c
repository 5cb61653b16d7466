/*
 * The forwarder inside a sandbox: what connects to 127.0.0.1:PORT there is passed on to a Unix socket, the egress gateway of
 * the host. It is the only way out of a sandbox without a network. Static and without a C library, so that it runs in any
 * image; one process, so that it takes one of the sandbox's processes.
 *
 *   forward LIFE                        only lives, LIFE seconds, 0 for ever: the first process of a container
 *   forward LIFE PORT SOCKET            forwards meanwhile
 *   forward LIFE PORT SOCKET detach     returns once it listens, and forwards in the background
 *
 * build.sh compiles it. Exit 1: a wrong call; 2: the port cannot be listened on.
 */
typedef unsigned long size_t;
typedef long ssize_t;

#if defined(__x86_64__)
enum { READ = 0, WRITE = 1, CLOSE = 3, SOCKET = 41, CONNECT = 42, SHUTDOWN = 48, BIND = 49, LISTEN = 50, SETSOCKOPT = 54,
       CLONE = 56, EXIT = 231, PPOLL = 271, ACCEPT4 = 288, SETITIMER = 38, FCNTL = 72, SETSID = 112, SIGACTION = 13 };
static long call(long n, long a, long b, long c, long d, long e) {
    long r;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    __asm__ volatile("syscall" : "=a"(r) : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8) : "rcx", "r11", "memory");
    return r;
}
__asm__(".globl _start\n_start:\n xor %rbp,%rbp\n mov %rsp,%rdi\n and $-16,%rsp\n call begin\n");
#elif defined(__aarch64__)
enum { READ = 63, WRITE = 64, CLOSE = 57, SOCKET = 198, CONNECT = 203, SHUTDOWN = 210, BIND = 200, LISTEN = 201,
       SETSOCKOPT = 208, CLONE = 220, EXIT = 94, PPOLL = 73, ACCEPT4 = 242, SETITIMER = 103, FCNTL = 25, SETSID = 157,
       SIGACTION = 134 };
static long call(long n, long a, long b, long c, long d, long e) {
    register long x8 __asm__("x8") = n;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
    return x0;
}
__asm__(".globl _start\n_start:\n mov x29,#0\n mov x0,sp\n bl begin\n");
#else
#error "no such processor"
#endif

enum { AF_UNIX = 1, AF_INET = 2, STREAM = 1, NONBLOCK = 04000, CLOEXEC = 02000000, SOL_SOCKET = 1, REUSEADDR = 2,
       POLLIN = 1, POLLOUT = 4, POLLERR = 8, POLLHUP = 16, EAGAIN = 11, EINTR = 4, SIGCHLD = 17, SIGPIPE = 13,
       F_SETFL = 4, SHUT_WR = 1, MOST = 200, BUFFER = 16384 };

struct half { int start, end, eof, done; char bytes[BUFFER]; };
struct pair { int near, far; struct half out, back; };
struct poll { int fd; short events, revents; };

static struct pair pairs[MOST];
static struct poll polls[1 + 2 * MOST];
static struct { unsigned short family; char path[108]; } target;

static void leave(int code) {
    for (;;) call(EXIT, code, 0, 0, 0, 0);
}

static long number(const char *text) {
    long n = 0;
    if (!*text) leave(1);
    for (; *text; text++) {
        if (*text < '0' || *text > '9' || n > 100000000) leave(1);
        n = n * 10 + (*text - '0');
    }
    return n;
}

/* Moves what it can from one side to the other; 0 if the connection has failed. */
static int move(struct half *h, int from, int to) {
    if (h->start == h->end && !h->eof) {
        ssize_t n = call(READ, from, (long) h->bytes, BUFFER, 0, 0);
        if (n == -EAGAIN || n == -EINTR) return 1;
        if (n < 0) return 0;
        h->start = 0;
        h->end = (int) n;
        h->eof = n == 0;
    }
    while (h->start < h->end) {
        ssize_t n = call(WRITE, to, (long) (h->bytes + h->start), h->end - h->start, 0, 0);
        if (n == -EAGAIN || n == -EINTR) return 1;
        if (n <= 0) return 0;
        h->start += (int) n;
    }
    if (h->eof && !h->done) {
        h->done = 1;
        call(SHUTDOWN, to, SHUT_WR, 0, 0, 0);
    }
    return 1;
}

static void drop(struct pair *p) {
    call(CLOSE, p->near, 0, 0, 0, 0);
    call(CLOSE, p->far, 0, 0, 0, 0);
    p->near = -1;
}

static void take(int listener) {
    int near = (int) call(ACCEPT4, listener, 0, 0, NONBLOCK | CLOEXEC, 0);
    if (near < 0) return;
    for (int i = 0; i < MOST; i++) {
        struct pair *p = &pairs[i];
        if (p->near >= 0) continue;
        int far = (int) call(SOCKET, AF_UNIX, STREAM | CLOEXEC, 0, 0, 0);
        if (far < 0 || call(CONNECT, far, (long) &target, sizeof target, 0, 0) < 0) {
            if (far >= 0) call(CLOSE, far, 0, 0, 0, 0);
            break;
        }
        call(FCNTL, far, F_SETFL, NONBLOCK, 0, 0);
        p->far = far;
        p->out.start = p->out.end = p->out.eof = p->out.done = 0;
        p->back.start = p->back.end = p->back.eof = p->back.done = 0;
        p->near = near;
        return;
    }
    call(CLOSE, near, 0, 0, 0, 0);
}

static void watch(struct poll *p, int fd, struct half *from, struct half *to) {
    p->events = (short) ((from->start == from->end && !from->eof ? POLLIN : 0) | (to->start < to->end ? POLLOUT : 0));
    p->fd = p->events ? fd : -1;
    p->revents = 0;
}

static void forward(int listener) {
    for (int i = 0; i < MOST; i++) pairs[i].near = -1;
    for (;;) {
        int room = 0;
        for (int i = 0; i < MOST; i++) {
            struct pair *p = &pairs[i];
            if (p->near < 0) {
                polls[1 + 2 * i].fd = polls[2 + 2 * i].fd = -1;
                polls[1 + 2 * i].revents = polls[2 + 2 * i].revents = 0;
                room = 1;
                continue;
            }
            watch(&polls[1 + 2 * i], p->near, &p->out, &p->back);
            watch(&polls[2 + 2 * i], p->far, &p->back, &p->out);
        }
        polls[0].fd = room ? listener : -1;
        polls[0].events = POLLIN;
        polls[0].revents = 0;
        if (call(PPOLL, (long) polls, 1 + 2 * MOST, 0, 0, 0) < 0) continue;
        for (int i = 0; i < MOST; i++) {
            struct pair *p = &pairs[i];
            if (p->near < 0 || !(polls[1 + 2 * i].revents | polls[2 + 2 * i].revents)) continue;
            if (!move(&p->out, p->near, p->far) || !move(&p->back, p->far, p->near) || (p->out.done && p->back.done)) {
                drop(p);
            }
        }
        if (polls[0].revents) take(listener);
    }
}

__attribute__((used)) static void begin(long *stack) {
    long count = stack[0];
    char **words = (char **) (stack + 1);
    if (count != 2 && count != 4 && count != 5) leave(1);
    long timer[4] = {0, 0, number(words[1]), 0};
    if (timer[2]) call(SETITIMER, 0, (long) timer, 0, 0, 0);
    if (count == 2) {
        for (;;) call(PPOLL, 0, 0, 0, 0, 0);
    }
    long port = number(words[2]);
    size_t length = 0;
    while (words[3][length] && length < sizeof target.path - 1) {
        target.path[length] = words[3][length];
        length++;
    }
    target.family = AF_UNIX;
    struct { unsigned short family, port; unsigned int address; char rest[8]; } here =
        {AF_INET, (unsigned short) (((port & 0xff) << 8) | ((port >> 8) & 0xff)), 0x0100007f, {0}};
    int listener = (int) call(SOCKET, AF_INET, STREAM | CLOEXEC | NONBLOCK, 0, 0, 0);
    int yes = 1;
    call(SETSOCKOPT, listener, SOL_SOCKET, REUSEADDR, (long) &yes, sizeof yes);
    if (port < 1 || port > 65535 || listener < 0 || call(BIND, listener, (long) &here, sizeof here, 0, 0) < 0
            || call(LISTEN, listener, 128, 0, 0, 0) < 0) {
        leave(2);
    }
    struct { void (*handler)(int); unsigned long flags; void *restorer; unsigned long mask; } ignore = {(void (*)(int)) 1, 0, 0, 0};
    call(SIGACTION, SIGPIPE, (long) &ignore, 0, 8, 0);
    if (count == 5) {
        if (call(CLONE, SIGCHLD, 0, 0, 0, 0) > 0) leave(0);
        call(SETSID, 0, 0, 0, 0, 0);
        for (int fd = 0; fd < 3; fd++) call(CLOSE, fd, 0, 0, 0, 0);
    }
    forward(listener);
}
