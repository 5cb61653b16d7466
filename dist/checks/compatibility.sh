#!/usr/bin/env bash
# Proves that the build refuses a break of the plugin API and nothing else: in a copy of plugin-api, one change at a time is made
# and `mvn verify` must say yes or no.
# needs: mvn python3 jdk25
set -uo pipefail
here=$(CDPATH='' cd -- "${BASH_SOURCE[0]%/*}" && pwd -P)
root=$(CDPATH='' cd -- "$here/../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
passed=0
failed=0

mkdir -p "$work/given"
(cd "$root" && tar -cf - --exclude=target pom.xml .build .mvn plugin-api) | tar -xf - -C "$work/given"
# The other modules are not in the copy.
sed -i -E '/<module>(platform|plugins|examples|dist)<\/module>/d' "$work/given/pom.xml"

# change FILE <<'PYTHON': the script has the text in `s` and leaves the new one there
change() {
    python3 - "$work/tree/plugin-api/$1" "$(cat)" <<'EOF'
import sys
path, edit = sys.argv[1], sys.argv[2]
was = open(path, encoding="utf-8").read()
scope = {"s": was}
exec(edit, scope)
assert scope["s"] != was, "the change finds nothing to change in " + path
open(path, "w", encoding="utf-8").write(scope["s"])
EOF
}

# judge NAME MODULE yes|no [WORDS]: what the build says, and with which words it says no
judge() {
    local name=$1 module=$2 wanted=$3 words=${4:-} said=no
    (cd "$work/tree" && mvn -B -ntp -pl "plugin-api/$module" -am verify -Dmaven.test.skip=true \
        -Dspotless.check.skip=true -Denforcer.skip=true) > "$work/log" 2>&1 && said=yes
    if grep -q 'COMPILATION ERROR' "$work/log"; then said="it does not compile"; fi
    if [ "$said" = "$wanted" ] && { [ -z "$words" ] || grep -qF -- "$words" "$work/log"; }; then
        passed=$((passed + 1))
        echo "ok: $name: $wanted"
    else
        failed=$((failed + 1))
        echo "FAILED: $name: expected $wanted${words:+ with \"$words\"}, the build said $said"
        grep -E '^\[ERROR\]' "$work/log" | head -n 8 | sed 's/^/    /'
    fi
}

fresh() { rm -rf "$work/tree" && cp -R "$work/given" "$work/tree"; }
java=src/main/java/dev/telecoder

fresh
judge "nothing changed" support yes

fresh
change api/$java/api/channel/Channel.java <<'P'
s = s.replace("    ChannelProfile profile();\n", "").replace("    /** {@return what the host must know of the platform to prepare a message for it} */\n", "")
P
judge "a method that plugins implement is gone" api no "dev.telecoder.api.channel.Channel.profile()"

fresh
change api/$java/api/skill/Skill.java <<'P'
s = s.rstrip()[:-1] + "\n    /** {@return its age} */\n    int age();\n}\n"
P
judge "what plugins implement gains a method they would have to write" api no "dev.telecoder.api.skill.Skill.age()"

fresh
change api/$java/api/skill/Skill.java <<'P'
s = s.rstrip()[:-1] + "\n    /** {@return its age} */\n    default int age() {\n        return 0;\n    }\n}\n"
P
judge "it gains a default method" api yes

fresh
change api/$java/api/channel/Inbox.java <<'P'
s = s.rstrip()[:-1] + "\n    /** {@return how many wait} */\n    int waiting();\n}\n"
P
judge "what the host implements gains a method" api yes

fresh
change api/$java/api/PluginContext.java <<'P'
s = s.replace("    Clock clock();\n", "").replace("    /** {@return the clock to read time from; tests supply their own} */\n", "").replace("import java.time.Clock;\n", "")
P
judge "what the host implements loses a method" api no "dev.telecoder.api.PluginContext.clock()"

fresh
change api/$java/api/memory/Embedder.java <<'P'
s = s.replace("    String model();\n", "    String kind();\n")
P
judge "what is experimental changes" api yes

fresh
change api/$java/api/monitor/Monitor.java <<'P'
s = s.replace("    Duration interval();\n", "    Duration pause();\n")
P
judge "what monitors implement changes" api no

fresh
change api/$java/api/Configured.java <<'P'
s = s.rstrip()[:-1] + '\n    /** {@return why} */\n    String why() default "";\n}\n'
P
judge "an annotation gains an element with a default" api yes

fresh
change api/$java/api/Failure.java <<'P'
s = s.replace("    CANCELLED\n", "    CANCELLED,\n    /** Nobody is there. */\n    ABSENT\n")
P
judge "a set of failures grows" api yes

fresh
change api/$java/api/Failure.java <<'P'
s = s.replace("    REJECTED,\n", "    REFUSED,\n")
P
change api/$java/api/repo/CiJobs.java <<'P'
s = s.replace("Failure.REJECTED", "Failure.REFUSED")
P
judge "a failure has another name" api no "dev.telecoder.api.Failure"

fresh
change api/$java/api/channel/Channel.java <<'P'
s = s.replace("the platform's id of the new message\n", "the platform's id of the new message\n     * @param at when\n")
s = s.replace("record Receipt(String messageId) {}", "record Receipt(String messageId, long at) {}")
P
judge "a record grows and its old constructor is gone" api no 'Channel$Receipt(java.lang.String)'

fresh
change api/$java/api/channel/Channel.java <<'P'
s = s.replace("the platform's id of the new message\n", "the platform's id of the new message\n     * @param at when\n")
s = s.replace("record Receipt(String messageId) {}", """record Receipt(String messageId, long at) {

        /**
         * As before.
         *
         * @param messageId the platform's id of the new message
         */
        public Receipt(String messageId) {
            this(messageId, 0);
        }
    }""")
P
judge "a record grows and keeps its old constructor" api yes

fresh
change api/$java/api/llm/Content.java <<'P'
s = s.rstrip()[:-1] + """
    /**
     * A sound.
     *
     * @param text what is heard
     */
    record Sound(String text) implements Content {
        @Override
        public String plainText() {
            return text;
        }
    }
}
"""
P
judge "a closed set handed to plugins grows" api yes

fresh
change support/$java/support/report/TestReports.java <<'P'
import re
s = re.sub(r"public static (\S+ \w+\()", r"static \1", s, count=1)
P
judge "support loses a public method" support no "dev.telecoder.support.report.TestReports"

[ "$failed" -eq 0 ]
code=$?
echo "compatibility: $passed passed, $failed failed"
exit "$code"
