package accept

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/schema"
)

// finish lays the files out as they were, checks all once more, and makes the result.
func (a *acceptor) finish() error {
	files, ok := a.contents(a.edits())
	if !ok {
		return fmt.Errorf("the changes of the files are in each other's way, and nothing is written")
	}
	formatted := map[string][]byte{}
	for name, content := range files {
		before := a.sources[name].bytes
		if bytes.Equal(before, content) {
			continue
		}
		if bytes.Equal(schema.Format(before), before) {
			content = schema.Format(content)
		}
		formatted[name] = content
	}
	then := a.now
	if len(formatted) > 0 {
		why := a.sound(formatted, a.taken)
		if why != nil { // the layout changed a value
			formatted = files
			why = a.sound(formatted, a.taken)
		}
		if why != nil {
			return fmt.Errorf("the changed files would not say what was accepted, and nothing is written (%s %s)", why.reason, why.word)
		}
		var err error
		if then, err = a.look(formatted); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(formatted)) {
		if bytes.Equal(formatted[name], a.sources[name].bytes) {
			continue
		}
		a.result.Files = append(a.result.Files, File{Name: name, Before: a.sources[name].bytes, After: formatted[name]})
	}
	a.tell(then)
	return nil
}

// tell lists what was accepted, and where it and what is left stand in the new files.
func (a *acceptor) tell(then World) {
	for _, t := range a.taken {
		o := *t.object
		o.config = then.Config
		at := hcl.Range{}
		if block, ok := then.Config.Block(t.at); ok {
			o.block = block
			at = o.spot(t.unit)
		}
		for _, f := range t.unit.fields {
			if t.holdsSecret() {
				f.Before, f.After = masked(f.Before), masked(f.After)
			}
			a.result.Accepted = append(a.result.Accepted, Accepted{Address: t.at, Field: f, At: at, Partly: len(t.by.left) > 0})
		}
	}
	for i, l := range a.result.Left {
		a.result.Left[i].At = a.moved(l.At)
		a.result.Left[i].Defined = a.moved(l.Defined)
	}
	slices.SortStableFunc(a.result.Left, func(x, y Left) int { return address.Compare(x.Address, y.Address) })
}

// moved is where a line of an old file is in the new one.
func (a *acceptor) moved(at hcl.Range) hcl.Range {
	s := a.sources[at.Filename]
	if s == nil {
		return at
	}
	for _, e := range a.edits() {
		if e.file == at.Filename && e.to <= at.Start.Byte {
			lines := bytes.Count([]byte(e.text), []byte("\n")) - bytes.Count(s.bytes[e.from:e.to], []byte("\n"))
			at.Start.Line, at.End.Line = at.Start.Line+lines, at.End.Line+lines
		}
	}
	return at
}
