// Package terraform reads resources of AWS from Terraform's files, under the names that
// CloudFormation has for them.
//
// What the files themselves say is resolved: defaults of variables, locals, for_each and
// count, attributes of other resources, functions. What is known only when they are
// applied stays a reference. It must not know what the resources mean.
package terraform
