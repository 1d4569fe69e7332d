package metricfilter_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// values of texts, with all that some language takes for an operator.
var values = []string{"", " ", "AccessDenied", "Client.UnauthorizedOperation", "AccessDeniedException", "accessdenied", "x?y", "xzy", `a\b`, `say "yes"`, "it's", "#tag", "a@b.c", "<x>", "~t", "a&b", "a|b",
	"(a)", "[a]", "{a}", "a.b", "a+b", "aab", "$a", "^a", "a-b", "/path/x", "été", "日本語 text", "100%", "s3.amazonaws.com", "ab12", "AB12", "NOT", "EXISTS", "12", "4e2"}

// randomEvents are events with few fields, each often missing or null.
func randomEvents(r *rand.Rand, n int) []*orderedjson.Object {
	var events []*orderedjson.Object
	for i := range n {
		e := orderedjson.NewObject(orderedjson.Member{Key: "@id", Value: fmt.Sprintf("%04d", i)})
		for _, name := range []string{"k", "l"} {
			if kind := r.IntN(8); kind > 1 {
				e.Set(name, values[r.IntN(len(values))])
			} else if kind == 1 {
				e.Set(name, nil)
			}
		}
		o := orderedjson.NewObject()
		if r.IntN(3) > 0 {
			o.Set("k-x_1", values[r.IntN(len(values))])
			e.Set("o", o)
		}
		if r.IntN(3) > 0 {
			e.Set("n", json.Number(strconv.Itoa(r.IntN(7)-3)))
		}
		if r.IntN(3) > 0 {
			e.Set("b", r.IntN(2) == 0)
		}
		if r.IntN(3) > 0 {
			var list []any
			for range 1 + r.IntN(3) {
				list = append(list, values[r.IntN(len(values))])
			}
			e.Set("list", list)
		}
		events = append(events, e)
	}
	return events
}

func randomCondition(r *rand.Rand, depth int) expectation {
	if depth == 0 {
		return randomComparison(r)
	}
	of := make([]expectation, 2+r.IntN(2))
	var parts []string
	for i := range of {
		of[i] = randomCondition(r, depth-1)
		parts = append(parts, "("+pick(r, "", " ")+of[i].text+")")
	}
	if r.IntN(2) == 0 {
		return expectation{strings.Join(parts, pick(r, "&&", " && ")), func(e *orderedjson.Object) bool {
			return !slices.ContainsFunc(of, func(c expectation) bool { return !c.matches(e) })
		}}
	}
	return expectation{strings.Join(parts, pick(r, "||", "\n|| ")), func(e *orderedjson.Object) bool {
		return slices.ContainsFunc(of, func(c expectation) bool { return c.matches(e) })
	}}
}

var paths = []struct {
	text string
	path []string
}{{"$.k", []string{"k"}}, {"$.l", []string{"l"}}, {"$.o.k-x_1", []string{"o", "k-x_1"}}, {"$.['o']['k-x_1']", []string{"o", "k-x_1"}}}

// at is what stands at a path; a second value tells whether anything does.
func at(e *orderedjson.Object, path []string) (any, bool) {
	var v any = e
	for _, name := range path {
		o, isObject := v.(*orderedjson.Object)
		if !isObject {
			return nil, false
		}
		var there bool
		if v, there = o.Get(name); !there {
			return nil, false
		}
	}
	return v, true
}

func randomComparison(r *rand.Rand) expectation {
	blank := pick(r, "", " ")
	switch r.IntN(7) {
	case 0:
		ops := map[string]func(a, b int) bool{"=": func(a, b int) bool { return a == b }, "!=": func(a, b int) bool { return a != b }, "<": func(a, b int) bool { return a < b },
			"<=": func(a, b int) bool { return a <= b }, ">": func(a, b int) bool { return a > b }, ">=": func(a, b int) bool { return a >= b }}
		op, n := pick(r, "=", "!=", "<", "<=", ">", ">="), r.IntN(7)-3
		form := pick(r, "%d", "%d.0", "%de0", "%d0e-1")
		return expectation{"$.n" + blank + op + blank + fmt.Sprintf(form, n), func(e *orderedjson.Object) bool {
			v, _ := at(e, []string{"n"})
			number, isNumber := v.(json.Number)
			m, _ := strconv.Atoi(number.String())
			return isNumber && ops[op](m, n)
		}}
	case 1:
		what := r.IntN(2) == 0
		return expectation{"$.b IS " + strings.ToUpper(strconv.FormatBool(what)), func(e *orderedjson.Object) bool {
			v, there := at(e, []string{"b"})
			return there && v == any(what)
		}}
	case 2:
		path := [][]string{{"o", "k-x_1"}, {"n"}, {"list"}}[r.IntN(3)]
		return expectation{"$." + strings.Join(path, ".") + " NOT EXISTS", func(e *orderedjson.Object) bool {
			_, there := at(e, path)
			return !there
		}}
	case 3:
		value, same := randomValue(r)
		return expectation{"$.list[*]" + blank + "=" + blank + value, func(e *orderedjson.Object) bool {
			v, _ := at(e, []string{"list"})
			list, _ := v.([]any)
			return slices.ContainsFunc(list, func(item any) bool { return same(item.(string)) })
		}}
	}
	p := paths[r.IntN(len(paths))]
	value, same := randomValue(r)
	equal := r.IntN(3) > 0
	op := "="
	if !equal {
		op = "!="
	}
	return expectation{p.text + blank + op + blank + value, func(e *orderedjson.Object) bool {
		v, _ := at(e, p.path)
		text, isText := v.(string)
		return isText && same(text) == equal
	}}
}

