package querydsl

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Dropped lists, as JSON pointers in the order of the body, what a server takes and
// forgets: whatever stands there, the same is stored. Such are options that only
// older versions knew (disable_coord), what another option puts out (routing of a
// percolate with documents), and the first of two that mean the same ("gte" before
// "from", "aggs" before "aggregations"). Where all of an object or a list is
// forgotten, its own pointer stands for what is in it. A body that is refused has
// none.
func Dropped(d Dialect, body *orderedjson.Object) []string {
	probe, _ := orderedjson.Clone(body).(*orderedjson.Object)
	p := &prober{dialect: d, body: probe, kept: map[string]bool{}}
	form, err := Read(d, probe)
	if err != nil {
		return nil
	}
	if p.was, err = orderedjson.Marshal(form.Body); err != nil {
		return nil
	}
	leaves := 0
	eachLeaf(probe, func(any) { leaves++ })
	eachLeaf(form.Body, func(v any) {
		if text, isText := v.(string); isText {
			p.kept[text] = true
		}
	})
	p.left = patience / max(leaves, 1)
	found, _ := p.value("", probe, nil)
	return found
}

// patience is how many leaves are read at most in all, each body as often as it is
// changed: of one with hundreds of leaves not every one is tried.
const patience = 10000

// prober changes one leaf of a body at a time, and looks whether that shows.
type prober struct {
	dialect Dialect
	body    *orderedjson.Object
	was     []byte
	kept    map[string]bool // the texts in what is stored: such a leaf is likely one of them
	left    int             // how often the body may yet be changed
}

func eachLeaf(v any, visit func(any)) {
	switch v := v.(type) {
	case *orderedjson.Object:
		for _, m := range v.Members() {
			eachLeaf(m.Value, visit)
		}
	case []any:
		for _, item := range v {
			eachLeaf(item, visit)
		}
	default:
		visit(v)
	}
}

func (p *prober) stored() ([]byte, bool) {
	form, err := Read(p.dialect, p.body)
	if err != nil {
		return nil, false
	}
	printed, err := orderedjson.Marshal(form.Body)
	return printed, err == nil
}

// value probes what stands at a path; put places another value there. all says that
// there is something, and that all of it is forgotten.
func (p *prober) value(path string, v any, put func(any)) (found []string, all bool) {
	leaves := 0
	all = true
	inside := func(key string, inner any, put func(any)) {
		at := path + "/" + pointerEscapes.Replace(key)
		below, whole := p.value(at, inner, put)
		found = append(found, below...)
		all = all && whole
		leaves++
	}
	switch v := v.(type) {
	case *orderedjson.Object:
		for _, m := range v.Members() {
			inside(m.Key, m.Value, func(x any) { v.Set(m.Key, x) })
		}
	case []any:
		for i, item := range v {
			inside(strconv.Itoa(i), item, func(x any) { v[i] = x })
		}
	default:
		if !p.isForgotten(v, put) {
			return nil, false
		}
		return []string{path}, true
	}
	all = all && leaves > 0
	if all && path != "" {
		found = []string{path}
	}
	return found, all
}

// isForgotten tells whether other values in the place of a leaf make no difference.
// One that is refused there tells nothing: but some other must be taken.
func (p *prober) isForgotten(leaf any, put func(any)) bool {
	if text, isText := leaf.(string); isText && p.kept[text] {
		return false
	}
	defer put(leaf)
	taken := false
	for _, other := range othersThan(leaf) {
		if p.left--; p.left < 0 {
			return false
		}
		put(other)
		stored, ok := p.stored()
		if ok && !bytes.Equal(stored, p.was) {
			return false
		}
		taken = taken || ok && !orderedjson.Equal(leaf, other)
	}
	return taken
}

// othersThan are some values of the type of a leaf, at least two of which mean
// something else, whatever the option is.
func othersThan(leaf any) []any {
	switch leaf := leaf.(type) {
	case bool:
		return []any{!leaf}
	case json.Number:
		return []any{json.Number("1"), json.Number("2"), json.Number("0"), json.Number("40"), json.Number("7000")}
	case string:
		return []any{leaf + "x", "1", "2", "true", "false", "a", "score", "cw"}
	default:
		return []any{"a", json.Number("1"), true}
	}
}
