package dev.telecoder.plugin.shell;

import dev.telecoder.api.skill.Risk;
import dev.telecoder.plugin.shell.Words.Argument;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What common commands do. What is not known runs code in the sandbox, which is WRITE. */
final class Known {

    private static final Set<String> LOOKS = Set.of("ls", "ll", "cat", "tac", "bat", "head", "tail", "less", "more",
            "wc", "nl",
            "grep", "egrep", "fgrep", "rg", "ag", "ack", "cut", "tr", "uniq", "paste", "join", "comm", "fold", "fmt",
            "column",
            "rev", "expand", "unexpand", "strings", "echo", "printf", "pwd", "cd", "pushd", "popd", "dirs", "date",
            "cal",
            "which", "whereis", "type", "hash", "file", "stat", "du", "df", "tree", "diff", "cmp", "colordiff", "jq",
            "test",
            "[", "true", "false", ":", "basename", "dirname", "realpath", "readlink", "seq", "sleep", "ps", "top",
            "pgrep",
            "uname", "whoami", "id", "groups", "hostname", "arch", "hexdump", "xxd", "od", "md5sum", "sha1sum",
            "sha224sum",
            "sha256sum", "sha384sum", "sha512sum", "b2sum", "cksum", "sum", "base64", "base32", "nproc", "free",
            "uptime", "printenv",
            "locale", "getconf", "tty", "stty", "expr", "bc", "dc", "factor", "numfmt", "yes", "shuf", "look", "man",
            "info",
            "help", "set", "shopt", "wait", "jobs", "times", "umask", "ulimit", "exit", "return", "break", "continue",
            "shift",
            "let", "history", "fg", "bg", "disown", "zcat", "zgrep", "zless", "xzcat", "bzcat", "lsof", "lscpu",
            "lsblk",
            "cloc", "tokei", "scc", "nm", "objdump", "readelf", "ldd", "size", "javap", "exa", "eza", "iconv", "csplit",
            "shellcheck", "hadolint", "yamllint", "clear", "tput", "getent", "dpkg-query", "apt-cache", "whatis",
            "apropos");

    private static final Set<String> SENDS =
            Set.of("ssh", "scp", "sftp", "ftp", "lftp", "ncftp", "nc", "ncat", "netcat",
                    "telnet", "socat", "mail", "mailx", "mutt", "sendmail", "msmtp", "swaks", "rsh", "rlogin", "rclone",
                    "s3cmd", "hub",
                    "smbclient", "mosh", "autossh", "ngrok", "cloudflared", "tor", "proxychains", "irc", "slackcat",
                    "ldapsearch", "websocat");

    private static final Set<String> ENDS =
            Set.of("shutdown", "reboot", "halt", "poweroff", "init", "telinit", "mkfs", "fdisk",
                    "parted", "sfdisk", "wipefs", "mkswap", "swapoff", "swapon", "insmod", "rmmod", "modprobe",
                    "nsenter", "unshare",
                    "chroot", "pivot_root", "mount", "umount", "losetup", "cryptsetup", "iptables", "ip6tables", "nft",
                    "ufw", "sysctl",
                    "systemctl", "service", "crontab", "at", "batch", "visudo", "useradd", "userdel", "usermod",
                    "passwd", "chpasswd",
                    "docker", "podman", "nerdctl", "buildah", "ctr", "crictl", "lxc", "virsh", "qemu-system-x86_64",
                    "vagrant", "debugfs");

    private static final Set<String> CLOUD =
            Set.of("kubectl", "oc", "helm", "terraform", "tofu", "terragrunt", "pulumi", "aws",
                    "gcloud", "az", "doctl", "flyctl", "fly", "heroku", "vercel", "netlify", "wrangler", "serverless",
                    "sls", "cdk",
                    "ansible", "ansible-playbook", "eksctl", "gsutil", "bq", "firebase", "railway", "argocd", "flux",
                    "nomad", "vault",
                    "consul", "packer", "surge", "eb", "sam", "copilot", "gh", "glab", "tea", "jira", "linear");

