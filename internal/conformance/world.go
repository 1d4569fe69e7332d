package conformance

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// World is a set of indices with documents, the same on a node and here.
type World struct {
	Name    string
	Indices []*Index
	Docs    []*Doc // in the order of writing

	store   *index.Store
	dialect dialect.Dialect  // of the node that it is for
	known   []*known         // its fields, once they were asked for
	sizes   map[string]int   // documents by targets
	errors  map[string]error // why indices, and documents of them, were refused here
}

// Index is an index to be made, with the body of its PUT.
type Index struct {
	Name string
	Body *orderedjson.Object
}

// Doc is a document to be written.
type Doc struct {
	Index, ID string
	Source    *orderedjson.Object
}

// Refusals of a world: what of it can't be kept here, by name.
type Refusals []string

// Build makes the world here. What is refused here by name is taken out of the
// world, so that a node doesn't get it either.
func (w *World) Build() Refusals {
	var refused Refusals
	w.known, w.sizes, w.errors = nil, map[string]int{}, map[string]error{}
	w.store = index.NewStore(time.Now).In(w.dialect)
	var kept []*Index
	for _, x := range w.Indices {
		var no *fault.UnsupportedError
		if err := w.store.Create(x.Name, x.Body); errors.As(err, &no) {
			refused = append(refused, no.What)
			continue
		} else if err != nil {
			w.errors[x.Name] = err
		}
		kept = append(kept, x)
	}
	w.Indices = kept
	var docs []*Doc
	for _, d := range w.Docs {
		if w.store.Get(d.Index) == nil {
			continue
		}
		before := w.store.Get(d.Index).Mapping
		_, err := w.store.Write(index.Write{Index: d.Index, ID: d.ID, Source: d.Source, Visible: index.AtRefresh})
		var no *fault.UnsupportedError
		if errors.As(err, &no) {
			refused = append(refused, no.What)
			if w.store.Get(d.Index).Mapping != before {
				return append(refused, w.Build()...) // it grew: begin again, without
			}
			continue
		} else if err != nil {
			w.errors[d.Index+"/"+d.ID] = err
		}
		docs = append(docs, d)
	}
	w.Docs = docs
	for _, x := range w.Indices {
		_ = w.store.Refresh(x.Name) // it was made above
	}
	return refused
}

// fit takes the fields out of the mappings whose types a dialect doesn't know, and
// builds the world again where there were any, or where it was another dialect's.
func (w *World) fit(d dialect.Dialect) (again bool, refused Refusals) {
	var take func(properties *orderedjson.Object)
	take = func(properties *orderedjson.Object) {
		for _, m := range slices.Clone(properties.Members()) {
			def, _ := m.Value.(*orderedjson.Object)
			if !d.KnowsType(def.Text("type")) {
				properties.Delete(m.Key)
				again = true
			}
			take(def.Object("properties"))
		}
	}
	for _, x := range w.Indices {
		take(x.Body.Object("mappings").Object("properties"))
	}
	if again = again || d != w.dialect; again {
		w.dialect = d
		refused = w.Build()
	}
	return again, refused
}

// Load makes the world on a node: every index in one bulk request, in one segment.
// It returns where the node differs from what was built here: in the mappings, in
// what was refused, in which documents were.
func (w *World) Load(ctx context.Context, n *Node) ([]Difference, error) {
	out, err := w.place(ctx, n)
	if err != nil || len(out) > 0 {
		return out, err
	}
	return w.compareMappings(ctx, n)
}

// place makes the indices and writes the documents.
func (w *World) place(ctx context.Context, n *Node) ([]Difference, error) {
	w.dialect = n.Dialect
	var out []Difference
	var made []*Index
	for _, x := range w.Indices {
		a, err := n.Do(ctx, "PUT", "/"+x.Name, text(unrefreshed(x.Body)))
		if err != nil {
			return nil, err
		}
		ours := w.store.Get(x.Name)
		if ours != nil {
			made = append(made, x)
		}
		switch {
		case a.Status >= 300 && ours == nil: // refused by both
		case a.Status >= 300:
			out = append(out, Difference{Kind: "mapping", Text: fmt.Sprintf("PUT %s %s\nnode: %s\nhere: taken", x.Name, text(x.Body), text(a.Body)), put: x})
		case ours == nil:
			out = append(out, Difference{Kind: "mapping", Text: fmt.Sprintf("PUT %s %s\nnode: taken\nhere: %v", x.Name, text(x.Body), w.errors[x.Name]), put: x})
		}
	}
	w.Indices = made
	more, err := w.loadDocs(ctx, n)
	if err != nil {
		return nil, err
	}
	return append(out, more...), nil
}

// unrefreshed is an index's body with refreshes turned off: one in the middle of a
// bulk would leave several segments.
func unrefreshed(body *orderedjson.Object) *orderedjson.Object {
	o := orderedjson.Clone(body).(*orderedjson.Object)
	settings := orderedjson.NewObject()
	for _, m := range o.Object("settings").Members() {
		settings.Set(m.Key, m.Value)
	}
	settings.Set("index.refresh_interval", "-1")
	if !settings.Has("index.number_of_replicas") {
		settings.Set("index.number_of_replicas", 0)
	}
	o.Set("settings", settings)
	return o
}

