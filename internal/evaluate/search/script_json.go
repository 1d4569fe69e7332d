package search

import (
	"encoding/json"
	"errors"
	"math/big"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/painless"
)

// jsonOf is a script's result as answers print it. What the server can't write
// is its error.
func jsonOf(v javavalue.Value, jdk javavalue.JDK) (any, error) {
	w, err := painless.Written(v)
	var thrown *painless.RuntimeError
	if errors.As(err, &thrown) {
		status := 400
		if thrown.Type == "class_cast_exception" {
			status = 500
		}
		return nil, &unwritten{fault.New(status, thrown.Type, "%s", thrown.Reason)}
	}
	var cannot *painless.UnsupportedError
	if errors.As(err, &cannot) {
		return nil, fault.Unsupported("script that returns %s", cannot.Construct)
	}
	return plainJSON(w, jdk), nil
}

// JSON is what a script made, as an answer or a document holds it. Errors: values that
// the server can't write; UnsupportedError.
func JSON(v javavalue.Value) (any, error) {
	out, err := jsonOf(v, javavalue.JDK21)
	var failed *unwritten
	if errors.As(err, &failed) {
		return nil, failed.answer
	}
	return out, err
}

// unwritten is the error of an answer that the server can't write. It is that of
// the whole request, not of a shard.
type unwritten struct{ answer *fault.Error }

func (u *unwritten) Error() string { return u.answer.Error() }

func plainJSON(v javavalue.Value, jdk javavalue.JDK) any {
	if text, ok := painless.PlainText(v); ok {
		return json.Number(text)
	}
	switch v := v.(type) {
	case int64:
		return whole(v)
	case float32:
		return singleOf(v, jdk)
	case float64:
		return double(v)
	case *big.Int:
		return json.Number(v.String())
	case *javavalue.List:
		list := []any{}
		for _, item := range v.Items {
			list = append(list, plainJSON(item, jdk))
		}
		return list
	case *javavalue.Map:
		o := orderedjson.NewObject()
		for _, e := range v.Entries() {
			key, _ := e.Key.(string)
			o.Set(key, plainJSON(e.Value, jdk))
		}
		return o
	}
	return v
}