    private static final Pattern CLOUD_LOOKS =
            Pattern.compile("get|list|ls|describe|show|status|view|version|--version|logs|plan|"
                    + "validate|fmt|template|lint|diff|explain|output|state|whoami|--help|help|top|describe-.*|list-.*|get-.*|checks");
    private static final Pattern CLOUD_CHANGES =
            Pattern.compile("apply|delete|destroy|create|deploy|up|down|install|upgrade|"
                    + "uninstall|rollback|patch|scale|drain|cordon|replace|edit|run|exec|set|remove|rm|cp|mv|sync|mb|rb|put-.*|delete-.*|"
                    + "create-.*|update-.*|terminate-.*|import|taint|release|merge|publish|promote|restart|stop|start|push|write");
    private static final Pattern PUBLISHES =
            Pattern.compile("publish|deploy|release|unpublish|yank|deploy:.*|.*:deploy|publish.*|"
                    + ".*:publish|release:.*|upload|dist-tag|site-deploy|deploy-file|gpg:sign-and-deploy-file");
    private static final Set<String> BUILDERS =
            Set.of("npm", "pnpm", "yarn", "bun", "mvn", "mvnw", "gradle", "gradlew", "cargo",
                    "make", "gmake", "just", "task", "rake", "gem", "poetry", "uv", "hatch", "flit", "twine",
                    "composer", "dotnet",
                    "nuget", "sbt", "lerna", "nx", "turbo", "semantic-release", "goreleaser", "lein", "mix", "pub",
                    "dart", "flutter",
                    "fastlane", "cap", "invoke", "fab", "nox", "tox", "conan", "helmfile", "luarocks", "stack", "cabal",
                    "swift", "pod");
    private static final Set<String> VERSIONED =
            Set.of("node", "npm", "pnpm", "yarn", "java", "javac", "mvn", "gradle", "python",
                    "python3", "pip", "pip3", "go", "cargo", "rustc", "ruby", "gem", "php", "composer", "dotnet", "gcc",
                    "g++", "clang",
                    "make", "cmake", "perl", "deno", "bun", "kotlin", "scala", "swift", "uv", "poetry");

    private Known() {}

    static Assessment of(String name, List<Argument> rest) {
        if (VERSIONED.contains(name) && rest.size() == 1
                && rest.getFirst().is("--version", "-version", "-v", "-V", "version",
                        "--help", "-h")) {
            return Assessment.READS;
        }
        if (LOOKS.contains(name)) {
            return looked(rest);
        }
        if (name.equals("curl") || name.equals("wget") || name.equals("http") || name.equals("https")
                || name.equals("xh")) {
            return WebCommands.of(name, rest);
        }
        if (SENDS.contains(name)) {
            return Assessment.remote(Risk.EXTERNAL, name + " talks to another machine");
        }
        if (ENDS.contains(name) || name.startsWith("mkfs.")) {
            return Assessment.of(Risk.DANGEROUS, name + " reaches beyond the sandbox");
        }
        if (CLOUD.contains(name)) {
            return cloud(name, rest);
        }
        if (BUILDERS.contains(name)) {
            boolean publishes =
                    rest.stream().anyMatch(word -> !word.option() && PUBLISHES.matcher(word.text()).matches());
            boolean builds =
                    Set.of("cargo", "dotnet", "go", "swift", "dart", "flutter").contains(name) && rest.size() > 1
                            && rest.getFirst().is("build", "test", "run", "bench");
            return publishes && !builds ? Assessment.remote(Risk.DANGEROUS, name + " publishes or deploys")
                    : Assessment.of(Risk.WRITE, "runs " + name);
        }
        return others(name, rest);
    }

    private static Assessment others(String name, List<Argument> rest) {
        return switch (name) {
            case "sed", "gsed" -> sed(rest);
            case "awk", "gawk", "mawk", "nawk" -> rest.stream().anyMatch(word -> !word.known()
                    || word.text().matches("(?s).*(system *\\(|\\||>|getline|@load|print *> *).*")
                    || word.is("-f", "-i", "--include"))
                            ? Assessment.of(Risk.WRITE, "runs a program of awk") : looked(rest);
            case "sort" -> option(rest, "-o", "--output", Assessment.READS);
            case "yq" ->
                    any(rest, "-i", "--inplace", "-y -i") ? Assessment.of(Risk.WRITE, "changes files") : looked(rest);
            case "kill", "pkill", "killall" -> rest.stream().anyMatch(word -> word.is("-1", "1") && rest.size() > 1
                    || !word.known() && name.equals("kill") && word.text().equals("-"))
                            ? Assessment.of(Risk.DANGEROUS, "ends processes it did not start")
                            : Assessment.of(Risk.WRITE, "ends processes");
            case "rsync" -> rest.stream().anyMatch(word -> word.text().matches("[^/]*:.*|rsync://.*") || !word.known()
                    || word.is("-e", "--rsh"))
                            ? Assessment.remote(Risk.EXTERNAL, "copies to or from another machine")
                            : lastWritten(rest);
            case "psql", "mysql", "mariadb", "sqlite3", "mongosh", "mongo", "redis-cli", "sqlcmd",
                    "clickhouse-client" ->
                    database(name, rest);
            case "openssl" -> rest.stream().anyMatch(word -> word.is("s_client", "s_server"))
                    ? Assessment.remote(Risk.EXTERNAL, "talks to another machine")
                    : Assessment.of(Risk.WRITE, "runs openssl");
            case "ping", "dig", "nslookup", "host", "traceroute", "whois" ->
                    Assessment.remote(rest.stream().allMatch(Argument::known) ? Risk.WRITE : Risk.EXTERNAL,
                            "asks another machine");
            case "source", "." -> Assessment.of(Risk.WRITE, "runs a script");
            default -> Assessment.of(Risk.WRITE, "runs " + name);
        };
    }

