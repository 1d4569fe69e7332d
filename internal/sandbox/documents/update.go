package documents

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// update is the body of _update: a part of a document, and what to store where
// there is none yet.
type update struct {
	doc, upsert           *orderedjson.Object
	docAsUpsert, keepNoop bool
	missing               bool
	retries               int64 // after conflicts
	script                *updateScript
	scripted              bool // it is made by the script, too
	faults                []string
	scriptFault           error

	// mayChange refuses a change that the update comes to, of whoever may only ask for
	// it; nil refuses none.
	mayChange func() error

	show *sourceFilter // the document is part of the answer; nil: it isn't
}

// parseUpdate reads the body of an update. raw is only for places in errors.
func parseUpdate(body *orderedjson.Object, raw []byte) (update, error) {
	u := update{doc: body.Object("doc"), upsert: body.Object("upsert"), keepNoop: true}
	for _, m := range body.Members() {
		switch m.Key {
		case "doc", "upsert", "_source", "lang", "if_seq_no", "if_primary_term":
		case "script":
			if err := u.readScript(m.Value, raw); err != nil {
				return u, err
			}
		case "scripted_upsert":
			u.scripted = m.Value == true
		case "doc_as_upsert":
			u.docAsUpsert = m.Value == true
		case "detect_noop":
			u.keepNoop = m.Value == true
		default:
			// The server names the place of the field's name; the value's stands behind `"name":`.
			at, _ := jackson.Locate(raw, m.Key)
			column := max(1, at.Column-len(m.Key)-3)
			return u, rest.Errorf(http.StatusBadRequest, "x_content_parse_exception", "[%d:%d] [UpdateRequest] unknown field [%s]", max(1, at.Line), column, m.Key)
		}
	}
	if body.Has("_source") {
		u.show = &sourceFilter{}
		if err := u.show.read(body); err != nil {
			return u, err
		}
	}
	hasScript := body.Has("script")
	u.missing = u.doc == nil && !hasScript
	if hasScript && u.doc != nil {
		u.faults = append(u.faults, "can't provide both script and doc")
	}
	if u.docAsUpsert && u.doc == nil {
		u.faults = append(u.faults, "doc must be specified if doc_as_upsert is enabled")
	}
	return u, nil
}

// readScript reads a script; one that does not compile fails only once it is to run.
func (u *update) readScript(v any, raw []byte) error {
	at, _ := jackson.Locate(raw, "script")
	o, isObject := v.(*orderedjson.Object)
	if _, isText := v.(string); !isText && !isObject {
		return rest.Errorf(http.StatusBadRequest, "x_content_parse_exception", "[%d:%d] [UpdateRequest] script doesn't support values of type: %s",
			max(1, at.Line), max(1, at.Column), jackson.KindOf(v))
	}
	if isObject && !o.Has("source") && !o.Has("id") && !o.Has("inline") {
		e := rest.Errorf(http.StatusBadRequest, "x_content_parse_exception", "[%d:%d] [UpdateRequest] failed to parse field [script]", max(1, at.Line), max(1, at.Column))
		return e.Because(rest.IllegalArgument("must specify either [source] for an inline script or [id] for a stored script"))
	}
	u.script, u.scriptFault = scriptOf(v)
	return nil
}

// longestID is how long a document's id may be, in bytes.
const longestID = 512

// result of an update that changes nothing.
const noop = "noop"

