package search

import (
	"errors"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/painless"
)

// numbers are what a script of an aggregation returns, as doubles: a number, a
// date, a boolean, or several of them; none of null (asked of 2.19.4).
func (x *script) numbers(in scriptInput) ([]float64, error) {
	items, some, err := x.items(in)
	if err != nil || !some {
		return nil, err
	}
	out := make([]float64, len(items))
	for i, item := range items {
		n, ok := painless.Number(item)
		if !ok {
			return nil, unexpectedValue(item)
		}
		out[i] = n
	}
	slices.Sort(out)
	return out, nil
}

// items are the values of what a script returns; some is false of null.
func (x *script) items(in scriptInput) (items []javavalue.Value, some bool, err error) {
	v, err := x.on(in)
	if err != nil || v == nil {
		return nil, false, err
	}
	items, _, several := painless.Elements(v)
	if !several {
		items = []javavalue.Value{v}
	}
	return items, true, nil
}

func unexpectedValue(v javavalue.Value) error {
	text, err := scriptText(v, javavalue.JDK17)
	if err != nil {
		return err
	}
	return fault.New(500, "aggregation_execution_exception", "Unsupported script value [%s], expected a number, date, or boolean", text)
}

// texts are what a script of an aggregation returns, as texts: one, or several;
// null among several is empty.
func (x *script) texts(in scriptInput) ([]string, error) {
	items, some, err := x.items(in)
	if err != nil || !some {
		return nil, err
	}
	out := make([]string, len(items))
	for i, item := range items {
		if item == nil {
			continue
		}
		if out[i], err = scriptText(item, x.shard.dialect.JDK); err != nil {
			return nil, err
		}
	}
	slices.Sort(out)
	return out, nil
}

func scriptText(v javavalue.Value, jdk javavalue.JDK) (string, error) {
	text, err := painless.Text(v, jdk)
	var cannot *painless.UnsupportedError
	if errors.As(err, &cannot) {
		return "", fault.Unsupported("script that returns %s", cannot.Construct)
	}
	return text, err
}
