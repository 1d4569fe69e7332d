package schema

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/testcase"
)

// count is a number or a comparison with one; nil where it is absent or wrong.
func (r reading) count(name string) *testcase.Count {
	v, ok := r.knownValue(name)
	if !ok {
		return nil
	}
	text := ""
	switch v.Type() {
	case cty.Number:
		text = numberText(v)
	case cty.String:
		text = v.AsString()
	default:
		r.report("wrong-type", r.at(name), "%s must be a number or a comparison such as \"> 0\", and this is %s.", name, article(v.Type()))
		return nil
	}
	c, err := testcase.ParseCount(text)
	switch {
	case err != nil:
		r.report("invalid-count", r.at(name), "%s.", err)
		return nil
	case !canHold(c, 0):
		r.report("invalid-count", r.at(name), "%s is a number from 0 on, so %q can never be.", name, c)
		return nil
	case !canFail(c):
		r.report("invalid-count", r.at(name), "%s is a number from 0 on, so %q is always so. Say more, or take the line out.", name, c)
		return nil
	}
	return &c
}

// canHold tells whether a number of least or more is as expected.
func canHold(c testcase.Count, least int64) bool {
	return slices.ContainsFunc(telling(c, least), c.Holds)
}

// canHoldWithin tells whether a number from 0 to most is as expected.
func canHoldWithin(c testcase.Count, most int64) bool {
	n := min(max(c.Value, 0), most)
	return slices.ContainsFunc([]int64{0, max(n-1, 0), n, min(n+1, most), most}, c.Holds)
}

func canFail(c testcase.Count) bool {
	return slices.ContainsFunc(telling(c, 0), func(n int64) bool { return !c.Holds(n) })
}

// telling are numbers of least or more, of each stretch on which a comparison
// comes out the same one.
func telling(c testcase.Count, least int64) []int64 {
	n := max(c.Value, least)
	return []int64{least, max(n-1, least), n, n + 1}
}

// comparison is a text that begins as a comparison does.
var comparison = pattern.New(`^\s*(?:>=|<=|==|!=|>|<)(.*)$`)

func brokenComparison(text string) bool {
	m := comparison.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	_, err := strconv.ParseFloat(strings.TrimSpace(m[1]), 64)
	return err != nil
}

// texts is a list of texts, for which one may stand alone; numbers stand for
// their digits. nil where it is absent or wrong.
func (r reading) texts(name string) []string {
	v, ok := r.knownValue(name)
	if !ok {
		return nil
	}
	t := v.Type()
	elements := []cty.Value{v}
	if isList(t) {
		elements = v.AsValueSlice()
	}
	list := []string{}
	for _, element := range elements {
		text, ok := keyText(element)
		if !ok {
			r.report("wrong-type", r.at(name), "%s must be a list of texts, and this holds %s.", name, valueArticle(element))
			return nil
		}
		list = append(list, text)
	}
	return list
}

// wanted is what is expected of a text: the arguments NAME, NAME_contains and
// NAME_matches.
func (r reading) wanted(name string) testcase.Text {
	var t testcase.Text
	if text, ok := r.plainText(name); ok {
		t.Equals = &text
	}
	contains, matches := name+"_contains", name+"_matches"
	for _, part := range r.texts(contains) {
		if part == "" {
			r.report("empty-text", r.at(contains), "Every text contains the empty one. Write what %s contains.", name)
			continue
		}
		t.Contains = append(t.Contains, part)
	}
	if pattern, ok := r.plainText(matches); ok && r.notBlank(matches, pattern) {
		compiled, err := regexp.Compile(pattern)
		if err != nil {
			r.report("invalid-pattern", r.at(matches), "%q is no regular expression: %s. The syntax is that of RE2.", pattern, strings.TrimPrefix(err.Error(), "error parsing regexp: "))
		}
		t.Matches = compiled
	}
	r.checkText(name, t)
	return t
}

// checkText holds what is expected of one text together.
func (r reading) checkText(name string, t testcase.Text) {
	if t.Equals == nil {
		return
	}
	for _, part := range t.Contains {
		if !strings.Contains(*t.Equals, part) {
			r.report("conflicting-expectations", r.at(name+"_contains"), "%s is expected to be a text that does not contain %q. Change one of the two.", name, part)
		}
	}
	if t.Matches != nil && !t.Matches.MatchString(*t.Equals) {
		r.report("conflicting-expectations", r.at(name+"_matches"), "%s is expected to be a text that does not match %q. Change one of the two.", name, t.Matches)
	}
}
