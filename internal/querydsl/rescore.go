package querydsl

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

var rescoreQueryShape = &shape{name: "query", manners: declared}

func init() {
	rescoreQueryShape.fields = []field{
		opt("rescore_query", queryKind), opt("query_weight", floatKind, one), opt("rescore_query_weight", floatKind, one),
		opt("score_mode", kind{tString, readRescoreMode}, "total"),
	}
	rescoreQueryShape.finish = func(_ *context, v values) *Error {
		if !v.has("rescore_query") {
			return illegal("rescore_query cannot be null")
		}
		return nil
	}
}

func readRescoreMode(_ *context, v any) (any, *Error) {
	word, err := text(v)
	if err != nil {
		return nil, err
	}
	for _, mode := range []string{"avg", "max", "min", "total", "multiply"} {
		if strings.EqualFold(mode, word) {
			return mode, nil
		}
	}
	return nil, illegal("illegal score_mode [%s]", word)
}

func readRescore(c *context, v any) (any, *Error) {
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return nil, parsing("unexpected token [%s] after [null]", tokenName(v))
	}
	var window, query any
	kind := "query"
	for _, m := range o.Members() {
		var err *Error
		switch token := tokenOf(m.Value); {
		case token&tValue != 0 && m.Key == "window_size":
			window, err = readInt(c, m.Value)
		case token&tValue != 0:
			err = parsing("rescore doesn't support [%s]", m.Key)
		case token != tObject:
			err = parsing("unexpected token [%s] after [%s]", tokenName(m.Value), m.Key)
		case m.Key != "query":
			err = refuse(KindNotFound, "unknown field [%s]", m.Key)
			err.UnknownName = m.Key
			if query == nil && c.letsThrough(ForeignRescorer, m.Key, err) {
				kind, query, err = m.Key, m.Value, nil
			}
		default:
			query, err = rescoreQueryShape.canonical(c, m.Value)
		}
		if err != nil {
			return nil, under(err, m.Key)
		}
	}
	if query == nil {
		return nil, parsing("missing rescore type")
	}
	printed := &orderedjson.Object{}
	if window != nil {
		printed.Set("window_size", window)
	}
	printed.Set(kind, query)
	return printed, nil
}
