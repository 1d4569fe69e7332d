package schema

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/schema/grammar"
)

// allSources are the sample events of the test itself, then those of its index
// blocks. A test without any has an index without documents.
func (t *testBlock) allSources() []testcase.Source {
	own := testcase.Source{Mapping: t.mapping(), At: placeIn(t.def)}
	if index, ok := t.plainText("index"); ok {
		own.Index = index
		t.checkIndexName(index, t.at("index"))
	}
	var all []testcase.Source
	blocks := t.blocks.OfType("index")
	if len(blocks) == 0 || t.has("events") || t.has("index") || t.has("mapping") {
		all = t.sources(t.reading, own)
	}
	seen := map[string]hcl.Range{}
	for _, block := range blocks {
		name, at := block.Labels[0], place{block.LabelRanges[0], t.block}
		if before, twice := seen[name]; twice {
			t.report("duplicate-block", at, "There is a block index %q in line %d already. Make one of the two: events can be a list.", name, before.Start.Line)
			continue
		}
		seen[name] = block.DefRange
		t.checkIndexName(name, at)
		r, _ := t.openBody(block, block.Body, grammar.Test.Block("index").Schema(), t.dynamic)
		all = append(all, t.sources(r, testcase.Source{Index: name, Mapping: r.mapping(), At: placeIn(block.DefRange)})...)
	}
	return all
}

// checkIndexName checks where documents go: one index, or a pattern with a day.
func (t *testBlock) checkIndexName(name string, at place) {
	problem := indexProblem(name)
	switch {
	case problem != "":
	case strings.Count(name, "*") > 1:
		problem = "documents go to one index, so there can be one * in it, which becomes the day of an event"
	case strings.ContainsAny(name, ":<>") || strings.HasPrefix(name, "-") || name == "_all":
		problem = "documents go to an index of this cluster, by its name"
	default:
		return
	}
	t.report("invalid-index", at, "%q names no index for sample events: %s.", name, problem)
}

// sources are what the argument events of a block stands for: one source for
// each file, and one for events that are written out in a row.
func (t *testBlock) sources(r reading, like testcase.Source) []testcase.Source {
	v, ok := r.knownValue("events")
	if !ok {
		return []testcase.Source{like}
	}
	elements := []cty.Value{v}
	listed := isList(v.Type())
	if listed {
		elements = v.AsValueSlice()
	}
	var all []testcase.Source
	inline := false
	for i, element := range elements {
		at := r.at("events")
		if listed {
			at = at.at(elementRange(r.attributes["events"].Expr, i))
		}
		source := like
		source.At = placeIn(at.subject)
		if document, ok := eventOf(r, element, at); ok {
			if !inline {
				all = append(all, source)
			}
			last := &all[len(all)-1]
			last.Documents = append(last.Documents, document)
			inline = true
			continue
		}
		inline = false
		if name, ok := t.eventsFile(r, element, at); ok {
			source.Name, source.File = name, t.all.openable(name)
			all = append(all, source)
		}
	}
	if len(all) == 0 {
		return []testcase.Source{like} // events = []
	}
	return all
}

// eventOf is an event that is written out; false for what is none.
func eventOf(r reading, v cty.Value, at place) (*orderedjson.Object, bool) {
	if v.IsNull() || !v.Type().IsObjectType() && !v.Type().IsMapType() {
		return nil, false
	}
	event, err := toJSON(v)
	if err != nil {
		r.report("invalid-events", at, "This event can't be written as JSON: %s.", err)
		return nil, false
	}
	return event.(*orderedjson.Object), true
}

// eventsFile is the path of a file with events, as it was written.
func (t *testBlock) eventsFile(r reading, v cty.Value, at place) (string, bool) {
	if !v.IsNull() && (v.Type().IsObjectType() || v.Type().IsMapType()) {
		return "", false // told by eventOf
	}
	if v.IsNull() || v.Type() != cty.String {
		r.report("invalid-events", at, "events must be a path of a file, an event as an object, or a list of such; this is %s.", valueArticle(v))
		return "", false
	}
	name := v.AsString()
	if strings.TrimSpace(name) == "" {
		r.report("empty-text", at, "The path of a file with events is empty. Write it, or take the line out.")
		return "", false
	}
	if strings.ContainsAny(name, "\n{[") {
		r.report("invalid-events", at, "This text is no path of a file, but looks like what stands in one. Name the file itself, without file(): events = \"testdata/….ndjson\".")
		return "", false
	}
	if err := t.all.world().Find(name); err != nil {
		r.report("unreadable-events", at, "These events can't be read: %s.%s", err, t.otherFile(name))
		return "", false
	}
	return name, true
}

// otherFile is the way out where there is no such file: what was meant, or how
// several are named. "" where nothing is known.
func (t *testBlock) otherFile(name string) string {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return ""
	}
	path := t.all.openable(name)
	if info, err := os.Lstat(path); err == nil && info.IsDir() {
		return " Name the files in it: events takes a list of paths, too."
	} else if err == nil {
		return ""
	}
	if strings.Contains(name, "*") {
		return " A path names one file, and no pattern; several are a list."
	}
	folder, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return ""
	}
	wanted := stem(filepath.Base(path))
	others := map[string]string{} // by stem
	for _, entry := range folder {
		if other := stem(entry.Name()); !entry.IsDir() {
			others[other] = entry.Name()
			if strings.HasPrefix(other, wanted) {
				wanted = other
				break
			}
		}
	}
	near, there := others[wanted]
	if !there {
		near = others[nearest(wanted, slices.Sorted(maps.Keys(others)))]
	}
	if near == "" {
		return ""
	}
	return fmt.Sprintf(" Did you mean %q?", filepath.ToSlash(filepath.Join(filepath.Dir(name), near)))
}

// stem is a file's name up to its first dot.
func stem(name string) string {
	before, _, _ := strings.Cut(name, ".")
	return before
}

func valueArticle(v cty.Value) string {
	if v.IsNull() {
		return "null"
	}
	return article(v.Type())
}

func (l *loader) openable(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(l.dir, name)
}
