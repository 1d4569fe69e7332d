package events

import (
	"errors"
	"fmt"
	"slices"
)

// bulk follows a _bulk body: an action, then its document. A source is one if its
// first value is an action.
type bulk struct {
	on      bool
	started bool
	skip    bool // the next value belongs to an action that was refused
	pending *Raw // the action whose document is next
}

var errNoDocument = errors.New("the last action of the _bulk body has no document")

// actionKeys are what an action may say; the server ignores nothing else.
var actionKeys = []string{"_index", "_id", "_type", "routing", "_routing", "pipeline", "require_alias", "version",
	"version_type", "op_type", "if_seq_no", "if_primary_term", "retry_on_conflict", "dynamic_templates"}

// take looks at a value. Of a _bulk body it gives the documents.
func (b *bulk) take(text []byte, s *scanner) (raw Raw, isDocument bool, err error) {
	p := parsed{text, s.members}
	op, meta := action(p)
	if !b.started {
		b.started, b.on = true, op != ""
	}
	switch {
	case !b.on:
		return Raw{}, false, nil
	case b.skip:
		b.skip = false
		return Raw{}, false, nil
	case b.pending != nil:
		raw := *b.pending
		b.pending, raw.Text = nil, text
		return raw, true, nil
	case op == "":
		return Raw{}, false, errors.New(`an action of the _bulk body was expected, such as {"index": {"_id": "1"}}`)
	case op == "update" || op == "delete":
		b.skip = op == "update"
		return Raw{}, false, fmt.Errorf("sample events can't %s a document: keep the index and create actions only", op)
	}
	b.pending = &Raw{Index: meta.word("_index"), ID: meta.word("_id")}
	return Raw{}, false, nil
}

// end is what is wrong when nothing follows.
func (b *bulk) end() error {
	if b.pending == nil {
		return nil
	}
	b.pending = nil
	return errNoDocument
}

// action reads an action line; "" of anything else.
func action(p parsed) (op string, meta parsed) {
	if len(p.members) != 1 {
		return "", parsed{}
	}
	m := p.members[0]
	op = string(p.text[m.keyStart:m.keyEnd])
	if !slices.Contains([]string{"index", "create", "update", "delete"}, op) || p.object(op) == nil {
		return "", parsed{}
	}
	meta = parse(p.object(op))
	for _, m := range meta.members {
		if !slices.Contains(actionKeys, string(meta.text[m.keyStart:m.keyEnd])) {
			return "", parsed{}
		}
	}
	return op, meta
}
