package search

import (
	"errors"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// canonical brings a body to the form that is compiled. What querydsl refuses is
// the server's refusal of the whole request.
func canonical(body *orderedjson.Object, d dialect.Dialect) (*orderedjson.Object, error) {
	out, err := querydsl.CanonicalFor(d.Bodies, body)
	var refused *querydsl.Error
	if errors.As(err, &refused) {
		f := ParseFault(refused)
		f.Roots = []*fault.Error{parseRoot(f)}
		return nil, f
	}
	if err == nil {
		keepOffsets(out, body)
	}
	return out, err
}

// parseRoot is the innermost of the server's own exceptions, below which there is
// none or one of Java's.
func parseRoot(f *fault.Error) *fault.Error {
	for f.Cause != nil {
		own := slices.Contains([]string{"parsing_exception", "parse_exception", "exception", "aggregation_initialization_exception"}, f.Cause.Type)
		parser := f.Cause.Type == "x_content_parse_exception" || f.Cause.Type == "named_object_not_found_exception"
		if !own && !(parser && f.Type == "x_content_parse_exception") {
			return f
		}
		f = f.Cause
	}
	return f
}

// ParseFault is a refused body as the server's search API answers it. Lines and
// columns are not known and left out.
func ParseFault(e *querydsl.Error) *fault.Error {
	f := fault.New(parseStatus(e.Kind), exceptionName(e.Kind), "%s", e.Reason)
	if e.Cause != nil {
		f.Cause = ParseFault(e.Cause)
		f.Cause.Status = 0
	}
	return f
}

func parseStatus(kind string) int {
	switch kind {
	case querydsl.KindIllegalState, querydsl.KindNullPointer, querydsl.KindClassCast, querydsl.KindGeneral, querydsl.KindArithmetic, querydsl.KindAggregationInit:
		return 500
	}
	return 400
}

// exceptionName is a Java exception's name as answers print it.
func exceptionName(kind string) string {
	var b strings.Builder
	for i, r := range strings.TrimPrefix(kind, "OpenSearch") {
		if r >= 'A' && r <= 'Z' {
			if i > 0 {
				b.WriteByte('_')
			}
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}
