package view_test

import (
	"bytes"
	"testing"

	"github.com/alertplan/alertplan/internal/view"
)

// TestGenerated: what is told of a configuration that was made of a cluster.
func TestGenerated(t *testing.T) {
	var out bytes.Buffer
	p := view.NewPrinter(&out, view.Plain)
	p.Generated(generated)
	p.Generated(view.Generated{})
	golden(t, "testdata/generated.txt", out.Bytes())
}
