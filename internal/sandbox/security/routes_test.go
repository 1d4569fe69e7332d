package security_test

import (
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/security"
)

// Every route of the sandbox, in every dialect, has its actions: one that was forgotten
// would be refused to everybody but admins.
func TestEveryRouteHasItsActions(t *testing.T) {
	for _, name := range dialect.Names() {
		d, err := dialect.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, route := range sandbox.New(sandbox.Options{Dialect: d}).Routes() {
			_, path, _ := strings.Cut(route, " ")
			if strings.HasPrefix(path, "/_sandbox") || strings.Contains(path, "/_security/") {
				continue // for admins; ask by themselves
			}
			if !security.KnowsRoute(route) {
				t.Errorf("%s: %s has no actions", name, route)
			}
		}
	}
}