var expressions = []string{`AccessDenied`, `^Access`, `Exception$`, `^a.b$`, `[Aa][Bb]\d{2}`, `^a\.b|xzy$|\w+@`, `[^a-z ]`, `a\-b|a\+b`, `^\x28a\x29$`, `^.{0,2}$`, `#tag|/path`, `[\]x.$^@]`, `\S \S`, `^a?a+b`}

// randomValue is a value as it is written, and what it is the same as.
func randomValue(r *rand.Rand) (string, func(string) bool) {
	v := values[r.IntN(len(values))]
	quoted := func(text string) string {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
	}
	half := []rune(v)[:len([]rune(v))/2]
	switch r.IntN(6) {
	case 0:
		expression := expressions[r.IntN(len(expressions))]
		return "%" + expression + "%", regexp.MustCompile(expression).MatchString
	case 1:
		return quoted(string(half) + "*"), func(text string) bool { return strings.HasPrefix(text, string(half)) }
	case 2:
		rest := strings.TrimPrefix(v, string(half))
		return quoted("*" + rest), func(text string) bool { return strings.HasSuffix(text, rest) }
	case 3:
		return quoted("*" + string(half) + "*"), func(text string) bool { return strings.Contains(text, string(half)) }
	case 4:
		if word := pick(r, "AccessDenied", "ab12", "NOT", "s3.amazonaws.com"); r.IntN(2) == 0 {
			return word, func(text string) bool { return text == word }
		}
	}
	return quoted(v), func(text string) bool { return text == v }
}

func randomTerms(words []string) func(*rand.Rand) expectation {
	return func(r *rand.Rand) expectation {
		var wanted, unwanted, optional, parts []string
		either := r.IntN(3) == 0
		for range 1 + r.IntN(3) {
			word := pick(r, words...)
			written := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(word) + `"`
			if word == "ERROR" || word == "WARN" {
				written = word
			}
			switch {
			case either:
				optional, written = append(optional, word), "?"+written
			case r.IntN(3) == 0:
				unwanted, written = append(unwanted, word), "-"+written
			default:
				wanted = append(wanted, word)
			}
			parts = append(parts, written)
		}
		return expectation{strings.Join(parts, " "), func(e *orderedjson.Object) bool {
			in := func(word string) bool { return strings.Contains(e.Text("@message"), word) }
			out := func(word string) bool { return !in(word) }
			return !slices.ContainsFunc(wanted, out) && !slices.ContainsFunc(unwanted, in) && (len(optional) == 0 || slices.ContainsFunc(optional, in))
		}}
	}
}

var fieldForm = regexp.MustCompile(`"([^"]*)"|\[([^\]]*)\]|([^ ]+)`)

// fieldsOf are the fields of a line.
func fieldsOf(line string) []string {
	var out []string
	for _, m := range fieldForm.FindAllStringSubmatch(line, -1) {
		out = append(out, m[1]+m[2]+m[3])
	}
	return out
}

func randomLine(r *rand.Rand) expectation {
	names := []string{"ip", "user", "request", "status"}[:1+r.IntN(4)]
	ellipsis := -1
	if r.IntN(3) == 0 {
		ellipsis = r.IntN(len(names) + 1)
	}
	conditions := make([]func(string) bool, len(names))
	var parts []string
	for i, name := range names {
		if i == ellipsis {
			parts = append(parts, "...")
		}
		part := name
		if r.IntN(2) == 0 {
			text, same := lineValue(r)
			equal, other := r.IntN(3) > 0, ""
			conditions[i] = func(field string) bool { return same(field) == equal }
			part += map[bool]string{true: "=", false: " != "}[equal] + text
			if r.IntN(3) == 0 {
				var also func(string) bool
				other, also = lineValue(r)
				before := conditions[i]
				if r.IntN(2) == 0 {
					part, conditions[i] = part+" && "+name+"="+other, func(f string) bool { return before(f) && also(f) }
				} else {
					part, conditions[i] = part+" || "+name+" = "+other, func(f string) bool { return before(f) || also(f) }
				}
			}
		}
		parts = append(parts, part)
	}
	if ellipsis == len(names) {
		parts = append(parts, "...")
	}
	return expectation{"[" + strings.Join(parts, ", ") + "]", func(e *orderedjson.Object) bool {
		fields := fieldsOf(e.Text("@message"))
		extra := len(fields) - len(names)
		if extra < 0 || extra > 0 && ellipsis < 0 {
			return false
		}
		for i, holds := range conditions {
			place := i
			if ellipsis >= 0 && i >= ellipsis {
				place += extra
			}
			if holds != nil && !holds(fields[place]) {
				return false
			}
		}
		return true
	}}
}

func lineValue(r *rand.Rand) (string, func(string) bool) {
	switch r.IntN(5) {
	case 0:
		return "4*", func(f string) bool { return strings.HasPrefix(f, "4") }
	case 1:
		return "*html*", func(f string) bool { return strings.Contains(f, "html") }
	case 2:
		return `"*HTTP/1.0"`, func(f string) bool { return strings.HasSuffix(f, "HTTP/1.0") }
	case 3:
		return `"GET /index.html HTTP/1.0"`, func(f string) bool { return f == "GET /index.html HTTP/1.0" }
	}
	v := pick(r, "404", "frank", "127.0.0.1", "-")
	return `"` + v + `"`, func(f string) bool { return f == v }
}
