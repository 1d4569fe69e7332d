package documents

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/painless"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// updateScript is a script that changes documents.
type updateScript struct {
	source   string
	params   *orderedjson.Object
	compiled *painless.Script
}

// scriptOf reads a script of a body: a text, or {"source", "lang", "params"}.
func scriptOf(v any) (*updateScript, error) {
	x := &updateScript{}
	switch v := v.(type) {
	case string:
		x.source = v
	case *orderedjson.Object:
		if v.Has("id") {
			return nil, &rest.Error{Status: 404, Type: "resource_not_found_exception", Reason: "unable to find script [" + v.Text("id") + "] in cluster state"}
		}
		if lang := v.Text("lang"); lang != "" && lang != "painless" {
			return nil, rest.IllegalArgument("%s engine does not know how to handle context [update]", lang)
		}
		x.source, x.params = cmp.Or(v.Text("source"), v.Text("inline")), v.Object("params")
	}
	var err error
	if x.compiled, err = painless.Compile(x.source, painless.Update); err != nil {
		return nil, scriptError(x.source, err)
	}
	return x, nil
}

// scripted is a document before or after a script.
type scripted struct {
	op      string
	source  *orderedjson.Object
	version int64
	index   string
	id      string
	// byQuery: what is not the document's is held to be as it was.
	byQuery bool
}

// run lets the script change the document. Errors are the script's.
func (x *updateScript) run(s *Service, d scripted) (scripted, error) {
	ctx := javavalue.NewHashMap()
	ctx.Put("op", d.op)
	ctx.Put("_source", javavalue.FromOrderedJSON(d.source))
	if d.index != "" {
		ctx.Put("_index", d.index)
		ctx.Put("_id", d.id)
		ctx.Put("_version", d.version)
		ctx.Put("_routing", nil)
	}
	now := s.clock.Now().UnixMilli
	ctx.Put("_now", now())
	if _, err := x.compiled.Run(painless.Bindings{Params: paramsOf(x.params), Document: ctx, Now: now, JDK: s.dialect.Searches().JDK}); err != nil {
		return d, scriptError(x.source, err)
	}
	if err := d.unchanged(ctx); err != nil {
		return d, err
	}
	op, _ := ctx.Get("op")
	d.op, _ = op.(string)
	changed, _ := ctx.Get("_source")
	v, err := search.JSON(changed)
	if err != nil {
		return d, told(err)
	}
	d.source, _ = v.(*orderedjson.Object)
	if d.source == nil {
		return d, unsupported(errors.New("script that leaves no _source"))
	}
	return d, nil
}

// unchanged refuses a script of _update_by_query that changes what a document is known
// by, or adds to the context.
func (d scripted) unchanged(ctx *javavalue.Map) error {
	if !d.byQuery {
		return nil
	}
	for _, k := range []struct {
		key string
		was any
	}{{"_index", d.index}, {"_id", d.id}, {"_version", d.version}} {
		if v, _ := ctx.Get(k.key); !javavalue.Equal(v, k.was) {
			return rest.IllegalArgument("Modifying [%s] not allowed", k.key)
		}
	}
	var added []string
	for _, e := range ctx.Entries() {
		key, _ := e.Key.(string)
		if !slices.Contains([]string{"op", "_source", "_index", "_id", "_version", "_routing", "_now"}, key) {
			added = append(added, key)
		}
	}
	if len(added) > 0 {
		return rest.IllegalArgument("Invalid fields added to context [%s]", strings.Join(added, ","))
	}
	return nil
}

// runScripted changes a document by a script; doc is nil where there is none, and
// then made of what the update says.
func (s *Service) runScripted(w index.Write, u update, doc *index.Doc, full string) (index.Written, error) {
	if doc == nil {
		upsert, err := u.script.run(s, scripted{op: "create", source: u.upsert})
		if err != nil {
			return index.Written{}, scriptFailed(err)
		}
		w.Op, w.Source = index.CreateOnly, upsert.source
		if upsert.op != "create" {
			return index.Written{Index: w.Index, ID: w.ID, Version: -1, SeqNo: -2, Result: noop}, nil
		}
		return u.change(w, s.write)
	}
	source := s.sourceShown(full, doc)
	if source == nil {
		return index.Written{}, s.sourceMissing(full, w.ID)
	}
	d, err := u.script.run(s, scripted{op: "index", source: source, version: doc.Version, index: full, id: w.ID})
	if err != nil {
		return index.Written{}, scriptFailed(err)
	}
	if w.Lock == nil {
		w.Lock = &index.Lock{SeqNo: doc.SeqNo, PrimaryTerm: doc.PrimaryTerm}
	}
	switch d.op {
	case "index", "create":
		w.Source = d.source
		return u.change(w, s.write)
	case "delete":
		return u.change(w, s.remove)
	}
	return index.Written{Index: full, ID: w.ID, Version: doc.Version, SeqNo: doc.SeqNo, PrimaryTerm: doc.PrimaryTerm, Result: noop}, nil
}

// scriptFailed words a script's failure as an update does. Observed on 2.19.4.
func scriptFailed(err error) error {
	var cause *rest.Error
	if !errors.As(err, &cause) || cause.Status >= 500 {
		return err
	}
	return rest.IllegalArgument("failed to execute script").Because(cause)
}
