package documents

import (
	"net/http"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

func (s *Service) registerMaintenance(rt *rest.Router) {
	for _, method := range []string{"GET", "POST"} {
		rt.HandleEach(method, []string{"/_flush", "/{index}/_flush"}, s.flush)
	}
	rt.HandleEach("POST", []string{"/_forcemerge", "/{index}/_forcemerge"}, s.forceMerge)
	rt.HandleEach("GET", []string{"/_stats", "/_stats/{metric}", "/{index}/_stats", "/{index}/_stats/{metric}"}, s.stats)
}

// flush does what there is to do in memory: nothing but to find the indices.
func (s *Service) flush(r *rest.Request) (rest.Response, error) {
	force, err := r.Bool("force", rest.OffByDefault)
	if err != nil {
		return rest.Response{}, err
	}
	wait, err := r.Bool("wait_if_ongoing", rest.OnByDefault)
	if err != nil {
		return rest.Response{}, err
	}
	if force && !wait {
		return rest.Response{}, rest.ValidationFailed("wait_if_ongoing must be true for a force flush")
	}
	return s.onShards(r, func(*index.Index) {})
}

// forceMerge shows nothing either, but that a node refreshes on the way.
func (s *Service) forceMerge(r *rest.Request) (rest.Response, error) {
	for _, known := range []string{"max_num_segments", "only_expunge_deletes", "flush", "primary_only", "wait_for_completion"} {
		r.Has(known)
	}
	return s.onShards(r, func(x *index.Index) { _ = s.store.Refresh(x.Name) }) // it was found just now
}

// onShards does something with each open index that is named, and counts shards.
func (s *Service) onShards(r *rest.Request, do func(*index.Index)) (rest.Response, error) {
	names := r.List("index")
	o, err := indexOptions(r, openOnes)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	found, err := s.open(names, o)
	if err != nil {
		return rest.Response{}, err
	}
	for _, x := range found {
		do(x)
	}
	return rest.JSON(http.StatusOK, rest.O("_shards", shardsOf(found))), nil
}

func shardsOf(found []*index.Index) *orderedjson.Object {
	total, successful := 0, 0
	for _, x := range found {
		total += x.Shards() * (1 + replicas(x))
		successful += x.Shards()
	}
	return rest.O("total", total, "successful", successful, "failed", 0)
}

// metrics are what _stats can be asked for. Of them the sandbox counts documents, and
// makes up sizes.
var metrics = []string{"_all", "docs", "store", "indexing", "get", "search", "merge", "refresh", "flush", "warmer", "query_cache", "fielddata", "completion",
	"segments", "translog", "request_cache", "recovery"}

// stats tells of indices how many documents they have, and about how large they are.
func (s *Service) stats(r *rest.Request) (rest.Response, error) {
	wanted, names := r.List("metric"), r.List("index")
	for _, known := range []string{"timeout", "level", "forbid_closed_indices", "groups", "completion_fields", "fielddata_fields", "fields", "include_segment_file_sizes", "include_unloaded_segments"} {
		r.Has(known)
	}
	o, err := indexOptions(r, openOnes)
	if err != nil {
		return rest.Response{}, err
	}
	for _, m := range wanted {
		if !known(m) {
			return rest.Response{}, rest.IllegalArgument("request [%s] contains unrecognized metric: [%s]", r.Path, m)
		}
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	found, err := s.open(names, o)
	if err != nil {
		return rest.Response{}, err
	}
	indices, all := rest.O(), 0
	for _, x := range found {
		part := counted(wanted, len(x.Docs))
		indices.Set(x.Name, rest.O("uuid", x.UUID, "primaries", part, "total", part))
		all += len(x.Docs)
	}
	whole := counted(wanted, all)
	if len(found) == 0 {
		whole = rest.O()
	}
	return rest.JSON(http.StatusOK, rest.O("_shards", shardsOf(found), "_all", rest.O("primaries", whole, "total", whole), "indices", indices)), nil
}

func known(metric string) bool {
	for _, m := range metrics {
		if m == metric {
			return true
		}
	}
	return false
}

// counted is the part of an answer for so many documents.
func counted(wanted []string, docs int) *orderedjson.Object {
	asked := func(metric string) bool {
		all := len(wanted) == 0 || strings.Contains(strings.Join(wanted, ","), "_all")
		for _, w := range wanted {
			all = all || w == metric
		}
		return all
	}
	o := rest.O()
	if asked("docs") {
		o.Set("docs", rest.O("count", docs, "deleted", 0))
	}
	if asked("store") {
		o.Set("store", rest.O("size_in_bytes", 208+docs*100, "reserved_in_bytes", 0))
	}
	return o
}
