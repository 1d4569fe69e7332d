package dialect_test

import (
	"slices"
	"testing"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
)

func TestParse(t *testing.T) {
	for _, name := range dialect.Names() {
		if d, err := dialect.Parse(name); err != nil || d.Name() != name {
			t.Errorf("%s: %v, %v", name, d.Name(), err)
		}
	}
	if d, err := dialect.Parse(""); err != nil || d != (dialect.Dialect{}) || d.Name() != "opensearch-2.19" {
		t.Errorf("the default: %v, %v", d, err)
	}
	if _, err := dialect.Parse("opensearch-2"); err == nil {
		t.Error("an unknown dialect was taken")
	}
	if want := []string{"opendistro-1.13", "opensearch-1.3", "opensearch-2.19", "opensearch-3.5"}; !slices.Equal(dialect.Names(), want) {
		t.Errorf("names %v", dialect.Names())
	}
}