// runUpdate reads, changes and writes a document; a write by another in between
// is a conflict.
func (s *Service) runUpdate(w index.Write, u update) (index.Written, error) {
	if err := s.prepareIndex(w); err != nil {
		return index.Written{}, err
	}
	doc, full, err := s.find(w.Index, w.ID, finding{routing: w.Routing})
	if err != nil {
		return index.Written{}, told(err)
	}
	if w.Lock != nil && doc == nil && u.upsert == nil && !u.docAsUpsert {
		return index.Written{}, s.documentMissing(full, w)
	}
	if u.scriptFault != nil && (doc != nil || u.scripted && u.upsert != nil) {
		return index.Written{}, scriptFailed(u.scriptFault)
	}
	if u.script != nil && (doc != nil || u.scripted && u.upsert != nil) {
		return s.runScripted(w, u, doc, full)
	}
	if doc == nil {
		switch {
		case u.docAsUpsert: // whatever upsert says
			w.Source = u.doc
		case u.upsert != nil:
			w.Source = u.upsert
		default:
			return index.Written{}, s.documentMissing(full, w)
		}
		w.Op = index.CreateOnly
		return u.change(w, s.write)
	}
	source := s.sourceShown(full, doc)
	if source == nil {
		return index.Written{}, s.sourceMissing(full, w.ID)
	}
	merged, changed := mergeInto(source, u.doc)
	if !changed && u.keepNoop {
		return index.Written{Index: full, ID: w.ID, Version: doc.Version, SeqNo: doc.SeqNo, PrimaryTerm: doc.PrimaryTerm, Result: noop}, nil
	}
	w.Source = merged
	if w.Lock == nil {
		w.Lock = &index.Lock{SeqNo: doc.SeqNo, PrimaryTerm: doc.PrimaryTerm}
	}
	return u.change(w, s.write)
}

// allFaults are what is wrong with an update as a whole, in the order in which a
// server looks for it.
func (u update) allFaults(w index.Write) (faults []string) {
	if w.Lock != nil && w.Lock.SeqNo != unassigned {
		if u.retries > 0 {
			faults = append(faults, "compare and write operations can not be retried")
		}
		if u.docAsUpsert {
			faults = append(faults, "compare and write operations can not be used with upsert")
		}
		if u.upsert != nil {
			faults = append(faults, "upsert requests don't support `if_seq_no` and `if_primary_term`")
		}
	}
	if u.missing {
		faults = append(faults, "script or doc is missing")
	}
	return append(faults, u.faults...)
}

// noStreamOnly refuses a new index whose template makes streams only.
func (s *Service) noStreamOnly(name string) error {
	if s.store.Get(name) != nil {
		return nil
	}
	if t := s.templateFor(name); t != nil && s.makesStreams(t.Name) {
		return rest.IllegalArgument("cannot create index with name [%s], because it matches with template [%s] "+
			"that creates data streams only, use create data stream api instead", name, t.Name)
	}
	return nil
}

// makeIndex makes the index of an update, as a server does before it looks for the
// document.
func (s *Service) makeIndex(name string) error {
	if err := s.ensureStream(name); err != nil {
		return told(err)
	}
	_, err := s.store.Target(name)
	return told(err)
}

func (s *Service) sourceMissing(full, id string) error {
	e := rest.Errorf(http.StatusBadRequest, "document_source_missing_exception", "[%s]: document source missing", id)
	return e.With("index", full).With("shard", "0").With("index_uuid", s.uuid(full))
}

// mergeInto lays a part over a document: objects are merged, all else is
// replaced.
func mergeInto(whole, part *orderedjson.Object) (merged *orderedjson.Object, changed bool) {
	merged = orderedjson.Clone(whole).(*orderedjson.Object)
	for _, m := range part.Members() {
		old, had := merged.Get(m.Key)
		oldObject, _ := old.(*orderedjson.Object)
		if add, ok := m.Value.(*orderedjson.Object); ok && oldObject != nil {
			inner, innerChanged := mergeInto(oldObject, add)
			merged.Set(m.Key, inner)
			changed = changed || innerChanged
			continue
		}
		if !had || !orderedjson.Equal(old, m.Value) {
			merged.Set(m.Key, m.Value)
			changed = true
		}
	}
	return merged, changed
}

