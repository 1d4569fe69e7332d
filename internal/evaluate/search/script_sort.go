package search

import (
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/painless"
)

// scriptSort is a sort key by a script: {"type": "number" or "string", "script",
// "order"}.
type scriptSort struct {
	kind   valueKind
	script *orderedjson.Object
}

// readScriptSort reads _script.
func readScriptSort(o *orderedjson.Object) (sortKey, error) {
	k := sortKey{field: "_script"}
	by := &scriptSort{kind: floatValue}
	for _, m := range o.Members() {
		switch m.Key {
		case "type":
			switch javaText(m.Value) {
			case "number":
			case "string":
				by.kind = textValue
			default:
				return k, fault.Unsupported("sort by a script of type [%s]", javaText(m.Value))
			}
		case "script":
			by.script = o.Object("script")
		case "order":
			k.desc = strings.EqualFold(javaText(m.Value), "desc")
		case "mode":
			k.mode = strings.ToLower(javaText(m.Value)) // of one value, all modes are the same
		default:
			return k, fault.Unsupported("sort by a script with [%s]", m.Key)
		}
	}
	if by.script == nil || !o.Has("type") {
		return k, fault.Unsupported("sort by a script without its script and type")
	}
	k.script = by
	return k, nil
}

func (s *shard) scriptSorter(k sortKey) (*sorter, error) {
	context := painless.NumberSort
	if k.script.kind == textValue {
		context = painless.StringSort
	}
	x, err := s.script(k.script.script, context)
	if err != nil {
		return nil, err
	}
	return &sorter{key: k, index: s.Name, kind: k.script.kind, script: x}, nil
}

// scripted is the value that the sort's script gives a document.
func (o *sorter) scripted(d *doc) (value, error) {
	v, err := o.script.on(scriptInput{doc: d, score: func() float64 { return float64(o.query.score(d)) }})
	if err != nil {
		return value{}, err
	}
	if text, ok := v.(string); ok {
		return value{kind: textValue, text: text}, nil
	}
	n, ok := v.(float64)
	if !ok {
		return value{}, fault.Unsupported("sort by a script that returns null")
	}
	return value{kind: floatValue, f: n}, nil
}
