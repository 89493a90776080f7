#!/bin/sh
# Makes localhost.p12, the certificate and key of the tests beside it: self-signed, for localhost, good for 100 years.
set -eu
cd "$(dirname "$0")"
rm -f localhost.p12
keytool -genkeypair -alias localhost -keyalg EC -groupname secp256r1 -dname CN=localhost -ext san=dns:localhost \
  -startdate "2020/01/01 00:00:00" -validity 36500 -storetype PKCS12 -storepass godwit -keystore localhost.p12
