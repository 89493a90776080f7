#!/usr/bin/env bash
# The command lines that curl and the command run side by side (CurlTest) were really run: where there is no curl the test is
# skipped, which must not happen here. Runs it if `mvn verify` has not.
set -euo pipefail
cd "$(dirname "$GODWIT")"
command -v curl >/dev/null || { echo "there is no curl to compare with" >&2; exit 1; }
report=godwit-tests/target/surefire-reports/TEST-io.godwit.tests.command.CurlTest.xml
if [[ ! -f $report ]]; then
  mvn -B -q -Djacoco.skip=true -pl :godwit-tests -am test -Dtest=CurlTest -Dsurefire.failIfNoSpecifiedTests=false
fi
number() { sed -n "s/^<testsuite .* $1=\"\([0-9]*\)\".*/\1/p" "$report" | head -n 1; }
tests=$(number tests) skipped=$(number skipped) failures=$(number failures) errors=$(number errors)
echo "$tests command lines beside curl $(curl --version | awk 'NR == 1 { print $2 }'): $skipped skipped, $failures failures, $errors errors"
[[ $tests -ge 40 && $skipped == 0 && $failures == 0 && $errors == 0 ]]