func (w *World) loadDocs(ctx context.Context, n *Node) ([]Difference, error) {
	var out []Difference
	for _, x := range w.Indices {
		var docs []*Doc
		for _, d := range w.Docs {
			if d.Index == x.Name {
				docs = append(docs, d)
			}
		}
		for batch := range slices.Chunk(docs, w.batch(x, len(docs))) {
			more, err := w.write(ctx, n, batch)
			if err != nil {
				return nil, err
			}
			out = append(out, more...)
		}
		if len(docs) > 0 {
			if _, err := n.Must(ctx, "POST", "/"+x.Name+"/_refresh", ""); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// batch is how many documents are written at once. Of several shards each works on
// its part of a request at its own pace: which document decides what a field is
// would be left to chance.
func (w *World) batch(x *Index, documents int) int {
	if ours := w.store.Get(x.Name); ours != nil && ours.Shards() > 1 {
		return 1
	}
	return max(1, documents)
}

func (w *World) write(ctx context.Context, n *Node, docs []*Doc) ([]Difference, error) {
	var bulk bytes.Buffer
	for _, d := range docs {
		fmt.Fprintf(&bulk, "%s\n%s\n", text(obj("index", obj("_id", d.ID))), text(d.Source))
	}
	a, err := n.Must(ctx, "POST", "/"+docs[0].Index+"/_bulk", bulk.String())
	if err != nil {
		return nil, err
	}
	var out []Difference
	var again []*Doc
	for i, item := range a.Array("items") {
		said := item.(*orderedjson.Object).Object("index").Object("error")
		if isBusy(said) {
			again = append(again, docs[i]) // this is no answer
			continue
		}
		if d := w.compareWrite(docs[i], said); d != "" {
			out = append(out, Difference{Kind: "document", Text: d, doc: docs[i]})
		}
	}
	if len(again) == 0 {
		return out, nil
	}
	if err := n.rest(ctx); err != nil {
		return nil, err
	}
	more, err := w.write(ctx, n, again)
	return append(out, more...), err
}

// Without makes the world again, on both sides, without the documents that only one
// of them took. It returns what differs still.
func (w *World) Without(ctx context.Context, n *Node, differences []Difference) ([]Difference, error) {
	gone := map[*Doc]bool{}
	for _, d := range differences {
		if d.doc == nil {
			return differences, nil
		}
		gone[d.doc] = true
	}
	if len(gone) == 0 {
		return nil, nil
	}
	if err := w.Remove(ctx, n); err != nil {
		return nil, err
	}
	w.Docs = slices.DeleteFunc(w.Docs, func(d *Doc) bool { return gone[d] })
	w.Build()
	return w.Load(ctx, n)
}

func (w *World) compareWrite(d *Doc, said *orderedjson.Object) string {
	kept, _, err := w.store.Read(d.Index, d.ID)
	taken := err == nil && kept != nil
	switch {
	case taken == (said == nil):
		return ""
	case taken:
		return fmt.Sprintf("document %s\nnode: %s\nhere: taken\nmapping at the end: %s", text(d.Source), text(said), text(w.store.Get(d.Index).Mapping.Print()))
	}
	return fmt.Sprintf("document %s\nnode: taken\nhere: %v\nmapping at the end: %s", text(d.Source), w.errors[d.Index+"/"+d.ID], text(w.store.Get(d.Index).Mapping.Print()))
}

func (w *World) compareMappings(ctx context.Context, n *Node) ([]Difference, error) {
	var out []Difference
	for _, x := range w.Indices {
		a, err := n.Must(ctx, "GET", "/"+x.Name+"/_mapping", "")
		if err != nil {
			return nil, err
		}
		want := a.Object(x.Name).Object("mappings")
		got := w.store.Get(x.Name).Mapping.Print()
		if w.dialect.FewTypes {
			withoutPrintFormat(got) // it came with 2.x
		}
		if !orderedjson.Equal(want, got) {
			out = append(out, Difference{Kind: "mapping",
				Text: fmt.Sprintf("%s\nmapping of %s\nnode: %s\nhere: %s", differs("", want, got), text(x.Body), text(want), text(got))})
		}
	}
	return out, nil
}

func withoutPrintFormat(o *orderedjson.Object) {
	o.Delete("print_format")
	for _, m := range o.Members() {
		if inner, ok := m.Value.(*orderedjson.Object); ok {
			withoutPrintFormat(inner)
		}
	}
}

// Remove takes the world off a node, with what only the node made of it.
func (w *World) Remove(ctx context.Context, n *Node) error {
	_, err := n.Do(ctx, "DELETE", "/"+w.Name+"-*", "")
	return err
}

// Search answers a search here. refusal names what can't be evaluated.
func (w *World) Search(targets string, body *orderedjson.Object) (a Answer, refusal string) {
	defer func() {
		if p := recover(); p != nil {
			a, refusal = Answer{Status: -1, Body: obj("panic", fmt.Sprint(p))}, ""
		}
	}()
	out, err := search.Search(w.store, strings.Split(targets, ","), body, search.Options{Now: time.Now(), Dialect: w.dialect})
	var no *fault.UnsupportedError
	var refused *fault.Error
	switch {
	case errors.As(err, &no):
		return Answer{}, no.What
	case errors.As(err, &refused):
		return Answer{refused.Status, refused.Body()}, ""
	case err != nil:
		return Answer{Status: -1, Body: obj("error", obj("type", "of its own", "reason", err.Error()))}, ""
	}
	return Answer{200, out}, ""
}
