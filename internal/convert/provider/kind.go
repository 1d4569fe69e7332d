package provider

import "github.com/alertplan/alertplan/internal/convert"

// Kind is what reads Terraform's files; Read does it.
func Kind() convert.Kind {
	return convert.Kind{Name: "terraform", Short: "resources of Terraform's provider for OpenSearch", Extensions: []string{".tf", ".tf.json", ".tfvars"}}
}
