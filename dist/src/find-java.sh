# Finds a Java 25; to be sourced by a POSIX shell. It reads "release" files and starts nothing, so it costs a few milliseconds.
#
#   find_java 25 javac   a JDK of exactly that version, to build with
#   find_java 25         a Java of that version, else a later one, to run on
#
# Sets found_java to its home folder, or to nothing. Looked at, in this order: TELECODER_JAVA_HOME, JAVA_HOME, java on the
# PATH, and the folders in which systems and version managers put theirs.

java_version_of() {  # HOME -> java_version (25, 26 …), or nothing
    java_version=
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
    while IFS= read -r release_line || [ -n "$release_line" ]; do
        case $release_line in
            JAVA_VERSION=*)
                java_version=${release_line#JAVA_VERSION=}
                java_version=${java_version#\"}
                java_version=${java_version%%[!0-9]*}
                return 0
                ;;
        esac
    done < "$1/release"
}

consider_java() {  # HOME: takes it if it fits; else remembers it if it is later
    [ -z "$found_java" ] || return 0
    java_version_of "$1"
    [ -n "$java_version" ] || return 0
    [ -z "$wanted_tool" ] || [ -x "$1/bin/$wanted_tool" ] || return 0
    if [ "$java_version" -eq "$wanted_version" ]; then
        found_java=$1
    elif [ "$java_version" -gt "$wanted_version" ] && [ -z "$later_java" ]; then
        later_java=$1
    fi
}

find_java() {
    wanted_version=$1
    wanted_tool=${2:-}
    found_java=
    later_java=
    [ -z "${TELECODER_JAVA_HOME:-}" ] || consider_java "$TELECODER_JAVA_HOME"
    [ -z "${JAVA_HOME:-}" ] || consider_java "$JAVA_HOME"
    if [ -z "$found_java" ] && java_on_path=$(command -v java); then
        java_on_path=$(readlink -f "$java_on_path" 2>/dev/null || echo "$java_on_path")
        consider_java "${java_on_path%/bin/java}"
    fi
    user_home=${HOME:-/nonexistent}
    for java_home in \
            /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /usr/local/*jdk* /opt/*jdk* /opt/*java* /opt/java/* /opt/jdk/* \
            "$user_home"/.sdkman/candidates/java/* "$user_home"/.jdks/* "$user_home"/.m2/jdks/* "$user_home"/.gradle/jdks/* \
            "$user_home"/.local/share/mise/installs/java/* "$user_home"/.asdf/installs/java/* "$user_home"/.jenv/versions/* \
            "$user_home"/.jabba/jdk/* "$user_home"/.jbang/cache/jdks/* \
            /Library/Java/JavaVirtualMachines/*/Contents/Home "$user_home"/Library/Java/JavaVirtualMachines/*/Contents/Home \
            /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
            "$user_home"/.gradle/jdks/*/Contents/Home "$user_home"/.jdks/*/Contents/Home; do
        [ -z "$found_java" ] || break
        consider_java "$java_home"
    done
    if [ -z "$found_java" ] && [ -z "$wanted_tool" ]; then
        found_java=$later_java
    fi
}

say_how_to_get_java() {  # WHAT it is needed for
    cat >&2 <<EOF
telecoder: no Java 25 was found on this machine, and TeleCoder needs one to $1.
Looked at TELECODER_JAVA_HOME, JAVA_HOME, java on the PATH, /usr/lib/jvm, /opt, and the folders of sdkman, mise, asdf, IDEs and macOS.
Get one in any of these ways and run the same command again; it is found by itself:
  any system      https://adoptium.net/temurin/releases/?version=25   (unpack it into ~/.jdks, say)
  sdkman          sdk install java 25-tem
  macOS           brew install openjdk@25
  Debian, Ubuntu  apt install openjdk-25-jdk   (where the release has it)
  Fedora          dnf install java-25-openjdk-devel
Or set TELECODER_JAVA_HOME to one that lies elsewhere.
EOF
}