func (s *Service) updateDocument(r *rest.Request) (rest.Response, error) {
	w := index.Write{Index: r.Param("index"), ID: r.Param("id"), MayMap: mayMap(r)}
	knowTimeouts(r)
	retries, err := r.Int64("retry_on_conflict", 0)
	if err != nil {
		return rest.Response{}, err
	}
	r.Has("lang")
	if _, err := refreshOf(r); err != nil { // before all else
		return rest.Response{}, err
	}
	options, err := readWriteOptions(r)
	if err != nil {
		return rest.Response{}, err
	}
	show, err := shownSource(r)
	if err != nil {
		return rest.Response{}, err
	}
	mode, err := refreshOf(r)
	if err != nil {
		return rest.Response{}, err
	}
	if r.Has("version") || r.Has("version_type") {
		return rest.Response{}, rest.ValidationFailed(internalVersion)
	}
	if w.Lock, err = lockOf(r); err != nil {
		return rest.Response{}, err
	}
	body, err := r.Object()
	if err != nil {
		return rest.Response{}, err
	}
	u, err := parseUpdate(body, r.Raw())
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	u.retries = retries
	if faults := slices.Concat(options.apply(&w), u.allFaults(w), idFaults(w.ID)); len(faults) > 0 {
		return rest.Response{}, rest.ValidationFailed(faults...)
	}
	if err := r.Permit(); err != nil {
		return rest.Response{}, err
	}
	if err := options.check(s, w); err != nil {
		return rest.Response{}, err
	}
	if err := s.checkStreamOp(w); err != nil {
		return rest.Response{}, err
	}
	if err := s.noStreamOnly(w.Index); err != nil {
		return rest.Response{}, err
	}
	if x := s.store.Writer(w.Index); x != nil && isClosed(x) && x.Name != w.Index { // by its own name it is told of as elsewhere
		return rest.Response{}, rest.Errorf(http.StatusForbidden, "cluster_block_exception", "index [%s] blocked by: [FORBIDDEN/4/index closed];", x.Name)
	}
	u.show = cmp.Or(u.show, show)
	w.Visible = mode.visibility()
	u.mayChange = func() error { return allowChange(r, w.Index) }
	done, err := s.runUpdate(w, u)
	if err != nil {
		return rest.Response{}, err
	}
	answer := s.updated(done, mode)
	s.addDocument(answer, done, u.show)
	response := rest.JSON(statusOf(done), answer)
	if done.Result == "created" {
		response = response.WithLocation(location(done, w.Routing))
	}
	return response, nil
}

// shownSource reads the parameters that ask for the document in the answer; nil
// where none does.
func shownSource(r *rest.Request) (*sourceFilter, error) {
	asked := r.Has("_source") || r.Has("_source_includes") || r.Has("_source_excludes")
	filter, err := sourceParams(r)
	if err != nil || !asked {
		return nil, err
	}
	return &filter, nil
}

// addDocument adds "get" to the answer of an update, if it is asked for.
func (s *Service) addDocument(answer *orderedjson.Object, w index.Written, show *sourceFilter) {
	if show == nil {
		return
	}
	doc, _, err := s.store.Read(w.Index, w.ID)
	if err != nil || doc == nil {
		return
	}
	if source, ok := show.apply(s.sourceShown(w.Index, doc)); ok {
		answer.Set("get", rest.O("_seq_no", doc.SeqNo, "_primary_term", doc.PrimaryTerm, "found", true, "_source", source))
	}
}

// updated is the answer to an update: as to a write, but that a change to
// nothing reaches no shard.
func (s *Service) updated(w index.Written, m refreshMode) *orderedjson.Object {
	if w.Result != noop {
		return s.written(w, m)
	}
	o := s.named(w.Index, w.ID, "_version", w.Version, "result", noop, "_shards", rest.O("total", 0, "successful", 0, "failed", 0))
	if w.Version < 0 { // a script did not want the document
		o.Set("get", rest.O("found", false))
		return o
	}
	o.Set("_seq_no", w.SeqNo)
	o.Set("_primary_term", w.PrimaryTerm)
	return o
}
