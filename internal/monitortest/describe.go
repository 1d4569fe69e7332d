package monitortest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/datetime"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// namedFields finds the fields that a query_string names.
var namedFields = pattern.New(`(?:^|[\s(+\-!])([A-Za-z@_][\w@.\-]*):`)

// longest is how long a clause's words get before they are cut.
const longest = 160

// describe says in a line what a clause asks for.
func describe(query *orderedjson.Object) string {
	if query.Len() != 1 {
		return cut(printed(query))
	}
	name := query.Keys()[0]
	body := query.Object(name)
	switch name {
	case "exists":
		return "exists " + body.Text("field")
	case "ids":
		return "ids " + values(body.Array("values"))
	case "query_string", "simple_query_string":
		return cut(name + " " + quote(body.Text("query")))
	case "multi_match":
		return cut(fmt.Sprintf("multi_match %s in %s", quote(body.Text("query")), strings.Join(fieldsOf(query), ", ")))
	case "nested":
		return cut(fmt.Sprintf("nested %s: %s", body.Text("path"), describe(body.Object("query"))))
	case "script":
		return cut("script " + quote(body.Object("script").Text("source")))
	case "bool":
		return describeBool(body)
	}
	for _, m := range body.Members() {
		switch v := m.Value.(type) {
		case *orderedjson.Object:
			return describeField(name, m.Key, v)
		case []any:
			return cut(fmt.Sprintf("%s %s in %s", name, m.Key, values(v)))
		}
	}
	return cut(name + " " + printed(body))
}

func describeField(name, field string, o *orderedjson.Object) string {
	if name == "range" {
		return "range " + field + " " + describeRange(o)
	}
	var value any
	for _, key := range []string{"value", "query", name} {
		if v, ok := o.Get(key); ok {
			value = v
			break
		}
	}
	text := fmt.Sprintf("%s %s = %s", name, field, printed(value))
	if strings.EqualFold(o.Text("operator"), "and") {
		text += " (and)"
	}
	if v, _ := o.Get("case_insensitive"); v == true {
		text += " (in any case)"
	}
	return cut(text)
}

func describeRange(o *orderedjson.Object) string {
	var parts []string
	one := func(key, inclusive string) {
		v, _ := o.Get(key)
		if v == nil {
			return
		}
		sign := map[string]string{"from": ">", "to": "<"}[key]
		if in, _ := o.Get(inclusive); in != false {
			sign += "="
		}
		parts = append(parts, sign+" "+boundText(v))
	}
	one("from", "include_lower")
	one("to", "include_upper")
	return strings.Join(parts, " and ")
}

// boundText is a bound as people read it: date math over a run's period as the
// time that it comes to.
func boundText(v any) string {
	text, ok := v.(string)
	if !ok {
		return printed(v)
	}
	if !periodBound.MatchString(text) {
		return quote(text)
	}
	ms, err := datetime.MustDefault().ParseMath(text, datetime.Context{})
	if err != nil {
		return quote(text)
	}
	return clock(time.UnixMilli(ms))
}

// periodBound is a bound that a run's period was put into.
var periodBound = pattern.New(`^\d{12,14}(\|\|.*)?$`)

func clock(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.999Z") }

func describeBool(body *orderedjson.Object) string {
	var parts, some []string
	for _, group := range []string{"filter", "must", "must_not", "should"} {
		for _, x := range body.Array(group) {
			inner, _ := x.(*orderedjson.Object)
			words := describe(inner)
			switch {
			case group == "should":
				some = append(some, words)
			case group == "must_not":
				parts = append(parts, "not "+words)
			case !inner.Has("match_all"):
				parts = append(parts, words)
			}
		}
	}
	least, given := body.Get("minimum_should_match")
	switch given = given && fmt.Sprint(least) != "1"; {
	case given:
		parts = append(parts, fmt.Sprintf("at least %v of %s", least, orNone(strings.Join(some, "; "))))
	case len(some) > 0 && len(parts) > 0:
		parts = append(parts, "("+strings.Join(some, " or ")+")")
	case len(some) > 0:
		parts = append(parts, strings.Join(some, " or "))
	}
	return cut("(" + strings.Join(parts, " and ") + ")")
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

func values(list []any) string {
	words := make([]string, len(list))
	for i, v := range list {
		words[i] = printed(v)
	}
	return strings.Join(words, ", ")
}

func quote(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		return strconv.Quote(text)
	}
	return string(b)
}

func cut(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest-1]) + "…"
	}
	return text
}
