package documents

import (
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// streamNames are the streams that fit names and patterns, all without any.
func (s *Service) streamNames(wanted []string) []string {
	s.streams.mu.Lock()
	defer s.streams.mu.Unlock()
	names := []string{}
	for name := range s.streams.made {
		fits := func(w string) bool { return rest.WildcardMatch(w, name) }
		if len(wanted) == 0 || slices.ContainsFunc(wanted, fits) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (s *Service) getStreams(r *rest.Request) (rest.Response, error) {
	wanted := r.List("name")
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	list := []any{}
	found := s.streamNames(wanted)
	for _, w := range wanted {
		if !strings.Contains(w, "*") && !slices.Contains(found, w) && s.store.Get(w) == nil && !s.aliased(w) {
			return rest.Response{}, rest.IndexNotFound(w)
		}
	}
	for _, name := range found {
		x := s.store.Get(backingIndex(name))
		if x == nil {
			continue
		}
		list = append(list, rest.O(
			"name", name, "timestamp_field", rest.O("name", timestampField),
			"indices", []any{rest.O("index_name", x.Name, "index_uuid", x.UUID)},
			"generation", 1, "status", strings.ToUpper(healthOf(x)), "template", s.templateOf(name),
		))
	}
	return rest.JSON(http.StatusOK, rest.O("data_streams", list)), nil
}

func (s *Service) templateOf(stream string) string {
	s.streams.mu.Lock()
	defer s.streams.mu.Unlock()
	return s.streams.made[stream]
}

func (s *Service) putStream(r *rest.Request) (rest.Response, error) {
	name := r.Param("name")
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	if s.isStream(name) {
		return rest.Response{}, rest.Errorf(http.StatusBadRequest, "resource_already_exists_exception", "data_stream [%s] already exists", name)
	}
	why := index.NameFault(name)
	if why == "" && strings.HasPrefix(name, ".") {
		why = "must not start with '.'"
	}
	if why != "" {
		return rest.Response{}, rest.IllegalArgument("data_stream [%s] %s", name, why)
	}
	t := s.templateFor(name)
	if t == nil || !s.makesStreams(t.Name) {
		return rest.Response{}, rest.IllegalArgument("no matching index template found for data stream [%s]", name)
	}
	if err := s.createStream(name, t); err != nil {
		return rest.Response{}, told(err)
	}
	return acknowledged(), nil
}

func (s *Service) deleteStream(r *rest.Request) (rest.Response, error) {
	wanted := r.List("name")
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	found := s.streamNames(wanted)
	for _, name := range found {
		if err := s.dropStream(name); err != nil {
			return rest.Response{}, told(err)
		}
	}
	return acknowledged(), nil
}

func (s *Service) dropStream(name string) (err error) {
	s.store.Together(func() {
		if err = s.store.Delete(backingIndex(name)); err != nil {
			return
		}
		s.streams.mu.Lock()
		defer s.streams.mu.Unlock()
		delete(s.streams.made, name)
		s.streams.revision++
	})
	return err
}
