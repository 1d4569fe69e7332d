package main

import "testing"

// TestPageFromTerraform runs docs/from-terraform.md: a project of Terraform is moved, and
// what was acknowledged stays so.
func TestPageFromTerraform(t *testing.T) {
	t.Parallel()
	keepRunPage(t, "from-terraform.md")
}
