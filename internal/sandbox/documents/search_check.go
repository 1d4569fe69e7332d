package documents

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// check refuses a body that does not parse, with the place of the fault.
func (s *Service) check(a asked) error {
	_, err := querydsl.CanonicalFor(s.dialect.Searches().Bodies, a.body)
	var refused *querydsl.Error
	if !errors.As(err, &refused) {
		return told(err)
	}
	e := asRest(search.ParseFault(refused))
	if e.Type == "aggregation_initialization_exception" { // it has no status of its own
		e.Status = http.StatusInternalServerError
	}
	at, ok := a.placeOf(refused)
	if !ok {
		at = jackson.Place{Line: 1, Column: 1}
	}
	if root := refused.Root(); root.Reason == emptyClause {
		at, _ = a.placeOf(root)
		at = closing(a.raw, at)
		for x := e; x != nil; x = x.CausedBy {
			if x.Reason == emptyClause {
				x.Reason = fmt.Sprintf("%s at [%d:%d]", x.Reason, at.Line, at.Column)
			}
		}
	}
	placed(e, at)
	e.RootCause = []*rest.Error{rootCause(e)}
	return e
}

// emptyClause refuses {} where a query should be; the place of its end follows.
const emptyClause = "query malformed, empty clause found"

// placeOf is where in the text stands what was refused.
func (a asked) placeOf(refused *querydsl.Error) (jackson.Place, bool) {
	way := steps(refused.Path)
	if a.queryKey != "" && len(way) > 0 {
		way[0] = a.queryKey
	}
	return jackson.Locate(a.raw, way...)
}

// closing is where an empty object ends that begins at a place.
func closing(raw []byte, at jackson.Place) jackson.Place {
	line, column := 1, 1
	for _, c := range raw {
		begun := line > at.Line || line == at.Line && column >= at.Column
		if c == '}' && begun {
			return jackson.Place{Line: line, Column: column}
		}
		if column++; c == '\n' {
			line, column = line+1, 1
		}
	}
	return at
}

// javaTypes are exceptions of Java's own: a fault of the parser that wraps one is
// its own root.
var javaTypes = []string{
	"illegal_argument_exception", "illegal_state_exception", "number_format_exception", "null_pointer_exception",
	"class_cast_exception", "arithmetic_exception", "unsupported_operation_exception", "date_time_exception",
}

// rootCause is the innermost of the parser's faults, as the server looks for it:
// it goes on while a fault wraps another of the server's own.
func rootCause(e *rest.Error) *rest.Error {
	for e.Type == "x_content_parse_exception" && e.CausedBy != nil && !slices.Contains(javaTypes, e.CausedBy.Type) {
		e = e.CausedBy
	}
	return &rest.Error{Type: e.Type, Reason: e.Reason, NoReason: e.NoReason, Extra: e.Extra}
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
			e.Reason = fmt.Sprintf("[%d:%d] %s", at.Line, keyColumn(e, at), e.Reason)
		}
	}
}

// keyColumn is where the key of an unknown field begins; of other faults the
// value's place is told.
func keyColumn(e *rest.Error, at jackson.Place) int {
	_, name, ok := strings.Cut(e.Reason, "] unknown field [")
	if name, _, _ = strings.Cut(name, "]"); ok && e.Type == "x_content_parse_exception" {
		return max(1, at.Column-len(name)-len(`"":`))
	}
	return at.Column
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
