// Package terraform reads resources from Terraform's files: those of AWS under the names
// that CloudFormation has for them (Read), any others as their blocks have them
// (ReadDeclared).
//
// What the files themselves say is resolved: defaults of variables, locals, for_each and
// count, attributes of other resources, functions, modules. What is known only when they
// are applied stays a reference, or has the value that the caller gives it. It must not
// know what the resources mean.
package terraform
