package bodies

import (
	"encoding/json"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// The values of leaves: ordinary ones, and the same in another JSON type.
var (
	whole = number("0", "1", "2", "3", "5", "7", "10", "50", "100", "1000", "4096")

	aBool = func(m *maker) any {
		return pick(m, []any{true, false, true, false, "true", "false"})
	}
	aText = func(m *maker) any {
		return pick(m, []any{
			"a", "b", "x y", "error", "ERROR*", "42", "4.20", "true", "a\"b", "a\\b", "ü", "日本", "😀", "/var/log", "{{period_end}}||-10m",
			"now-5m", "2026-01-02", "a,b", "^a.*b$", " ", "<b>", "line\nbreak", "tab\there", "\u0001", "x:1", "_all", "",
		})
	}
	name     = word("n", "first", "second", "名", "with blank", "7")
	anyField = func(m *maker) any {
		return pick(m, []any{"t", "k", "n", "x", "d", "b", "ip", "p.k", "o.deep.er", "@timestamp", "no_such", "with blank", "k*", "t^2"})
	}
	field   = word("t", "k", "n", "x", "d", "b", "ip", "o.deep.er", "@timestamp")
	numeric = word("n", "x")
	point   = func(m *maker) any {
		return pick(m, []any{
			obj("lat", json.Number("12.5"), "lon", json.Number("-7")), obj("lon", "1", "lat", "2.50"), "1.5,2", "drm3btev3e86", "POINT (3 4.5)",
			[]any{json.Number("3"), json.Number("4")}, obj("geohash", "u0"), obj("type", "Point", "coordinates", []any{json.Number("1"), json.Number("2.0")}), "0,0",
		})
	}

	numbers = []string{
		"0", "-0", "0.0", "-0.0", "1", "-1", "1.0", "1.50", "5.7", "10", "1e10", "1E-7", "1e3", "0.1", "123456789.123456789", "0.30000000000000004",
		"2147483647", "2147483648", "-2147483649", "4294967296", "9007199254740993", "9223372036854775807", "9223372036854775808",
		"-9223372036854775809", "123456789012345678901234567890", "1e39", "3.4028235e38", "1.7976931348623157e308", "4.9e-324", "1e-46", "1e22",
	}
	aNumber = number(numbers...)

	anInt = func(m *maker) any {
		switch m.r.IntN(8) {
		case 0:
			return whole(m).(json.Number).String()
		case 1:
			return json.Number(whole(m).(json.Number).String() + ".7")
		case 2:
			return whole(m).(json.Number).String() + ".5"
		}
		return whole(m)
	}
	aFloat = func(m *maker) any {
		switch m.r.IntN(8) {
		case 0:
			return pick(m, []any{"1.5", "2", "1e3", "0.10", ".5", "1f", " 2 "})
		case 1:
			return pick(m, []any{json.Number("1e10"), json.Number("1E-7"), json.Number("123456.789"), json.Number("1e-46")})
		}
		return pick(m, []any{json.Number("0"), json.Number("1"), json.Number("1.0"), json.Number("0.5"), json.Number("2.25"), json.Number("0.30000000000000004"), json.Number("100")})
	}
	boost = mostly(aFloat, constant(json.Number("1.0")))

	// scalar is a value of a document: any JSON scalar but null.
	scalar = func(m *maker) any {
		switch m.r.IntN(6) {
		case 0:
			return m.chance(2)
		case 1, 2:
			return aNumber(m)
		case 3:
			return pick(m, numbers)
		default:
			return aText(m)
		}
	}
	anything = func(m *maker) any {
		switch m.r.IntN(10) {
		case 0:
			return nil
		case 1:
			return []any{}
		case 2:
			return orderedjson.NewObject()
		case 3:
			return []any{scalar(m), scalar(m)}
		case 4:
			return obj(aText(m).(string), scalar(m))
		case 5:
			return []any{[]any{scalar(m)}}
		case 6:
			return obj("a", obj("b", []any{scalar(m), nil}))
		default:
			return scalar(m)
		}
	}
	// tree is a value that the server keeps without looking at it.
	tree = func(m *maker) any {
		o := orderedjson.NewObject()
		for range m.r.IntN(15) {
			o.Set(pick(m, []string{"a", "b", "zeta", "Alpha", "x1", "x2", "名", "key with blank", "AaAa", "BBBB", "AaBB", "threshold", "k", "v", "long_key_name", "q"}), anything(m))
		}
		return o
	}

	shouldMatch = func(m *maker) any {
		return pick(m, []any{json.Number("1"), "2", "75%", "-25%", "2<75%", "3<-25% 9<-3", json.Number("0"), json.Number("-1"), "1", ""})
	}
	fuzziness = func(m *maker) any {
		return pick(m, []any{"AUTO", "auto", "AUTO:2,5", "auto:1,2", json.Number("0"), json.Number("1"), json.Number("2"), "1", "2.0", json.Number("1.0"), "0"})
	}
	rewrite  = word("constant_score", "scoring_boolean", "constant_score_boolean", "top_terms_5", "top_terms_boost_10", "top_terms_blended_freqs_3", "nonsense")
	operator = word("and", "or", "AND", "OR", "And")
	analyzer = word("standard", "keyword", "whitespace", "english")
	zone     = word("UTC", "Z", "+01:00", "-3", "+1", "Europe/Berlin", "America/New_York", "GMT+2", "+05:30", "Asia/Kolkata")
	format   = word("yyyy-MM-dd", "epoch_millis", "strict_date_optional_time", "yyyy-MM-dd HH:mm:ss||epoch_millis", "0.00", "#,##0", "HH:mm", "date")
	missing  = func(m *maker) any {
		return pick(m, []any{"N/A", json.Number("0"), json.Number("-1"), json.Number("1.5"), true, "2026-01-01", json.Number("1e10"), "_last", "_first"})
	}
	moment = func(m *maker) any {
		return pick(m, []any{
			"now", "now-1h/h", "{{period_end}}||-5m", "2026-01-01", "2026-01-01||/M", "2026-01-01T00:00:00Z", json.Number("1700000000000"), json.Number("1.5"), "now-{{x}}", "5",
			json.Number("-1"), json.Number("1e10"), true, json.Number("9223372036854775808"), "",
		})
	}
	timeSpan = word("1s", "5m", "1h", "90s", "1d", "100ms", "1.5h", "0", "60000ms", "24h", "48h", "1000micros", "1nanos")
	distance = func(m *maker) any {
		return pick(m, []any{"1km", "5mi", "100", json.Number("200"), "3nmi", "10 m", "1.5KM", json.Number("1.5"), "12yd", "7in", "2kilometers", "1e3m"})
	}
	distanceUnit = word("m", "km", "mi", "miles", "yd", "in", "cm", "NM", "nauticalmiles", "ft")
)

func obj(pairs ...any) *orderedjson.Object {
	o := orderedjson.NewObject()
	for i := 0; i < len(pairs); i += 2 {
		o.Set(pairs[i].(string), pairs[i+1])
	}
	return o
}

// script is a script in one of its forms.
func script(m *maker) any {
	source := pick(m, []any{"1", "doc['n'].value * params.f", "return true", "_score", "params.a > 5"})
	switch m.r.IntN(8) {
	case 0, 1:
		return source
	case 2:
		return m.fill([]option{must("id", name), may("params", tree)})
	case 3:
		return m.fill([]option{must("inline", constant(source)), may("lang", word("painless"))})
	default:
		return m.fill([]option{
			must("source", mostly(constant(source), tree)), may("lang", word("painless", "expression", "mustache")), may("params", tree), may("options", mapOfTexts)})
	}
}

func mapOfTexts(m *maker) any {
	if m.isWild() {
		return obj("option", aText(m))
	}
	return obj("content_type", pick(m, []string{"application/json", "text/plain"}))
}
