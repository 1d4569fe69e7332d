package sigma_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// interpreter answers a rule on one event, without any search, from the rule's text: what
// the specification says of it. It shares nothing with the converter.
type interpreter struct {
	t         testing.TB
	detection map[string]any
	event     *orderedjson.Object
	words     []string
}

// finds tells whether a rule's detection finds an event.
func finds(t testing.TB, rule string, event *orderedjson.Object) bool {
	t.Helper()
	var parsed struct{ Detection map[string]any }
	if err := yaml.Unmarshal([]byte(rule), &parsed); err != nil {
		t.Fatalf("%v\n%s", err, rule)
	}
	in := &interpreter{t: t, detection: parsed.Detection, event: event}
	spaced := strings.NewReplacer("(", " ( ", ")", " ) ").Replace(parsed.Detection["condition"].(string))
	in.words = strings.Fields(spaced)
	return in.or()
}

func (in *interpreter) next() string {
	if len(in.words) == 0 {
		return ""
	}
	return in.words[0]
}

func (in *interpreter) take() string {
	word := in.next()
	in.words = in.words[1:]
	return word
}

func (in *interpreter) or() bool {
	holds := in.and()
	for in.next() == "or" {
		in.take()
		right := in.and()
		holds = holds || right
	}
	return holds
}

func (in *interpreter) and() bool {
	holds := in.not()
	for in.next() == "and" {
		in.take()
		right := in.not()
		holds = holds && right
	}
	return holds
}

func (in *interpreter) not() bool {
	switch word := in.take(); word {
	case "not":
		return !in.not()
	case "(":
		holds := in.or()
		in.take()
		return holds
	default:
		if in.next() != "of" {
			return in.selection(in.detection[word])
		}
		in.take()
		return in.of(word, in.take())
	}
}

func (in *interpreter) of(quantity, pattern string) bool {
	glob := regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*") + "$")
	all, held := 0, 0
	for name, content := range in.detection {
		if name == "condition" || strings.HasPrefix(name, "_") || pattern != "them" && !glob.MatchString(name) {
			continue
		}
		if all++; in.selection(content) {
			held++
		}
	}
	least := 1
	if quantity == "all" {
		least = all
	} else if n, err := strconv.Atoi(quantity); err == nil {
		least = n
	}
	return held >= least
}

func (in *interpreter) selection(content any) bool {
	switch content := content.(type) {
	case map[string]any:
		for key, values := range content {
			if !in.item(key, values) {
				return false
			}
		}
		return true
	case []any:
		for _, one := range content {
			if in.selection(one) {
				return true
			}
		}
		return false
	default:
		return in.keyword(fmt.Sprint(content))
	}
}

func (in *interpreter) keyword(text string) bool {
	line, _ := in.event.Get("@message")
	s, _ := line.(string)
	return strings.Contains(strings.ToLower(s), strings.ToLower(strings.Trim(text, "*")))
}

func (in *interpreter) item(key string, values any) bool {
	parts := strings.Split(key, "|")
	list, ok := values.([]any)
	if !ok {
		list = []any{values}
	}
	all, negated, held := false, false, 0
	for _, m := range parts[1:] {
		all, negated = all || m == "all", negated || m == "neq"
	}
	for _, v := range list {
		if in.value(parts[0], parts[1:], v) {
			held++
		}
	}
	return (held > 0 && (!all || held == len(list))) != negated
}

