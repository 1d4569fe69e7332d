package sequences

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func (g *gen) fieldDefinition() any {
	def := pick(g, obj("type", "keyword"), obj("type", "text"), obj("type", "long"), obj("type", "date"), obj("type", "double"), obj("type", "boolean"), obj("type", "ip"),
		obj("type", "text", "fields", obj("keyword", obj("type", "keyword", "ignore_above", rawNumber("256")))), obj("type", "keyword", "ignore_above", rawNumber("5")),
		obj("type", "long", "ignore_malformed", true), obj("type", "date", "format", "strict_date_optional_time||epoch_millis"), obj("type", "nested"), obj("type", "object", "enabled", false),
		obj("properties", obj("name", obj("type", "keyword"))), obj("type", "integer", "index", false), obj("type", "keyword", "null_value", "none"), obj("type", "keyword", "doc_values", false))
	if g.one(40) {
		return pick[any](g, obj("type", "strin"), obj("type", "keyword", "unknown", rawNumber("1")), obj(), "keyword", obj("type", "text", "analyzer", "none"), obj("type", "date", "format", "wrong format"), obj("type", "alias", "path", "none"))
	}
	return orderedjson.Clone(def)
}

func (g *gen) mappings() *orderedjson.Object {
	props := orderedjson.NewObject()
	for _, name := range []string{"at", "eventName", "tag", "msg", "n", "d", "ip", "user", "items"} {
		if !g.one(4) {
			continue
		}
		if g.one(2) {
			props.Set(name, g.usual(name))
		} else {
			props.Set(name, g.fieldDefinition())
		}
	}
	m := orderedjson.NewObject()
	if g.one(6) {
		m.Set("dynamic", pick[any](g, true, false, "strict", "true", "false", "wrong"))
	}
	if g.one(10) {
		m.Set("_meta", obj("a", rawNumber("1")))
	}
	if g.one(12) {
		m.Set("_source", obj("enabled", !g.one(3)))
	}
	if g.one(12) {
		m.Set("date_detection", false)
	}
	if g.one(15) {
		m.Set("numeric_detection", true)
	}
	if g.one(20) {
		m.Set("_routing", obj("required", true))
	}
	if g.one(10) {
		m.Set("dynamic_templates", list(obj("texts", obj("match_mapping_type", "string", "mapping", obj("type", "keyword")))))
	}
	if props.Len() > 0 {
		m.Set("properties", props)
	}
	return m
}

// usual is the type that a field's values are of.
func (g *gen) usual(name string) any {
	kind := map[string]string{"at": "date", "msg": "text", "n": "long", "d": "double", "ip": "ip", "items": "nested"}[name]
	switch kind {
	case "":
		kind = "keyword"
	}
	if name == "user" {
		return obj("properties", obj("name", obj("type", "keyword"), "id", obj("type", "integer")))
	}
	return obj("type", kind)
}

func (g *gen) indexSettings() any {
	s := orderedjson.NewObject()
	for _, x := range []struct {
		n     int
		key   string
		value any
	}{{3, "number_of_replicas", pick[any](g, rawNumber("0"), rawNumber("1"), "0")}, {5, "index.number_of_shards", pick[any](g, rawNumber("1"), "2", rawNumber("3"))},
		{12, "index.refresh_interval", pick[any](g, "30s", "1s", "5m")}, {25, "index.max_result_window", rawNumber("1500")}, {25, "index.mapping.total_fields.limit", number(pick(g, 5, 100))},
		{30, "index.hidden", true}, {25, "index.mapping.coerce", false}, {25, "index.mapping.ignore_malformed", true}, {30, "index.blocks.write", true}, {60, "index.unknown", rawNumber("1")},
		{60, "number_of_shards", pick[any](g, rawNumber("0"), "x", rawNumber("-1"), rawNumber("2000"))}, {40, "index.default_pipeline", "_none"}, {40, "index.number_of_routing_shards", rawNumber("4")}} {
		if g.one(x.n) {
			s.Set(x.key, x.value)
		}
	}
	if g.one(3) {
		return obj("index", unprefixed(s))
	}
	return s
}

func unprefixed(s *orderedjson.Object) *orderedjson.Object {
	out := orderedjson.NewObject()
	for _, m := range s.Members() {
		key := m.Key
		if len(key) > 6 && key[:6] == "index." {
			key = key[6:]
		}
		out.Set(key, m.Value)
	}
	return out
}

