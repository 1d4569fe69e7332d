package bodies

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/jsontext"
	"github.com/alertplan/alertplan/monitors"
)

// Options say what the files don't.
type Options struct {
	// Elsewhere: the objects are to be made on another cluster than they come from, and
	// their ids mean nothing there.
	Elsewhere bool

	// Channels are channels that no file holds, by their ids.
	Channels map[string]destinations.Live
}

// Reading is what sources hold.
type Reading struct {
	Monitors []monitors.Live // workflows too
	Channels []destinations.Live

	// At is where an object stands, by its id.
	At map[string]hcl.Range

	// New are the ids of what is on no cluster yet: of bodies that say none these are
	// made up, and stand for them alone.
	New map[string]bool

	Diagnostics hcl.Diagnostics
}

// Read reads all sources. What refers to something that is not among them is refused,
// and left out.
func Read(sources []convert.Source, o Options) Reading {
	r := &reader{options: o, Reading: Reading{At: map[string]hcl.Range{}, New: map[string]bool{}}, seen: map[string]found{}, made: map[string]bool{}}
	for _, s := range sources {
		r.source = s
		r.read()
	}
	r.decode()
	r.Diagnostics = r.problems.Diagnostics
	convert.Ordered(r.Diagnostics, sources)
	return r.Reading
}

// reader reads sources, one after the other.
type reader struct {
	options  Options
	source   convert.Source
	problems convert.Result
	found    []found
	seen     map[string]found // by id
	made     map[string]bool  // monitors that are converted, by id
	Reading
}

func (r *reader) refuse(n *jsontext.Node, summary, format string, args ...any) {
	r.problems.Refuse(r.place(n), summary, fmt.Sprintf(format, args...))
}

// place is the first line of a value.
func (r *reader) place(n *jsontext.Node) hcl.Range {
	return r.source.Range(n.From, min(n.To, n.From+1))
}

// read reads a source of one value or of several, one after the other.
func (r *reader) read() {
	text := jsontext.Reader{Src: string(r.source.Text)}
	text.Blanks()
	if text.At == len(text.Src) {
		r.problems.Refuse(r.source.Range(0, 0), "Empty file", "There is nothing in it.")
		return
	}
	for text.At < len(text.Src) {
		v, err := text.Value()
		if err != nil {
			var p *jsontext.Problem
			errors.As(err, &p)
			r.problems.Refuse(r.source.Range(p.From, p.To), "JSON that can't be read", p.What)
			return
		}
		r.value(v)
		text.Blanks()
	}
}

// take keeps an object, once.
func (r *reader) take(f found) {
	f.source = r.source
	f.at = r.place(f.node)
	if f.ID != "" {
		if before, again := r.seen[f.ID]; again {
			if !before.equal(f) {
				r.problems.Refuse(f.at, "Object that is there twice", fmt.Sprintf("%s has the id %s too, and says something else. Leave out the older one of the two.", place(before.at), f.ID))
			}
			return
		}
	}
	isNew := f.ID == "" || r.options.Elsewhere
	if f.ID == "" {
		f.ID = fmt.Sprintf("new-%d", len(r.found)+1)
	}
	if isNew {
		r.New[f.ID] = true
	}
	r.seen[f.ID], r.At[f.ID] = f, f.at
	r.found = append(r.found, f)
}

func place(at hcl.Range) string { return fmt.Sprintf("%s line %d", at.Filename, at.Start.Line) }

// decode makes objects of what was found: channels first, since monitors send to them.
func (r *reader) decode() {
	slices.SortStableFunc(r.found, func(a, b found) int { return cmp.Compare(a.stage(), b.stage()) })
	there := map[string]destinations.Live{}
	for id, c := range r.options.Channels {
		there[id] = c
		r.Channels = append(r.Channels, c)
	}
	for _, f := range r.found {
		r.source = f.source
		if f.Form.IsDestination() {
			if c, ok := r.channel(f, there); ok {
				there[f.ID] = c
				r.Channels = append(r.Channels, c)
			}
			continue
		}
		if m, ok := r.monitor(f, there); ok {
			r.made[f.ID] = true
			r.Monitors = append(r.Monitors, m)
		}
	}
	slices.SortFunc(r.Channels, func(a, b destinations.Live) int { return cmp.Compare(a.ID, b.ID) })
}
