package sequences

import (
	"encoding/json"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

func rawNumber(s string) json.Number { return json.Number(s) }

// fields are those of documents, with values; the last ones of each are odd.
var fields = []struct {
	name   string
	values []any
}{
	{"at", []any{"2026-03-09T10:00:00Z", "2026-03-09T11:30:00.250Z", "2026-03-10", rawNumber("1773050400000"), "not a date"}},
	{"eventName", []any{"ConsoleLogin", "AssumeRole", "StopLogging", "DeleteTrail", "", rawNumber("7")}},
	{"tag", []any{"red", "green", "blue", list("red", "blue"), nil, obj("x", "y")}},
	{"msg", []any{"quick brown fox", "lazy dog failed", "The fox and the dog", "user@example.com failed login", true}},
	{"n", []any{rawNumber("1"), rawNumber("2"), rawNumber("40"), rawNumber("-7"), list(rawNumber("3"), rawNumber("1")), "12", rawNumber("3.7"), "abc"}},
	{"d", []any{rawNumber("1.5"), rawNumber("0.1"), rawNumber("99"), rawNumber("-2.25"), "x"}},
	{"flag", []any{true, false, "true", "", "no"}},
	{"ip", []any{"10.0.0.1", "192.168.1.10", "::1", "10.0.0"}},
	{"user", []any{obj("name", "alice", "id", rawNumber("1")), obj("name", "bob"), list(obj("name", "eve", "id", rawNumber("2")), obj("name", "carol")), "plain"}},
	{"user.name", []any{"dave", "erin"}},
	{"extra", []any{"x", rawNumber("1"), rawNumber("1.5"), true, "2026-01-01", obj("a", rawNumber("1")), []any{}, nil}},
	{"more.deep.er", []any{rawNumber("1"), "two"}},
	{"items", []any{list(obj("k", "a", "v", rawNumber("1")), obj("k", "b", "v", rawNumber("2"))), obj("k", "c"), list()}},
}

func (g *gen) value(values []any) any {
	if len(values) > 2 && !g.one(12) {
		values = values[:len(values)-1]
	}
	return pick(g, values...)
}

func (g *gen) document() *orderedjson.Object {
	o := orderedjson.NewObject()
	for _, f := range fields {
		if g.one(3) {
			o.Set(f.name, g.value(f.values))
		}
	}
	if g.one(4) {
		o.Set("@timestamp", "2026-03-09T10:00:00Z")
	}
	return o
}

// source is a document as it is sent; some are none.
func (g *gen) source() string {
	if g.one(40) {
		return pick(g, "", "{", "[]", `"text"`, "{}", `{"a":1}{"b":2}`, `{"a":1,"a":2}`, `{"":1}`, `{"a..b":1}`, `{".":1}`, `{"_id":"x"}`, "{\"a\":\"\x01\"}", `{"n":1e400}`, `{'n':1}`, `null`)
	}
	return text(g.document())
}

// locking are the parameters of optimistic locking; most ask for what may be right.
func (g *gen) locking() []param {
	if !g.one(8) {
		return nil
	}
	return []param{{1, sprint("if_seq_no=%d", g.IntN(4))}, {1, "if_primary_term=1"}}
}

func (g *gen) versions() []param {
	if !g.one(12) {
		return nil
	}
	return []param{{1, sprint("version=%d", g.IntN(6))}, {2, "version_type=" + pick(g, "external", "external_gte", "external", "internal", "force")}}
}

func (g *gen) putDocument() {
	g.dirty = true
	params := append(append(g.writing(), g.locking()...), g.versions()...)
	params = append(params, param{15, "op_type=" + pick(g, "create", "index", "upsert")}, param{15, "require_alias=" + pick(g, "true", "false")})
	switch g.IntN(6) {
	case 0:
		g.add("POST", g.params(path(g.target(), "_doc"), params...), g.source())
	case 1:
		g.add(pick(g, "PUT", "POST"), g.params(path(g.target(), "_create", g.id()), params...), g.source())
	case 2:
		g.add("POST", g.params(path(g.target(), "_doc", g.id()), params...), g.source())
	default:
		g.add("PUT", g.params(path(g.target(), "_doc", g.id()), params...), g.source())
	}
}

func (g *gen) deleteDocument() {
	g.dirty = true
	g.add("DELETE", g.params(path(g.target(), "_doc", g.id()), append(append(g.writing()[:4], g.locking()...), g.versions()...)...), nil)
}

func (g *gen) getDocument() {
	params := []param{{5, "_source=" + pick(g, "false", "true", "n,tag", "user.*", "")}, {8, "_source_includes=user"}, {8, "_source_excludes=user.name,n"},
		{12, "routing=r1"}, {15, "stored_fields=" + pick(g, "_none_", "n")}, {12, "refresh=true"}, {15, "version=" + pick(g, "1", "2")}, {20, "preference=_local"}}
	switch g.IntN(6) {
	case 0:
		g.add(pick(g, "GET", "HEAD"), g.params(path(g.target(), "_source", g.id()), params...), nil)
	case 1:
		g.add("HEAD", g.params(path(g.target(), "_doc", g.id()), params...), nil)
	default:
		g.add("GET", g.params(path(g.target(), "_doc", g.id()), params...), nil)
	}
}

// updateScripts are few: a node compiles only so many in five minutes.
var updateScripts = []string{"ctx._source.n = params.n", "ctx._source.n += 1", "ctx.op = 'none'", "ctx.op = 'delete'", "ctx._source.remove('tag')",
	"if (ctx._source.tag == params.tag) { ctx.op = 'noop' } else { ctx._source.tag = params.tag }", "ctx._source.list = [1, 2]", "ctx._source.v = ctx._version"}

func (g *gen) script() any {
	s := obj("source", pick(g, updateScripts...))
	if !g.one(3) {
		s.Set("lang", "painless")
	}
	s.Set("params", obj("n", rawNumber("5"), "tag", pick(g, "red", "green")))
	return s
}

func (g *gen) updateBody() *orderedjson.Object {
	o := orderedjson.NewObject()
	if g.one(3) {
		o.Set("script", g.script())
	} else {
		o.Set("doc", g.document())
	}
	for _, x := range []struct {
		n     int
		key   string
		value any
	}{{5, "upsert", g.document()}, {6, "doc_as_upsert", !g.one(3)}, {6, "detect_noop", g.one(2)}, {12, "scripted_upsert", true},
		{8, "_source", pick[any](g, true, "n", list("user.*"), false)}, {60, "unknown", rawNumber("1")}, {25, "script", g.script()}} {
		if g.one(x.n) {
			o.Set(x.key, x.value)
		}
	}
	if g.one(40) {
		o.Delete("doc")
	}
	return o
}

func (g *gen) update() {
	g.dirty = true
	params := append(g.writing()[:4], g.locking()...)
	params = append(params, param{10, "retry_on_conflict=" + pick(g, "1", "-1")}, param{8, "_source=" + pick(g, "true", "n")}, param{20, "require_alias=true"})
	g.add("POST", g.params(path(g.target(), "_update", g.id()), params...), g.updateBody())
}

func (g *gen) bulk() {
	g.dirty = true
	var b strings.Builder
	inPath := g.one(2)
	n := 1 + g.IntN(8)
	if g.one(3) {
		n += 8
	}
	for range n {
		g.bulkItem(&b, inPath)
	}
	body := b.String()
	if g.one(60) {
		body = pick(g, "", "\n", "{}\n", `{"index":{}}`+"\n", "x\n", `{"index":{"_index":"`+Prefix+`a"}}`+"\n"+`{"a":1}`, `{"index":{"_index":"`+Prefix+`a"}`+"\n{}\n", `{"index":{"_index":"`+Prefix+`a"},"b":1}`+"\n{}\n")
	}
	where := "/_bulk"
	if inPath {
		where = path(g.target(), "_bulk")
	}
	params := append(g.writing(), param{12, "_source=" + pick(g, "true", "n")}, param{30, "require_alias=true"})
	g.steps = append(g.steps, Step{Method: pick(g, "POST", "POST", "PUT"), Path: g.params(where, params...), Body: body, Lines: true})
}

func (g *gen) bulkItem(b *strings.Builder, inPath bool) {
	meta := orderedjson.NewObject()
	if !inPath || g.one(10) {
		meta.Set("_index", g.target())
	}
	if !g.one(3) {
		meta.Set("_id", g.bulkID())
	}
	for _, x := range []struct {
		n     int
		key   string
		value any
	}{{15, "routing", "r1"}, {25, "if_seq_no", number(g.IntN(3))}, {25, "if_primary_term", rawNumber("1")}, {30, "version", number(g.IntN(5))},
		{30, "version_type", pick(g, "external", "external_gte")}, {60, "require_alias", true}, {100, "_type", "_doc"}, {100, "unknown", rawNumber("1")},
		{40, "_source", g.one(2)}, {60, "pipeline", "none"}, {60, "retry_on_conflict", rawNumber("2")}, {40, "op_type", "create"}} {
		if g.one(x.n) {
			meta.Set(x.key, x.value)
		}
	}
	action := pick(g, "index", "index", "index", "index", "create", "create", "update", "delete")
	if g.one(80) {
		action = pick(g, "upsert", "Index", "")
	}
	b.WriteString(text(obj(action, meta)) + "\n")
	switch action {
	case "delete":
	case "update":
		b.WriteString(text(g.updateBody()) + "\n")
	default:
		source := g.source()
		if strings.Contains(source, "\n") {
			source = "{}"
		}
		b.WriteString(source + "\n")
	}
}

func (g *gen) bulkID() any {
	if g.one(40) {
		return pick[any](g, "", rawNumber("5"), true, nil, strings.Repeat("i", 513), list("1"))
	}
	return g.plainID()
}

func (g *gen) plainID() string { return string(rune('1' + g.IntN(8))) }

func (g *gen) mget() {
	var docs []any
	for range 1 + g.IntN(3) {
		d := obj("_id", g.plainID())
		if !g.one(3) {
			d.Set("_index", g.target())
		}
		if g.one(6) {
			d.Set("_source", pick[any](g, false, "n", list("user.*", "tag"), obj("includes", list("n"), "excludes", list("user"))))
		}
		if g.one(12) {
			d.Set("routing", "r1")
		}
		docs = append(docs, d)
	}
	var body any = obj("docs", docs)
	if g.one(3) {
		body = obj("ids", list("1", "2", g.plainID()))
	}
	if g.one(30) {
		body = pick[any](g, "{}", `{"docs":[]}`, `{"ids":[]}`, `{"docs":[{}]}`, `{"doc":[]}`, "", `{"docs":[{"_id":"1","x":1}]}`)
	}
	where := "/_mget"
	if !g.one(3) {
		where = path(g.target(), "_mget")
	}
	g.add(pick(g, "GET", "POST"), g.params(where, param{8, "_source=" + pick(g, "false", "n")}, param{20, "refresh=true"}, param{12, "stored_fields=n"}, param{15, "routing=r2"}), body)
}
