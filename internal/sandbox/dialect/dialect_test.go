package dialect_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

func TestParse(t *testing.T) {
	d, err := dialect.Parse("")
	if err != nil || d != dialect.OpenSearch2() || d.Name != "opensearch-2.19" {
		t.Errorf("the default is %q, %v", d.Name, err)
	}
	for _, name := range dialect.Names() {
		if d, err := dialect.Parse(name); err != nil || d.Name != name || d.Version == "" || d.MaxHeaderBytes == 0 || d.Tagline == "" {
			t.Errorf("%s: %+v, %v", name, d, err)
		}
	}
	if _, err := dialect.Parse("opensearch-9"); err == nil || !strings.Contains(err.Error(), "opensearch-3.5") {
		t.Errorf("the error names what is known: %v", err)
	}
}

func TestSearches(t *testing.T) {
	for _, name := range dialect.Names() {
		if d, _ := dialect.Parse(name); d.Searches().Name() != name {
			t.Errorf("%s searches as %s", name, d.Searches().Name())
		}
	}
}

// TestZeroFeaturesAre219 holds the rule that a new feature is named so that its
// zero value is what 2.19 does.
func TestZeroFeaturesAre219(t *testing.T) {
	f := dialect.OpenSearch2().Features
	f.MaxHeaderBytes = 0
	if f != (dialect.Features{}) {
		t.Errorf("features of 2.19 that are set: %+v", f)
	}
}
