package insights_test

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/convert/insights"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// interpreter answers conditions on one event, without any search: what Insights would
// say of it. A star in a value is any text, and a value without quotes a text, as the
// converter corrects them.
type interpreter struct {
	t     testing.TB
	event *orderedjson.Object
}

// finds tells whether all filters of a query hold.
func finds(t testing.TB, q *insights.Query, event *orderedjson.Object) bool {
	in := interpreter{t, event}
	for _, command := range q.Commands {
		if f, ok := command.(*insights.Filter); ok && !in.holds(f.Condition) {
			return false
		}
	}
	return true
}

func (in interpreter) holds(e insights.Expr) bool {
	switch e := e.(type) {
	case *insights.And:
		for _, part := range e.Parts {
			if !in.holds(part) {
				return false
			}
		}
		return true
	case *insights.Or:
		for _, part := range e.Parts {
			if in.holds(part) {
				return true
			}
		}
		return false
	case *insights.Not:
		return !in.holds(e.Part)
	case *insights.Compare:
		return in.compare(e)
	case *insights.Like:
		return in.like(e.Left, e.Pattern, e.Regexp)
	case *insights.In:
		for _, v := range e.Values {
			if in.equal(e.Left, v) {
				return true
			}
		}
		return false
	case *insights.Call:
		return in.call(e)
	}
	in.t.Fatalf("no condition: %T", e)
	return false
}

func (in interpreter) compare(e *insights.Compare) bool {
	switch e.Left.(type) {
	case *insights.Text, *insights.Number:
		op := map[string]string{"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}[e.Op]
		e = &insights.Compare{Op: op, Left: e.Right, Right: e.Left}
	}
	if call, ok := e.Left.(*insights.Call); ok {
		if call.Name == "tolower" {
			same := in.any(call.Args[0], func(v any) bool {
				s, ok := v.(string)
				return ok && strings.ToLower(s) == e.Right.(*insights.Text).Value
			})
			return same == (e.Op == "=")
		}
		return (in.call(call) == (e.Right.(*insights.Number).Value == "1")) == (e.Op == "=")
	}
	switch e.Op {
	case "=":
		return in.equal(e.Left, e.Right)
	case "!=":
		return !in.equal(e.Left, e.Right)
	}
	limit, _ := strconv.ParseFloat(e.Right.(*insights.Number).Value, 64)
	return in.any(e.Left, func(v any) bool {
		n, ok := v.(json.Number)
		if !ok {
			return false
		}
		f, _ := n.Float64()
		return map[string]bool{"<": f < limit, "<=": f <= limit, ">": f > limit, ">=": f >= limit}[e.Op]
	})
}

func (in interpreter) equal(left, right insights.Expr) bool {
	text := ""
	switch v := right.(type) {
	case *insights.Number:
		return in.any(left, func(x any) bool { n, ok := x.(json.Number); return ok && n.String() == v.Value })
	case *insights.Bool:
		return in.any(left, func(x any) bool { return x == v.Value })
	case *insights.Text:
		text = v.Value
	case *insights.Bare:
		text = v.Value
	case *insights.Field:
		text = v.Name
	default:
		in.t.Fatalf("no value: %T", right)
	}
	parts := strings.Split(text, "*")
	for i, part := range parts {
		parts[i] = regexp.QuoteMeta(part)
	}
	glob := regexp.MustCompile("(?s)^" + strings.Join(parts, ".*") + "$")
	return in.any(left, func(x any) bool { s, ok := x.(string); return ok && glob.MatchString(s) })
}

func (in interpreter) like(left insights.Expr, pattern string, isRegexp bool) bool {
	if !isRegexp {
		pattern = regexp.QuoteMeta(strings.Trim(pattern, "*"))
	}
	re, err := regexp.Compile("(?s)" + pattern)
	if err != nil {
		in.t.Fatal(err)
	}
	return in.any(left, func(x any) bool { s, ok := x.(string); return ok && re.MatchString(s) })
}

func (in interpreter) call(e *insights.Call) bool {
	switch e.Name {
	case "ispresent":
		return in.any(e.Args[0], func(any) bool { return true })
	case "isempty":
		return !in.any(e.Args[0], func(v any) bool { return v != "" })
	case "isblank":
		return !in.any(e.Args[0], func(v any) bool { s, ok := v.(string); return !ok || strings.TrimSpace(s) != "" })
	case "strcontains":
		return in.like(e.Args[0], e.Args[1].(*insights.Text).Value, false)
	}
	in.t.Fatalf("no function: %s", e.Name)
	return false
}

// any tells whether one of a field's values is so.
func (in interpreter) any(field insights.Expr, is func(any) bool) bool {
	f, ok := field.(*insights.Field)
	if !ok {
		in.t.Fatalf("no field: %T", field)
	}
	return anyAt(in.event, strings.Split(f.Name, "."), is)
}

func anyAt(v any, path []string, is func(any) bool) bool {
	if list, ok := v.([]any); ok {
		for _, x := range list {
			if anyAt(x, path, is) {
				return true
			}
		}
		return false
	}
	if len(path) == 0 {
		_, object := v.(*orderedjson.Object)
		return v != nil && !object && is(v)
	}
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return false
	}
	inner, _ := o.Get(path[0])
	return anyAt(inner, path[1:], is)
}
