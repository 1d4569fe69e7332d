// Package provider reads what the Terraform providers of OpenSearch and Elasticsearch
// declare of alerting: monitors, channels and destinations, each with a body as the API
// takes it, and from a state file the ids that they have on the cluster.
//
// What a variable has its value from outside for stays one: in bodies a stand-in takes
// its place, and Words puts the variable there in what is written of them. It must not
// know how expressions of Terraform are evaluated, nor write blocks.
package provider
