# To be sourced (POSIX sh): find_jdk sets $jdk to the home of a JDK 25 or newer, or prints one line and returns 1.
# Looks where the build's Maven toolchains look, and asks the "release" file of each JDK: no JVM is started.

jdk_wanted=25

# Is $1 the home of a JDK that is new enough? Sets $jdk if so.
jdk_at() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS='=' read -r jdk_key jdk_value; do
    [ "$jdk_key" = JAVA_VERSION ] || continue
    jdk_value=${jdk_value#\"}
    jdk_value=${jdk_value%%[!0-9]*}
    [ "${jdk_value:-0}" -ge "$jdk_wanted" ] && jdk=$1
    return
  done <"$1/release"
  return 1
}

# Where the java of PATH lives, behind its symbolic links.
jdk_of_path() {
  jdk_java=$(command -v java) || return 1
  jdk_java=$(readlink -f "$jdk_java" 2>/dev/null) || return 1
  jdk_at "${jdk_java%/bin/java}"
}

find_jdk() {
  jdk_at "${JAVA_HOME:-}" && return
  jdk_of_path && return
  for jdk_home in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* \
    "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* "$HOME"/.jabba/jdk/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    jdk_at "$jdk_home" && return
  done
  echo "Godwit needs a JDK $jdk_wanted or newer and found none: install one (apt-get install openjdk-25-jdk, or https://adoptium.net) or point JAVA_HOME at it." >&2
  return 1
}
