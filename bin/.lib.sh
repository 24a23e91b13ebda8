# Shared by the scripts in this folder. Needs $root.

fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

# Sets JAVA to a Java 17 or newer, or says what is missing.
find_java() {
  if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
    JAVA=$JAVA_HOME/bin/java
  else
    JAVA=$(command -v java) || fail "no java found: install a JDK 17 (for instance openjdk-17-jdk) or set JAVA_HOME"
  fi
  local version major
  version=$("$JAVA" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p' | head -n 1)
  major=${version#1.}
  major=${major%%[.-]*}
  case $major in
    '' | *[!0-9]*) fail "cannot tell the version of $JAVA: set JAVA_HOME to a JDK 17" ;;
  esac
  [ "$major" -ge 17 ] || fail "$JAVA is Java $version, but Redline needs JDK 17 or newer: set JAVA_HOME to one"
}

# Builds a module and what it needs, unless nothing changed since the last time.
#   $1 module   $2 the file the build leaves behind
build_once() {
  local module=$1 class_path=$2 log=$root/$1/target/build.log stamp=$root/$1/target/built
  if [ -e "$stamp" ] && [ -e "$class_path" ] && ! changed_since "$stamp"; then
    return
  fi
  command -v mvn >/dev/null || fail "no mvn found: install Maven 3.8 or newer"
  "$(dirname "$JAVA")/javac" -version >/dev/null 2>&1 || [ -x "$(command -v javac)" ] \
    || fail "$JAVA belongs to a runtime without a compiler: install a JDK 17"
  mkdir -p "${log%/*}"
  echo "Building (the first time downloads what Spark needs, some 500 MB) ..." >&2
  (cd "$root" && JAVA_HOME=$(java_home) mvn -B -q -Pquick -DskipTests package -pl "$module" -am) >"$log" 2>&1 </dev/null \
    || { tail -n 40 "$log" >&2; fail "the build failed; all of it is in $log"; }
  touch "$stamp"
}

java_home() {
  "$JAVA" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'
}

changed_since() {
  [ -n "$(find "$root" \( -name target -o -name .git -o -name .run-local \) -prune -o \
    -type f \( -path '*/src/main/*' -o -name pom.xml \) -newer "$1" -print -quit)" ]
}
