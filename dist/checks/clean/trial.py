"""One trial of an archive in a root file system: python3 trial.py ROOT ARCHIVE [demo]. See ../clean.sh."""
import http.server, json, os, shlex, signal, subprocess, sys, threading, time, urllib.request

root, archive = sys.argv[1:3]
demo_alone = sys.argv[3:] == ["demo"]
home = "/home/tester"
folder = f"{home}/{archive.split('-linux-')[0].removesuffix('.tar.gz')}"
failures = 0


def check(name, fine, why=""):
    global failures
    failures += not fine
    print(f"  {'ok' if fine else 'FAILED'}  {name}" + ("" if fine else f"\n{str(why)[-1500:]}"), flush=True)
    return fine


def inside(command):
    """The words of a command as the user, who has no rights, in the root file system."""
    return ["chroot", "--userspec=tester:tester", root, "/usr/bin/env", "-i", f"HOME={home}", "PATH=/usr/bin:/bin", "LANG=C",
            "TERM=dumb", "sh", "-c", f"cd {home} && exec {command}"]


def run(command, seconds=150):
    began = time.monotonic()
    try:
        done = subprocess.run(inside(command), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired as late:
        return 124, str(late.stdout), f"not done after {seconds} s", seconds
    return done.returncode, done.stdout, done.stderr, time.monotonic() - began


class Model(http.server.BaseHTTPRequestHandler):
    """Chat Completions that always say the same."""

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        chunk = lambda delta, end: b"data: " + json.dumps({"id": "1", "object": "chat.completion.chunk", "model": "clean-1",
            "choices": [{"index": 0, "delta": delta, "finish_reason": end}]}).encode() + b"\n\n"
        body = chunk({"role": "assistant", "content": "Hello from a clean machine."}, None) + chunk({}, "stop") + b"data: [DONE]\n\n"
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def call(path, body=None):
    with open(f"{root}{home}/.telecoder/data/host.json") as file:
        host = json.load(file)
    request = urllib.request.Request(host["url"] + path, None if body is None else json.dumps(body).encode(),
        {"authorization": "Bearer " + host["token"], "content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.loads(answer.read())


def start():
    """Starts it as the guide says; returns process, seconds until it serves, and what it printed by then."""
    written = f"{root}{home}/.telecoder/data/host.json"
    if os.path.exists(written):
        os.remove(written)
    began = time.monotonic()
    process = subprocess.Popen(inside(f"{folder}/bin/telecoder start"), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
    while process.poll() is None and time.monotonic() - began < 60:
        try:
            if call("/readyz")["ready"]:
                return process, time.monotonic() - began
        except (OSError, ValueError, KeyError):
            time.sleep(0.02)
    process.kill()
    return process, None


def memory(process):
    with open(f"/proc/{process.pid}/status") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmRSS"))


def maps(process):
    with open(f"/proc/{process.pid}/maps") as file:
        return file.read()


def end(process):
    process.terminate()
    try:
        process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()


def tmp():
    return sorted(name for name in os.listdir(root + "/tmp"))


subprocess.run(["ip", "link", "set", "lo", "up"], check=False)
subprocess.run(["mount", "-t", "proc", "proc", root + "/proc"], check=True)
subprocess.run(["mount", "--rbind", "/dev", root + "/dev"], check=True)

code, out, err, took = run(f"tar -xzf {archive}")
check(f"unpacks ({took:.1f} s)", code == 0, err)
code, out, err, _ = run(f"sh -c 'cd {folder} && sha256sum --quiet -c SHA256SUMS'")
check("has the bytes its own list says", code == 0, out + err)

has_java = os.path.exists(root + folder + "/runtime") or os.path.exists(root + "/usr/lib/jvm")
code, out, err, took = run(f"{folder}/bin/telecoder --version")
if not has_java:
    check("says how to get Java where there is none", code == 2 and "apt install openjdk-25" in err and "adoptium.net" in err, err)
    sys.exit(failures > 0)
if not check(f"tells its version ({took:.1f} s): {out.strip()}", code == 0, err):
    sys.exit(1)

def talk():
    model = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=model.serve_forever, daemon=True).start()
    process, took = start()
    if not check(f"starts without any settings ({took and round(took * 1000)} ms to ready)", took is not None,
                 process.communicate()[1] if process.poll() is not None else ""):
        return
    own = os.path.exists(root + folder + "/runtime")
    if own:
        check("uses the start-up archive it came with", "/lib/start-" in maps(process))
    plugins = call("/api/v1/plugins")["items"]
    bad = [plugin for plugin in plugins if plugin["state"] in ("refused", "faulty")]
    jars = [name for name in os.listdir(root + folder + "/plugins") if name.endswith(".jar")]
    check(f"runs all {len(jars)} plugins it came with", not bad and len(plugins) >= len(jars), bad or plugins)
    end(process)

    with open(f"{root}{home}/.telecoder/config.yaml", "w") as config:
        config.write(f'server: {{port: 0}}\nllm: {{provider: openai, model: clean-1, api_key: none, '
                     f'base_url: "http://127.0.0.1:{model.server_port}/v1"}}\n')
    process, took = start()
    check(f"starts again ({took and round(took * 1000)} ms to ready)", took is not None)
    check("uses a start-up archive", ".jsa" in maps(process) and ("/start-" in maps(process)), [l for l in maps(process).splitlines() if "jsa" in l])
    idle = memory(process)
    began = time.monotonic()
    conversation = call("/api/v1/conversations", {})["id"]
    call(f"/api/v1/conversations/{conversation}/messages", {"text": "Is anybody there?"})
    said = ""
    while "clean machine" not in said and time.monotonic() - began < 30:
        said = json.dumps(call(f"/api/v1/conversations/{conversation}/messages"))
        time.sleep(0.02)
    check(f"answers a message over the API ({(time.monotonic() - began) * 1000:.0f} ms, the first of all)", "clean machine" in said, said)
    check(f"takes {idle} MB idle, {memory(process)} MB after it", True)
    process.send_signal(signal.SIGKILL)
    process.wait()
    check("leaves nothing in the folder of temporary files when it is killed", tmp() == [], tmp())

    code, out, err, took = run(f'{folder}/bin/telecoder chat -m "Is anybody there?"')
    check(f"answers a message in the terminal ({took:.1f} s)", code == 0 and "clean machine" in out, out + err)


if not demo_alone:
    talk()
code, out, err, took = run(f"{folder}/bin/telecoder demo")
lines = [line for line in out.splitlines() if line.startswith(("before:", "after:", "pushed:"))]
if os.path.exists(root + "/usr/bin/git"):
    check(f"plays the demo ({took:.1f} s): {'; '.join(lines)}", code == 0 and len(lines) == 3, out[-1200:] + err[-800:])
    # Without bubblewrap the sample's own tests run as any program of the user: the classes they compile are theirs to remove.
    ours = [name for name in tmp() if not name.startswith(("classes", "hsperfdata_"))]
    check("and leaves no file of it", ours == [], ours)
else:
    check("says that the demo needs git where there is none", code == 2 and "needs git" in err, out + err)
sys.exit(failures > 0)
