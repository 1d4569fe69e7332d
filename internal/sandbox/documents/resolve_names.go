package documents

import (
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// resolveIndex tells what is behind names and patterns; nothing is no error. Patterns
// name indices, aliases and streams each by itself. Observed on 2.19.4.
func (s *Service) resolveIndex(r *rest.Request) (rest.Response, error) {
	wanted := r.List("name")
	o, err := indexOptions(r, openOnes)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	all := map[string]*index.Index{}
	behind := map[string][]string{}
	for _, name := range s.store.Names() {
		x := s.store.Get(name)
		if x == nil {
			continue
		}
		all[name] = x
		for _, a := range x.Aliases.Keys() {
			if !s.isStream(a) {
				behind[a] = append(behind[a], x.Name)
			}
		}
	}
	indices, aliases, streams := []any{}, map[string][]string{}, []any{}
	for _, name := range s.resolvable(wanted, o, all) {
		switch x := all[name]; {
		case x != nil:
			indices = append(indices, s.resolved(x))
		case s.isStream(name):
			streams = append(streams, rest.O("name", name, "backing_indices", []any{backingIndex(name)}, "timestamp_field", timestampField))
		case len(behind[name]) > 0:
			aliases[name] = behind[name]
		}
	}
	return rest.JSON(http.StatusOK, rest.O("indices", indices, "aliases", aliasList(aliases), "data_streams", streams)), nil
}

// resolvable are the names that expressions stand for, in order.
func (s *Service) resolvable(wanted []string, o expansion, all map[string]*index.Index) []string {
	names, wild := map[string]bool{}, false
	for _, e := range wanted {
		expression, away := strings.CutPrefix(e, "-")
		if !wild {
			expression, away = e, false
		}
		fitting := []string{expression}
		if strings.Contains(expression, "*") && !o.Literal {
			wild = true
			fitting = s.fitting(expression, o, all)
		}
		for _, name := range fitting {
			if delete(names, name); !away {
				names[name] = true
			}
		}
	}
	var out []string
	for name := range names {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// fitting are the indices, aliases and streams that a pattern names.
func (s *Service) fitting(pattern string, o expansion, all map[string]*index.Index) (out []string) {
	shown := func(name string, hidden bool) bool {
		return rest.WildcardMatch(pattern, name) && (!hidden || o.Hidden || strings.HasPrefix(pattern, ".") && strings.HasPrefix(name, "."))
	}
	for name, x := range all {
		if shown(name, x.Settings.Text("index.hidden") == "true") && !o.Left(x) {
			out = append(out, name)
		}
		for _, a := range x.Aliases.Keys() {
			hidden, _ := x.Aliases.Object(a).Get("is_hidden")
			if shown(a, hidden == true) {
				out = append(out, a)
			}
		}
	}
	return out
}

// resolved is an index as it is told of.
func (s *Service) resolved(x *index.Index) any {
	o := rest.O("name", x.Name)
	stream := s.streamOf(x)
	aliases := slices.DeleteFunc(slices.Sorted(slices.Values(x.Aliases.Keys())), s.isStream)
	if len(aliases) > 0 {
		o.Set("aliases", texts(aliases))
	}
	attributes := []string{"open"}
	if isClosed(x) {
		attributes[0] = "closed"
	}
	if x.Settings.Text("index.hidden") == "true" {
		attributes = append(attributes, "hidden")
	}
	slices.Sort(attributes)
	o.Set("attributes", texts(attributes))
	if stream != "" {
		o.Set("data_stream", stream)
	}
	return o
}

func aliasList(behind map[string][]string) []any {
	list := []any{}
	names := []string{}
	for a := range behind {
		names = append(names, a)
	}
	slices.Sort(names)
	for _, a := range names {
		list = append(list, rest.O("name", a, "indices", texts(behind[a])))
	}
	return list
}