// value tells whether a field has a value, as its modifiers mean it.
func (in *interpreter) value(field string, modifiers []string, v any) bool {
	is := map[string]bool{}
	for _, m := range modifiers {
		is[m] = true
	}
	has := func(m string) bool { return is[m] }
	if field == "" {
		return in.keyword(fmt.Sprint(v))
	}
	there := in.any(field, func(any) bool { return true })
	text := fmt.Sprint(v)
	switch {
	case v == nil:
		return !there
	case has("fieldref"):
		return in.any(field, func(x any) bool {
			return in.any(text, func(y any) bool {
				a, b := fmt.Sprint(x), fmt.Sprint(y)
				return a == b || !has("cased") && strings.EqualFold(a, b)
			})
		})
	case has("exists"):
		return there == v.(bool)
	case has("cidr"):
		net, err := netip.ParsePrefix(text)
		return in.any(field, func(x any) bool {
			s, _ := x.(string)
			addr, bad := netip.ParseAddr(s)
			return err == nil && bad == nil && net.Contains(addr)
		})
	case has("gt") || has("gte") || has("lt") || has("lte"):
		return in.any(field, func(x any) bool { return sized(has, x, v) })
	case has("re"):
		return in.any(field, func(x any) bool {
			s, ok := x.(string)
			return ok && regexp.MustCompile(flags(has)+text).MatchString(s)
		})
	}
	return in.like(field, modifiers, text)
}

func flags(has func(string) bool) string {
	out := ""
	for _, f := range []string{"i", "m", "s"} {
		if has(f) {
			out += f
		}
	}
	if out == "" {
		return ""
	}
	return "(?" + out + ")"
}

func sized(has func(string) bool, x, v any) bool {
	n, ok := x.(json.Number)
	if !ok {
		return false
	}
	f, _ := n.Float64()
	limit, _ := strconv.ParseFloat(fmt.Sprint(v), 64)
	return has("gt") && f > limit || has("gte") && f >= limit || has("lt") && f < limit || has("lte") && f <= limit
}

// like compares texts, numbers and booleans as their texts; parts of them are looked for in
// texts alone.
func (in *interpreter) like(field string, modifiers []string, text string) bool {
	pattern := quoted(text)
	cased := "(?is)"
	for _, m := range modifiers {
		switch m {
		case "contains":
			pattern = ".*" + pattern + ".*"
		case "startswith":
			pattern += ".*"
		case "endswith":
			pattern = ".*" + pattern
		case "cased":
			cased = "(?s)"
		case "base64":
			pattern = regexp.QuoteMeta(base64.StdEncoding.EncodeToString([]byte(text)))
		}
	}
	if strings.Trim(pattern, ".*") == "" && pattern != "" && !strings.Contains(strings.ReplaceAll(pattern, ".*", ""), ".") {
		return in.any(field, func(any) bool { return true })
	}
	re := regexp.MustCompile(cased + "^" + pattern + "$")
	return in.any(field, func(x any) bool {
		switch x := x.(type) {
		case string:
			return re.MatchString(x)
		case json.Number:
			return x.String() == text && len(modifiers) == 0
		case bool:
			return strings.EqualFold(strconv.FormatBool(x), text) && len(modifiers) == 0
		}
		return false
	})
}

// quoted is a value with wildcards and escapes as a regular expression.
func quoted(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		c := text[i]
		escapes := c == '\\' && i+1 < len(text) && strings.ContainsRune(`*?\`, rune(text[i+1]))
		switch {
		case escapes:
			i++
			b.WriteString(regexp.QuoteMeta(text[i : i+1]))
		case c == '*':
			b.WriteString(".*")
		case c == '?':
			b.WriteString(".")
		case c < 0x80:
			b.WriteString(regexp.QuoteMeta(string(c)))
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// any tells whether one of a field's values is so.
func (in *interpreter) any(field string, is func(any) bool) bool {
	return anyAt(in.event, strings.Split(field, "."), is)
}

func anyAt(v any, path []string, is func(any) bool) bool {
	switch v := v.(type) {
	case nil:
		return false
	case []any:
		for _, x := range v {
			if anyAt(x, path, is) {
				return true
			}
		}
		return false
	case *orderedjson.Object:
		if len(path) > 0 {
			inner, _ := v.Get(path[0])
			return anyAt(inner, path[1:], is)
		}
		for _, m := range v.Members() { // an object is there if something in it is
			if anyAt(m.Value, nil, func(any) bool { return true }) {
				return is(struct{}{})
			}
		}
		return false
	}
	return len(path) == 0 && is(v)
}
