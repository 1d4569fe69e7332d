// Package wire is the JSON of the alerting and notifications APIs: it turns
// bodies into domain values (monitors, destinations) and back, and reads what
// the APIs answer.
//
// It takes bodies as people write them (shorthand, bare triggers, numbers in
// strings) and as every server version returns them; it writes the one long form
// that all versions from 1.1 on take. It must not know HTTP, HCL or plans.
package wire