func (g *gen) aliasBody() *orderedjson.Object {
	o := orderedjson.NewObject()
	if g.one(4) {
		o.Set("filter", obj("term", obj("tag", "red")))
	}
	if g.one(5) {
		o.Set("is_write_index", g.one(2))
	}
	if g.one(25) {
		o.Set(pick(g, "routing", "index_routing", "search_routing", "is_hidden", "unknown"), "r1")
	}
	return o
}

func (g *gen) indexBody() *orderedjson.Object {
	o := orderedjson.NewObject()
	if g.one(2) {
		o.Set("settings", g.indexSettings())
	}
	if !g.one(3) {
		o.Set("mappings", g.mappings())
	}
	if g.one(4) {
		o.Set("aliases", obj(Prefix+pick(g, "al", "al2"), g.aliasBody()))
	}
	if g.one(60) {
		o.Set(pick(g, "unknown", "mapping", "template"), obj())
	}
	return o
}

func (g *gen) createIndex() {
	name := g.index()
	if g.one(30) {
		name = Prefix + pick(g, "UPPER", "a b", "a,b", "a*", "a%3F", "al", "ds-x")
	}
	var body any = g.indexBody()
	if g.one(6) {
		body = nil
	} else if g.one(60) {
		body = pick(g, "{", `{"mappings":{"properties":{"a":{"type":"keyword"},"a":{"type":"long"}}}}`, `{"mappings":{"_doc":{"properties":{"a":{"type":"keyword"}}}}}`)
	}
	g.add("PUT", g.params(path(name), param{15, "wait_for_active_shards=" + pick(g, "1", "1", "x")}, param{20, "timeout=30s"}, param{20, "master_timeout=30s"}, param{25, "cluster_manager_timeout=30s"}, param{40, "include_type_name=false"}), body)
}

func (g *gen) putMapping() {
	var body any = g.mappings()
	if g.one(30) {
		body = pick[any](g, "{}", "", `{"properties":[]}`, `{"properties":{"n":{}}}`, `{"n":{"type":"long"}}`, `{"properties":{"":{"type":"long"}}}`, `{"_doc":{"properties":{"q":{"type":"long"}}}}`)
	}
	g.add(pick(g, "PUT", "PUT", "POST"), g.params(path(g.targets(), "_mapping"), append(g.expansion(), param{30, "write_index_only=true"})...), body)
}

func (g *gen) getMapping() {
	switch g.IntN(4) {
	case 0:
		g.add("GET", g.params(path(g.targets(), "_mapping", "field", pick(g, "n", "*", "user.*", "tag,none")), append(g.expansion(), param{6, "include_defaults=true"})...), nil)
	default:
		g.add("GET", g.params(path(g.targets(), pick(g, "_mapping", "_mapping", "_mappings")), g.expansion()...), nil)
	}
}

func (g *gen) getIndex() {
	g.add(pick(g, "GET", "GET", "HEAD"), g.params(path(g.targets()), append(g.expansion(), param{10, "flat_settings=true"}, param{60, "human"})...), nil)
}

func (g *gen) deleteIndex() {
	g.add("DELETE", g.params(path(g.targets()), g.expansion()...), nil)
}

func (g *gen) settings() {
	if g.one(2) {
		where := path(g.targets(), "_settings")
		if g.one(3) {
			where += "/" + pick(g, "index.number_of_shards", "index.refresh*", "*", "none")
		}
		g.add("GET", g.params(where, append(g.expansion(), param{4, "flat_settings=true"})...), nil)
		return
	}
	body := pick[any](g, obj("index.number_of_replicas", rawNumber("0")), obj("index", obj("refresh_interval", "2s")), obj("settings", obj("index.max_result_window", rawNumber("100"))), obj("number_of_replicas", "1"),
		obj("index.number_of_shards", rawNumber("2")), obj("index.unknown", rawNumber("1")), obj("refresh_interval", nil), obj("index.refresh_interval", "wrong"), obj("index.blocks.write", g.one(2)), obj(), "", obj("index.hidden", true),
		obj("index.mapping.total_fields.limit", rawNumber("20")), obj("analysis", obj("analyzer", obj("a", obj("type", "simple")))))
	g.add("PUT", g.params(path(g.targets(), "_settings"), append(g.expansion(), param{10, "preserve_existing=true"}, param{20, "timeout=5s"})...), body)
}

