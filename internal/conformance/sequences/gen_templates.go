package sequences

import "github.com/alertplan/alertplan/internal/orderedjson"

// templateKind is one of the three kinds of templates.
type templateKind string

const (
	composable templateKind = "_index_template"
	component  templateKind = "_component_template"
	legacy     templateKind = "_template"
)

func (g *gen) kind() templateKind { return pick(g, composable, composable, component, legacy) }

func (g *gen) templateName() string { return Prefix + pick(g, "t1", "t1", "t2", "t3") }

func (g *gen) patterns() any {
	return pick[any](g, list(Prefix+"*"), list(Prefix+"a*"), list(Prefix+"b", Prefix+"c"), Prefix+"a", list(Prefix+"ds-*"))
}

func (g *gen) template() {
	kind := g.kind()
	o := orderedjson.NewObject()
	inner := g.indexBody()
	switch kind {
	case legacy:
		o.Set("index_patterns", g.patterns())
		for _, m := range inner.Members() {
			o.Set(m.Key, m.Value)
		}
		if g.one(3) {
			o.Set("order", number(g.IntN(3)))
		}
	case component:
		o.Set("template", inner)
	default:
		o.Set("index_patterns", g.patterns())
		if !g.one(6) {
			o.Set("template", inner)
		}
		if !g.one(3) {
			o.Set("priority", number(pick(g, 1, 2, 100)))
		}
		if g.one(3) {
			o.Set("composed_of", list(g.templateName()))
		}
		if g.one(6) {
			o.Set("data_stream", pick(g, obj(), obj("timestamp_field", obj("name", "@timestamp"))))
		}
	}
	if g.one(8) {
		o.Set("version", number(g.IntN(5)))
	}
	if g.one(8) && kind != legacy {
		o.Set("_meta", obj("by", "me"))
	}
	if g.one(40) {
		o.Set(pick(g, "unknown", "priority", "index_patterns", "composed_of"), pick[any](g, list(), "x", nil))
	}
	var body any = o
	if g.one(60) {
		body = pick(g, "{}", "", "[]", `{"index_patterns":[]}`, `{"template":{}}`)
	}
	g.add(pick(g, "PUT", "PUT", "PUT", "POST"), g.params(path(string(kind), g.templateName()), param{12, "create=true"}, param{15, "order=1"}, param{20, "cause=test"}, param{20, "master_timeout=30s"}), body)
}

func (g *gen) getTemplate() {
	name := pick(g, g.templateName(), g.templateName(), Prefix+"*", Prefix+"none", Prefix+"t1,"+Prefix+"t2")
	g.add(pick(g, "GET", "GET", "GET", "HEAD"), g.params(path(string(g.kind()), name), param{6, "flat_settings=true"}, param{30, "local=true"}), nil)
}

func (g *gen) deleteTemplate() {
	g.add("DELETE", g.params(path(string(g.kind()), pick(g, g.templateName(), Prefix+"none", Prefix+"*"))), nil)
}

// stream makes, shows, fills or deletes a data stream.
func (g *gen) stream() {
	name := Prefix + pick(g, "ds-x", "ds-x", "ds-y")
	switch g.IntN(6) {
	case 0, 1:
		g.add("PUT", path("_data_stream", name), nil)
	case 2:
		g.add("GET", path("_data_stream", pick(g, name, Prefix+"*")), nil)
	case 3:
		g.add("DELETE", path("_data_stream", name), nil)
	case 4:
		g.dirty = true
		g.add("POST", g.params(path(name, "_doc"), g.writing()...), text(g.document()))
	default:
		g.add("PUT", path("_index_template", Prefix+"t4"), obj("index_patterns", list(Prefix+"ds-*"), "data_stream", obj(), "priority", rawNumber("200")))
		g.dirty = true
		g.add("POST", g.params(path(name, "_doc"), g.writing()...), text(g.document()))
	}
}
