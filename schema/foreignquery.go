package schema

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/monitors"
)

// checkForeign warns of names in a search that no plugin known here has: they go
// to the cluster as they are, which may know them.
func (b *monitorBlock) checkForeign(m monitors.Monitor) {
	search, ok := m.Input.(*monitors.Search)
	if !ok || b.query == nil {
		return
	}
	for _, f := range search.Foreign {
		if f.IsOfPlugin() {
			continue
		}
		at := b.query.at("")
		bodyWalk(b.query.body, "", func(o *orderedjson.Object, pointer string) {
			if named, _ := o.Get(f.Name); isObject(named) {
				at = b.query.at(pointer + "/" + pointerKey(f.Name))
			}
		})
		b.report("unknown-construct", at, "No %s %q is known here. It goes to the cluster as it is, which takes it if a plugin or a newer version has it, and refuses the monitor otherwise. Look the name up; `alertplan test` can't evaluate it.", f.Construct, f.Name)
	}
}

func isObject(v any) bool {
	_, ok := v.(*orderedjson.Object)
	return ok
}

// readable is a search body in canonical form, with what a plugin may know.
func readable(body *orderedjson.Object) (*orderedjson.Object, error) {
	form, err := querydsl.Read(querydsl.OpenSearch2, body)
	return form.Body, err
}
