package conformance

import (
	"context"
	"fmt"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// ShrinkMapping looks for one field of an index's mapping that by itself only one
// side takes, and describes it; "" where there is none.
func ShrinkMapping(ctx context.Context, n *Node, body *orderedjson.Object, scratch string) (string, error) {
	for _, m := range body.Object("mappings").Object("properties").Members() {
		small := settled(obj("mappings", obj("properties", obj(m.Key, m.Value))))
		if settings, ok := body.Get("settings"); ok {
			small.Set("settings", settings)
		}
		here := index.NewStore(time.Now).In(n.Dialect).Create(scratch, small)
		a, err := n.Do(ctx, "PUT", "/"+scratch, text(unrefreshed(small)))
		if err != nil {
			return "", err
		}
		if a.Status < 300 {
			if _, err := n.Must(ctx, "DELETE", "/"+scratch, ""); err != nil {
				return "", err
			}
		}
		if (a.Status < 300) != (here == nil) {
			return fmt.Sprintf("PUT %s\nnode: %d %s\nhere: %v", text(small), a.Status, short(firstCause(a.Body)), here), nil
		}
	}
	return "", nil
}