func (g *gen) aliases() {
	switch g.IntN(4) {
	case 0:
		g.add(pick(g, "PUT", "POST"), g.params(path(g.targets(), "_alias", Prefix+pick(g, "al", "al2", "a"))), pick[any](g, nil, g.aliasBody()))
	case 1:
		g.add("DELETE", g.params(path(g.targets(), "_alias", Prefix+pick(g, "al", "al2", "none", "*"))), nil)
	default:
		var actions []any
		for range 1 + g.IntN(2) {
			kind := pick(g, "add", "add", "add", "remove", "remove_index")
			body := g.aliasBody()
			if kind != "add" {
				body = obj()
			}
			body.Set("index", g.targets())
			if kind != "remove_index" {
				body.Set("alias", Prefix+pick(g, "al", "al2", "a"))
			}
			if kind == "remove" && g.one(4) {
				body.Set("must_exist", g.one(2))
			}
			actions = append(actions, obj(kind, body))
		}
		var body any = obj("actions", actions)
		if g.one(20) {
			body = pick(g, "{}", `{"actions":[]}`, `{"actions":[{"add":{}}]}`, `{"actions":[{"wrong":{"index":"a","alias":"b"}}]}`, `{"action":[]}`, "")
		}
		g.add("POST", g.params("/_aliases"), body)
	}
}

func (g *gen) getAliases() {
	switch g.IntN(3) {
	case 0:
		g.add(pick(g, "GET", "HEAD"), g.params(path(g.targets(), "_alias", Prefix+pick(g, "al", "al2", "none", "*"))), nil)
	case 1:
		g.add("GET", g.params(path(g.targets(), "_alias"), g.expansion()...), nil)
	default:
		g.add("GET", g.params(path("_alias", Prefix+pick(g, "al", "al*", "none", "al,"+Prefix+"none"))), nil)
	}
}

func (g *gen) cat() {
	switch g.IntN(7) {
	case 6:
		g.look("GET", path("_cat", "shards", g.targets())+"?s=index,shard,prirep&h=index,shard,prirep,state,docs"+pick(g, "", "&v", "&format=json"), nil)
	case 0:
		g.look("GET", g.params(path("_cat", "count", g.targets())+"?h=count", param{3, "v"})[0:], nil)
	case 1:
		g.look("GET", path("_cat", "aliases", Prefix+pick(g, "*", "al", "none"))+"?"+pick(g, "format=json", "s=alias,index&v", "h=alias,index&s=alias,index"), nil)
	case 2:
		g.look("GET", path("_cat", "templates", Prefix+"*")+"?"+pick(g, "format=json", "s=name", "v&s=name&h=name,order"), nil)
	case 3:
		g.look("GET", path("_cat", "indices", g.targets())+"?"+pick(g, "h=index,docs.count,health&s=index", "v&h=health,status,index,pri,rep,docs.count&s=index", "s=index:desc&h=i,dc", "h=none&s=index", "help"), nil)
	default:
		where := path("_cat", "indices", g.targets()) + "?format=" + pick(g, "json", "json", "wrong")
		if g.one(2) {
			where += "&h=" + pick(g, "index,docs.count", "i,dc", "index,none", "health,status,index,pri,rep")
		}
		if g.one(3) {
			where += "&s=" + pick(g, "index", "docs.count:desc,index", "none")
		}
		if g.one(6) {
			where += "&" + pick(g, "expand_wildcards=all", "health=green", "pri=true", "bytes=b")
		}
		g.look("GET", where, nil)
	}
}

func (g *gen) resolve() {
	g.add("GET", g.params(path("_resolve", "index", g.targets()), param{6, "expand_wildcards=" + pick(g, "open", "closed", "all", "none")}), nil)
}

func (g *gen) openOrClose() {
	g.add("POST", g.params(path(g.targets(), pick(g, "_close", "_open", "_open")), g.expansion()...), nil)
}

func (g *gen) refresh() {
	g.add(pick(g, "POST", "GET"), g.params(path(g.targets(), pick(g, "_refresh", "_refresh", "_flush", "_forcemerge")), g.expansion()...), nil)
}

func (g *gen) stats() {
	g.look("GET", path(g.targets(), "_stats", "docs")+"?filter_path=_all.primaries.docs.count,indices.*.primaries.docs.count", nil)
}

func (g *gen) health() {
	g.add("GET", path("_cluster", "health", g.targets())+"?filter_path=status,timed_out,active_primary_shards,indices", nil)
}

// nowhere asks for what there is no route for, or none with this method.
func (g *gen) nowhere() {
	g.add(pick(g, "GET", "POST", "PUT", "DELETE"), pick(g, "/"+Prefix+"a/_none", "/_none", "/"+Prefix+"a/_doc", "/"+Prefix+"a/b/c", "/_bulk/x", "/"+Prefix+"a/_search/x", "/_license", "/_xpack", "/"+Prefix+"a/_update", "/"+Prefix+"a/_create", "/_cat/none", "/"+Prefix+"a/_mapping/_doc", "/_ilm/policy/x"), pick[any](g, nil, "{}"))
}
