package replay

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// comparison collects the differences between a recorded value and another.
type comparison struct {
	names names
	found []Difference
}

// freeTexts are keys whose texts are wording: a difference there counts less.
var freeTexts = []string{"reason", "error", "message", "line", "col"}

// rendered are places where a text is what a template rendered, not wording.
var rendered = []string{"/output/message", "/output/subject"}

func (c *comparison) add(level Level, at string, want, have any) {
	c.found = append(c.found, Difference{Level: level, At: at, Want: want, Have: have})
}

// compare walks over both values; key is the key under which they stand.
func (c *comparison) compare(want, have any, at, key string) {
	switch want := want.(type) {
	case string:
		c.compareText(want, have, at, key)
	case *orderedjson.Object:
		if have, ok := have.(*orderedjson.Object); ok {
			c.compareObjects(want, have, at)
			return
		}
		c.add(Different, at, want, have)
	case []any:
		have, ok := have.([]any)
		if !ok {
			c.add(Different, at, want, have)
			return
		}
		if len(want) != len(have) {
			c.add(Different, at, fmt.Sprintf("%d items", len(want)), fmt.Sprintf("%d items", len(have)))
			return
		}
		for i := range want {
			c.compare(want[i], have[i], fmt.Sprintf("%s/%d", at, i), key)
		}
	default:
		if orderedjson.Equal(want, have) {
			return
		}
		level := Different
		if slices.Contains(freeTexts, key) && isNumber(want) && isNumber(have) {
			level = Reason
		}
		c.add(level, at, want, have)
	}
}

var (
	allowed  = regexp.MustCompile(`(allowed: \[)([A-Z, ]+)\]`)
	startsAs = regexp.MustCompile(`^\d{4}-`)
)

// sortMethods sorts the methods of "allowed: […]": their order is the JVM's own.
func sortMethods(text string) string {
	return allowed.ReplaceAllStringFunc(text, func(found string) string {
		m := allowed.FindStringSubmatch(found)
		methods := strings.Split(m[2], ", ")
		slices.Sort(methods)
		return m[1] + strings.Join(methods, ", ") + "]"
	})
}

func (c *comparison) compareText(want string, have any, at, key string) {
	if name, ok := wholeToken(want); ok {
		if c.compareToken(name, have, at) {
			return
		}
	}
	filled := want
	if token.MatchString(want) {
		value := c.names.fill(want)
		text, ok := value.(string)
		if !ok {
			c.compare(value, have, at, key)
			return
		}
		filled = text
	}
	text, isText := have.(string)
	if !isText {
		c.add(Different, at, filled, have)
		return
	}
	text = sortMethods(text)
	if text == filled || token.MatchString(filled) && textPattern(filled).MatchString(text) {
		return
	}
	level := Different
	if slices.Contains(freeTexts, key) && !slices.ContainsFunc(rendered, func(end string) bool { return strings.HasSuffix(at, end) }) {
		level = Reason
	}
	c.add(level, at, filled, text)
}

// textPattern fits a text in which tokens stand for anything.
func textPattern(want string) *regexp.Regexp {
	return regexp.MustCompile(`(?s)^` + token.ReplaceAllString(regexp.QuoteMeta(want), ".+") + `$`)
}

// compareToken compares with <<any>>, <<time>>, <<id>>, <<number>> and named
// values, and tells whether the token was one of these.
func (c *comparison) compareToken(name string, have any, at string) bool {
	text, isText := have.(string)
	fits := false
	switch name {
	case "any":
		fits = true
	case "time":
		fits = isNumber(have) || isText && startsAs.MatchString(text)
	case "id":
		fits = isText && text != ""
	case "number":
		fits = isNumber(have)
	default:
		value, ok := c.names[name]
		if !ok {
			return false
		}
		if !orderedjson.Equal(have, value) {
			c.add(Different, at, value, have)
		}
		return true
	}
	if !fits {
		c.add(Different, at, "<<"+name+">>", have)
	}
	return true
}

func (c *comparison) compareObjects(want, have *orderedjson.Object, at string) {
	known := map[string]bool{}
	loose := []orderedjson.Member{} // keys that are tokens for generated ones
	for _, m := range want.Members() {
		key := c.names.fillText(m.Key)
		if token.MatchString(key) {
			loose = append(loose, m)
			continue
		}
		known[key] = true
		if other, ok := have.Get(key); ok {
			c.compare(m.Value, other, at+"/"+key, key)
		} else {
			c.add(Different, at+"/"+key, m.Value, "(absent)")
		}
	}
	extra := []orderedjson.Member{}
	for _, m := range have.Members() {
		if !known[m.Key] {
			extra = append(extra, m)
		}
	}
	if len(extra) != len(loose) {
		c.add(Different, at, fmt.Sprintf("keys %v", slices.Sorted(maps.Keys(known))), fmt.Sprintf("keys %v", slices.Sorted(slices.Values(have.Keys()))))
		return
	}
	if len(loose) == 1 {
		c.compare(loose[0].Value, extra[0].Value, at+"/"+extra[0].Key, extra[0].Key)
	}
}
