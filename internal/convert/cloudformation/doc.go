// Package cloudformation reads the resources of CloudFormation templates, in YAML with
// its short tags (!Ref, !Sub, !GetAtt) or in JSON.
//
// Parameters are taken by their defaults; what is known only when a template is deployed
// stays a reference. It must not know what the resources mean.
package cloudformation
