package documents

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// streams are the data streams. The store knows none: a stream is an index
// .ds-NAME-000001 with the stream's name as an alias. Streams are not rolled over.
type streams struct {
	mu sync.Mutex
	// templates are the names of the templates that make streams.
	templates map[string]bool
	// made are the streams by name, with the template of each.
	made     map[string]string
	revision uint64
}

func newStreams() *streams { return &streams{templates: map[string]bool{}, made: map[string]string{}} }

func (s *Service) registerStreams(rt *rest.Router) {
	rt.HandleEach("GET", []string{"/_data_stream", "/_data_stream/{name}"}, s.getStreams)
	rt.Handle("PUT", "/_data_stream/{name}", s.putStream)
	rt.Handle("DELETE", "/_data_stream/{name}", s.deleteStream)
}

// timestampField is the field that every document of a stream must have.
const timestampField = "@timestamp"

func backingIndex(stream string) string { return index.Backing(stream) }

// putStreamTemplate stores a template that makes streams, without what the store
// does not know.
func (s *Service) putStreamTemplate(name string, body *orderedjson.Object) (err error) {
	s.store.Together(func() { err = s.keepStreamTemplate(name, body) })
	return err
}

func (s *Service) keepStreamTemplate(name string, body *orderedjson.Object) error {
	plain := orderedjson.Clone(withinTemplate(body)).(*orderedjson.Object)
	plain.Delete("data_stream")
	if one := plain.Text("composed_of"); one != "" {
		plain.Set("composed_of", []any{one})
	}
	if err := s.checkTemplateSettings(name, plain); err != nil {
		return err
	}
	if err := s.store.PutTemplate(name, plain); err != nil {
		return err
	}
	s.streams.mu.Lock()
	defer s.streams.mu.Unlock()
	s.streams.revision++
	delete(s.streams.templates, name)
	if body.Has("data_stream") {
		s.streams.templates[name] = true
	}
	return nil
}

// checkTemplateSettings words a refused setting as a composable template has it.
func (s *Service) checkTemplateSettings(name string, body *orderedjson.Object) error {
	flat := settingsOf(body.Object("template"))
	if refused := s.checkSettings(flat); refused != nil && rest.AsError(refused).Type == settingsException {
		return refused
	}
	var faults []string
	for _, key := range slices.Sorted(slices.Values(flat.Keys())) {
		e := s.checkSetting(key, flat)
		if e == nil {
			continue
		}
		faults = append(faults, e.Reason)
		if strings.HasPrefix(e.Reason, "unknown setting") {
			faults = append(faults, "expected ["+key+"] to be private but it was not")
		}
	}
	if len(faults) == 0 {
		return nil
	}
	e := rest.Errorf(http.StatusBadRequest, "invalid_index_template_exception", "index_template [%s] invalid, cause [%s]", name, rest.ValidationFailed(faults...).Reason)
	return e
}

// makesStreams tells whether a template makes streams.
func (s *Service) makesStreams(template string) bool {
	s.streams.mu.Lock()
	defer s.streams.mu.Unlock()
	return s.streams.templates[template]
}

