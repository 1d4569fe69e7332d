package search

import (
	"errors"
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
		return nil, ParseFault(refused)
	}
	return out, err
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
	case querydsl.KindIllegalState, querydsl.KindNullPointer, querydsl.KindClassCast, querydsl.KindGeneral, querydsl.KindArithmetic:
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
