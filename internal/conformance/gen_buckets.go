package conformance

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
)

func (g *gen) composite(at place) *orderedjson.Object {
	var list []any
	after := obj()
	for i := range 1 + g.IntN(3) {
		name := string(rune('p' + i))
		kind := pick(g, "terms", "terms", "terms", "histogram", "date_histogram")
		o := obj()
		var f *known
		switch kind {
		case "terms":
			f = g.anyField(at, "keyword", "keyword", "long", "integer", "boolean", "ip", "date", "double", "float")
		case "histogram":
			f = g.anyField(at, numeric...)
			o.Set("interval", pick[any](g, 5, 10, 0.5, 100))
		case "date_histogram":
			f = g.anyField(at, "date")
			o.Set(pick(g, "calendar_interval", "fixed_interval"), pick(g, "1d", "1d", "1h"))
			g.maybe(4, o, "time_zone", pick(g, "+09:00", "Europe/Paris"))
			g.maybe(5, o, "format", "yyyy-MM-dd")
			g.maybe(8, o, "offset", "+3h")
		}
		if f == nil {
			return nil
		}
		o.Set("field", f.path)
		g.maybe(4, o, "order", pick(g, "asc", "desc"))
		g.maybe(4, o, "missing_bucket", true)
		if o.Has("missing_bucket") {
			g.maybe(3, o, "missing_order", pick(g, "first", "last", "default"))
		}
		after.Set(name, g.value(f))
		list = append(list, obj(name, obj(kind, o)))
	}
	o := obj("sources", list)
	g.maybe(2, o, "size", pick(g, 1, 2, 3, 5, 100))
	g.maybe(8, o, "after", after)
	return o
}

func (g *gen) dateHistogram(at place) *orderedjson.Object {
	f := g.anyField(at, dated...)
	if f == nil {
		return nil
	}
	o := obj("field", f.path)
	switch g.IntN(5) {
	default:
		o.Set("calendar_interval", pick(g, "month", "year", "1M", "1q", "quarter", "week", "1y", "month"))
	case 0:
		o.Set("fixed_interval", pick(g, "30d", "90d", "365d", "1000h"))
	case 1:
		o.Set("interval", pick(g, "month", "year", "1000d"))
	}
	g.maybe(3, o, "min_doc_count", pick(g, 1, 0, 2))
	g.maybe(5, o, "time_zone", pick(g, "+09:00", "Europe/Paris", "America/New_York"))
	g.maybe(8, o, "offset", pick(g, "+6h", "-1d", "1d"))
	g.maybe(6, o, "format", pick(g, "yyyy-MM", "yyyy-MM-dd HH:mm", "epoch_millis", "dd.MM.yyyy"))
	g.maybe(8, o, "keyed", true)
	g.maybe(8, o, "order", pick(g, obj("_key", "desc"), obj("_count", "asc")))
	if f := o.Text("format"); f == "" {
		g.maybe(8, o, "missing", "2024-01-01")
		g.maybe(10, o, "extended_bounds", obj("min", "2023-06-01", "max", "2024-12-01"))
		g.maybe(16, o, "hard_bounds", obj("min", "2023-01-01", "max", "2025-01-01"))
	}
	return o
}

func (g *gen) histogram(at place) *orderedjson.Object {
	f := g.anyField(at, numeric...)
	if f == nil {
		return nil
	}
	o := obj("field", f.path, "interval", pick[any](g, 100, 50, 1000, 250.5))
	if !g.one(3) || contains([]string{"long", "integer", "unsigned_long"}, f.kind) {
		o.Set("min_doc_count", pick(g, 1, 1, 2))
	}
	g.maybe(6, o, "offset", pick[any](g, 5, 0.5, -10))
	g.maybe(8, o, "keyed", true)
	g.maybe(6, o, "order", pick(g, obj("_key", "desc"), obj("_count", "desc")))
	g.maybe(8, o, "missing", pick(g, 0, 7))
	g.maybe(16, o, "hard_bounds", obj("min", 0, "max", 500))
	g.maybe(16, o, "extended_bounds", obj("min", -10, "max", 500))
	g.maybe(16, o, "format", "0.0")
	return o
}

func (g *gen) ranges(kind string, at place) *orderedjson.Object {
	kinds := map[string][]string{"range": numeric, "date_range": dated, "ip_range": {"ip"}}[kind]
	f := g.anyField(at, kinds...)
	if f == nil {
		return nil
	}
	format := ""
	if kind == "date_range" && g.one(4) {
		format = pick(g, "yyyy-MM-dd", "yyyy", "yyyy-MM")
	}
	bound := func() any {
		switch {
		case format != "" && !g.odd(3):
			return pick(g, "2024-01-15", "2023-12-31", "2024-02-29", "2024-06-01")[:len(format)]
		}
		switch kind {
		case "date_range":
			return pick[any](g, "2024-01-15", "2023", "2024-02||/M", "now-100y/y", "2024-01-15T10:30:00Z||+1d/d", 1705314600000)
		case "ip_range":
			return pick(g, "10.0.0.0", "10.0.0.2", "192.168.0.0", "::1")
		}
		return pick[any](g, 0, 1, 2.5, 10, 42, 100, -5)
	}
	var list []any
	for range 1 + g.IntN(3) {
		r := obj()
		g.maybe(4, r, "key", pick(g, "low", "mid", "high"))
		if kind == "ip_range" && g.one(3) {
			r.Set("mask", pick(g, "10.0.0.0/8", "192.168.0.0/16", "10.0.0.0/31"))
		} else {
			if !g.one(3) {
				r.Set("from", bound())
			}
			if !g.one(3) || !r.Has("from") {
				r.Set("to", bound())
			}
		}
		list = append(list, r)
	}
	o := obj("field", f.path, "ranges", list)
	g.maybe(5, o, "keyed", true)
	if kind == "range" {
		g.maybe(8, o, "missing", pick(g, 0, 50))
		g.maybe(16, o, "format", "0.0")
	}
	if kind == "date_range" {
		if format != "" {
			o.Set("format", format)
		}
		g.maybe(6, o, "time_zone", pick(g, "+09:00", "Europe/Paris"))
		if format == "" || format == "yyyy-MM-dd" {
			g.maybe(8, o, "missing", "2024-01-01")
		}
	}
	return o
}

func (g *gen) filters(kind string, at place) *orderedjson.Object {
	named := obj()
	var list []any
	for i := range 1 + g.IntN(3) {
		q := g.query(1, at.nested)
		named.Set(string(rune('a'+i)), q)
		list = append(list, q)
	}
	o := obj("filters", named)
	if kind == "filters" {
		if g.one(3) {
			o.Set("filters", list)
		}
		g.maybe(4, o, "other_bucket", true)
		g.maybe(6, o, "other_bucket_key", "rest")
	} else {
		g.maybe(5, o, "separator", "+")
	}
	return o
}