    /** Looking at files of the workspace is READ; at others it is told apart, since not every runtime hides them. */
    private static Assessment looked(List<Argument> rest) {
        for (Argument word : rest) {
            if (Places.network(word.text())) {
                return Assessment.remote(Risk.EXTERNAL, "talks to another machine");
            }
            boolean path = word.text().startsWith("/") || word.text().startsWith("~") || word.text().startsWith("..");
            if (path && word.text().length() > 1 && !Places.own(word) && !word.text().startsWith("/dev/")
                    && !word.text().contains(" ")) {
                return Assessment.of(Risk.WRITE, "looks at " + word.text() + ", which is outside the workspace");
            }
        }
        return Assessment.READS;
    }

    private static Assessment sed(List<Argument> rest) {
        boolean inPlace = rest.stream()
                .anyMatch(word -> word.text().matches("-[nErsuz]*i.*") || word.text().startsWith("--in-place"));
        boolean program = rest.stream().anyMatch(word -> !word.known() || word.is("-f", "--file")
                || word.text().matches("(?s).*(^|[;{/0-9$])\\s*[ew]( .*|$)|.*/[gpimI0-9]*[ew][gpimI0-9]*( .*)?$")
                        && !word.option());
        Assessment written = Assessment.READS;
        if (inPlace) {
            for (int i = 0; i < rest.size(); i++) {
                String text = rest.get(i).text();
                if (text.startsWith("/") && !text.contains(" ") || text.startsWith("~") || text.startsWith("../")) {
                    written = written
                            .and(text.matches("/.*/[a-zA-Z]*") && !Places.own(rest.get(i)) && i == 0 ? Assessment.READS
                                    : Places.written(rest.get(i), "changes"));
                }
            }
        }
        return inPlace || program ? written.and(Assessment.of(Risk.WRITE, "changes files of the workspace"))
                : looked(rest);
    }

    private static Assessment database(String name, List<Argument> rest) {
        String all = String.join(" ", rest.stream().map(Argument::text).toList()).toLowerCase(Locale.ROOT);
        if (all.matches("(?s).*\\b(drop|truncate|delete|flushall|flushdb|dropdatabase|alter)\\b.*")) {
            return name.equals("sqlite3") ? Assessment.of(Risk.WRITE, "changes a database file")
                    : Assessment.remote(Risk.DANGEROUS, "deletes data of a database");
        }
        return name.equals("sqlite3") ? Assessment.of(Risk.WRITE, "opens a database file")
                : Assessment.remote(Risk.EXTERNAL, "talks to a database");
    }

    private static Assessment cloud(String name, List<Argument> rest) {
        List<String> words = rest.stream().filter(word -> !word.option()).map(Argument::text).toList();
        boolean unknown = rest.stream().limit(2).anyMatch(word -> !word.known());
        boolean comment = (name.equals("gh") || name.equals("glab")) && words.size() > 1
                && words.get(1).matches(
                        "create|comment|edit|review|ready|close|reopen|view|list|checkout|diff|status|checks|run|watch")
                && words.getFirst().matches("pr|mr|issue|run|workflow");
        if (comment) {
            return Assessment.remote(Risk.EXTERNAL, name + " writes where others read");
        }
        boolean local =
                rest.isEmpty() || words.isEmpty() || words.getFirst().matches("version|fmt|validate|lint|template|help")
                        && name.matches("terraform|tofu|helm|packer|kubectl");
        if (local) {
            return Assessment.of(Risk.WRITE, "runs " + name);
        }
        boolean changes = words.stream().limit(3).anyMatch(word -> CLOUD_CHANGES.matcher(word).matches());
        boolean looks = words.stream().limit(3).anyMatch(word -> CLOUD_LOOKS.matcher(word).matches());
        boolean deploys = name.matches("ansible.*|vercel|netlify|surge|wrangler|serverless|sls") && !looks;
        return changes || deploys || unknown ? Assessment.remote(Risk.DANGEROUS, name + " changes what runs elsewhere")
                : Assessment.remote(Risk.EXTERNAL, name + " talks to a service with a secret");
    }

    private static Assessment lastWritten(List<Argument> rest) {
        List<Argument> operands = rest.stream().filter(word -> !word.option()).toList();
        return operands.isEmpty() ? Assessment.READS : Places.written(operands.getLast(), "writes");
    }

    private static Assessment option(List<Argument> rest, String small, String large, Assessment else_) {
        for (int i = 0; i < rest.size(); i++) {
            String text = rest.get(i).text();
            if (text.equals(small) || text.equals(large)) {
                return i + 1 < rest.size() ? Places.written(rest.get(i + 1), "writes") : else_;
            }
            if (text.startsWith(large + "=") || text.startsWith(small) && text.length() > 2) {
                return Places.written(new Argument(text.substring(text.startsWith(large) ? large.length() + 1 : 2),
                        rest.get(i).known()), "writes");
            }
        }
        return looked(rest).and(else_);
    }

    private static boolean any(List<Argument> rest, String... options) {
        return rest.stream().anyMatch(word -> word.is(options));
    }
}
