package provider

import "slices"

// monitorTypes are resources that declare a monitor, the current name first; the rest
// are those of the provider for Elasticsearch.
var monitorTypes = []string{"opensearch_monitor", "elasticsearch_opendistro_monitor", "elasticsearch_monitor"}

// channelTypes declare a channel of the notifications plugin.
var channelTypes = []string{"opensearch_channel_configuration"}

// destinationTypes declare a destination of the alerting plugin before 2.0.
var destinationTypes = []string{"opensearch_destination", "elasticsearch_opendistro_destination", "elasticsearch_destination"}

// Types are all resources that are read.
func Types() []string { return slices.Concat(monitorTypes, channelTypes, destinationTypes) }
