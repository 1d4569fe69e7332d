// Package discover converts search requests that were copied from the Discover page of
// the Dashboards (Inspect, Request), or from their Dev Tools, to monitors.
//
// What such a request says of the page goes: its fixed time range becomes the monitor's
// window, and columns, highlighting and the histogram are nothing that an alert needs.
// What it searches for stays as it is. It must not know files, clusters, or the other
// languages that are converted.
package discover