// users are the streams that a template has made.
func (s *Service) users(template string) []string {
	s.streams.mu.Lock()
	defer s.streams.mu.Unlock()
	names := []string{}
	for name, t := range s.streams.made {
		if t == template {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// isStream tells whether there is a stream of that name.
func (s *Service) isStream(name string) bool {
	s.streams.mu.Lock()
	defer s.streams.mu.Unlock()
	return s.streams.made[name] != ""
}

// streamOf is the stream whose documents an index keeps, "" for none.
func (s *Service) streamOf(x *index.Index) string {
	if name := x.Stream(); s.isStream(name) {
		return name
	}
	return ""
}

// aliasesOf are an index's aliases without the streams, which are kept among them.
func (s *Service) aliasesOf(x *index.Index) *orderedjson.Object {
	out := rest.O()
	for _, m := range x.Aliases.Members() {
		if !s.isStream(m.Key) {
			out.Set(m.Key, m.Value)
		}
	}
	return out
}

// templateFor is the template that shapes a new index of that name, nil without
// one.
func (s *Service) templateFor(name string) *index.Template {
	var best *index.Template
	for _, t := range s.store.Templates() {
		fits := slices.ContainsFunc(t.Patterns, func(p string) bool { return rest.WildcardMatch(p, name) })
		if fits && (best == nil || t.Priority > best.Priority) {
			best = t
		}
	}
	return best
}

// ensureStream makes the stream that a write to the name would make.
func (s *Service) ensureStream(name string) error {
	if s.store.Get(name) != nil || s.isStream(name) {
		return nil
	}
	t := s.templateFor(name)
	if t == nil || !s.makesStreams(t.Name) {
		return nil
	}
	return s.createStream(name, t)
}

func (s *Service) createStream(name string, t *index.Template) (err error) {
	s.store.Together(func() { err = s.makeStream(name, t) })
	return err
}

func (s *Service) makeStream(name string, t *index.Template) error {
	body := orderedjson.Clone(orEmpty(t.Body.Object("template"))).(*orderedjson.Object)
	mappings := orEmpty(body.Object("mappings"))
	properties := orEmpty(mappings.Object("properties"))
	if !properties.Has(timestampField) {
		properties.Set(timestampField, rest.O("type", "date"))
	}
	mappings.Set("properties", properties)
	body.Set("mappings", mappings)
	aliases := orEmpty(body.Object("aliases"))
	aliases.Set(name, rest.O())
	body.Set("aliases", aliases)
	shape := orEmpty(body.Object("settings"))
	shape.Set("index.hidden", true)
	body.Set("settings", shape)
	if err := s.store.Create(backingIndex(name), body); err != nil {
		return err
	}
	s.streams.mu.Lock()
	defer s.streams.mu.Unlock()
	s.streams.made[name] = t.Name
	s.streams.revision++
	return nil
}

// checkStreamOp refuses what is no new document of a stream: that is looked at before
// the document is.
func (s *Service) checkStreamOp(w index.Write) error {
	if s.isStream(w.Index) && w.Op != index.CreateOnly {
		return rest.IllegalArgument("only write ops with an op_type of create are allowed in data streams")
	}
	if s.isStream(w.Index) && w.Routing != "" {
		return rest.IllegalArgument("index request targeting data stream [%s] specifies a custom routing. "+
			"target the backing indices directly or remove the custom routing.", w.Index)
	}
	return nil
}

// checkAppend refuses to add documents to a stream's index under its own name.
func (s *Service) checkAppend(w index.Write) error {
	x := s.store.Get(w.Index)
	if x == nil || w.Op != index.CreateOnly && w.Lock != nil {
		return nil
	}
	stream, op := s.streamOf(x), "create"
	if w.Op != index.CreateOnly {
		op = "index and no if_primary_term and if_seq_no set"
	}
	if stream == "" {
		return nil
	}
	return rest.IllegalArgument("index request with op_type=%s targeting backing indices is disallowed, target corresponding data stream [%s] instead", op, stream)
}

// checkStreamWrite holds a write to a stream to its rules: documents are only
// added, and each has one time.
func (s *Service) checkStreamWrite(w index.Write) error {
	if !s.isStream(w.Index) {
		return nil
	}
	if err := s.checkStreamOp(w); err != nil {
		return err
	}
	v, _ := w.Source.Get(timestampField)
	if list, ok := v.([]any); ok && len(list) == 1 {
		v = list[0]
	}
	switch v.(type) {
	case nil, []any, *orderedjson.Object:
		if _, _, err := s.store.Get(backingIndex(w.Index)).Mapping.Add(w.ID, w.Source); err != nil {
			return told(err)
		}
		e := rest.Errorf(http.StatusBadRequest, "mapper_parsing_exception", "failed to parse")
		return e.Because(&rest.Error{
			Type: "illegal_argument_exception", Reason: "documents must contain a single-valued timestamp field '@timestamp' of date type",
		})
	}
	return nil
}

// templateInUse refuses to delete a template while its streams exist.
func (s *Service) templateInUse(template string) error {
	if users := s.users(template); len(users) > 0 {
		return rest.IllegalArgument("%s", fmt.Sprintf(
			"unable to remove composable templates [%s] as they are in use by a data streams [%s]", template, strings.Join(users, ", ")))
	}
	return nil
}
