package documents

import (
	"errors"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// check refuses a body that does not parse, with the place of the fault.
func (a asked) check() error {
	_, err := querydsl.Canonical(a.body)
	var refused *querydsl.Error
	if !errors.As(err, &refused) {
		return told(err)
	}
	e := asRest(search.ParseFault(refused))
	at, ok := jackson.Locate(a.raw, steps(refused.Path)...)
	if !ok {
		at = jackson.Place{Line: 1, Column: 1}
	}
	placed(e, at)
	return e
}

// placed puts the place of a fault into the errors that have one.
func placed(e *rest.Error, at jackson.Place) {
	for ; e != nil; e = e.CausedBy {
		switch e.Type {
		case "parsing_exception":
			e.Extra = append(e.Extra, orderedjson.Member{Key: "line", Value: at.Line}, orderedjson.Member{Key: "col", Value: at.Column})
		case "x_content_parse_exception", "named_object_not_found_exception":
			if e.Type == "named_object_not_found_exception" { // it suggests nothing, unlike the error that it caused
				e.Reason, _, _ = strings.Cut(e.Reason, " did you mean")
			}
			if !strings.HasPrefix(e.Reason, "[") || !strings.Contains(e.Reason, ":") {
				e.Reason = "[" + strconv.Itoa(at.Line) + ":" + strconv.Itoa(at.Column) + "] " + e.Reason
			}
		}
	}
}

// steps are a JSON pointer's keys and indices.
func steps(pointer string) []any {
	out := []any{}
	unescape := strings.NewReplacer("~1", "/", "~0", "~")
	for _, step := range strings.Split(pointer, "/")[1:] {
		if n, err := strconv.Atoi(step); err == nil {
			out = append(out, n)
		} else {
			out = append(out, unescape.Replace(step))
		}
	}
	return out
}
