// Package doctor says what keeps a cluster from alerting, or a user from managing its
// alerts: on the way to the cluster, in its plugins, clocks, rights and limits, and in
// the monitors and channels that are there.
//
// It asks a cluster that is an interface, and turns the answers into findings, which are
// data. It must not know HTTP, HCL, files, or how anything is worded.
package doctor
