package documents

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/cat"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

func (s *Service) registerLists(rt *rest.Router) {
	rt.HandleEach("GET", []string{"/_cat/indices", "/_cat/indices/{index}"}, s.catIndices)
	rt.HandleEach("GET", []string{"/_cat/aliases", "/_cat/aliases/{alias}"}, s.catAliases)
	rt.HandleEach("GET", []string{"/_cat/count", "/_cat/count/{index}"}, s.catCount)
	rt.HandleEach("GET", []string{"/_cat/templates", "/_cat/templates/{name}"}, s.catTemplates)
	rt.Handle("GET", "/_cat/health", s.catHealth)
	rt.HandleEach("GET", []string{"/_cluster/health", "/_cluster/health/{index}"}, s.health)
	rt.Handle("GET", "/_resolve/index/{name}", s.resolveIndex)
}

// healthOf is green where no copies are asked for: the one node holds none.
func healthOf(x *index.Index) string {
	if replicas(x) > 0 {
		return "yellow"
	}
	return "green"
}

func (s *Service) catIndices(r *rest.Request) (rest.Response, error) {
	for _, known := range []string{"pri", "include_unloaded_segments"} {
		r.Has(known)
	}
	wanted := strings.ToLower(r.Param("health"))
	if r.Has("health") && !slices.Contains([]string{"green", "yellow", "red"}, wanted) {
		return rest.Response{}, rest.IllegalArgument("unknown cluster health status [%s]", r.Param("health"))
	}
	t := cat.Table{Columns: []cat.Column{
		{Name: "health", Aliases: []string{"h"}, Description: "current health status"},
		{Name: "status", Aliases: []string{"s"}, Description: "open/close status"},
		{Name: "index", Aliases: []string{"i", "idx"}, Description: "index name"},
		{Name: "uuid", Aliases: []string{"id"}, Description: "index uuid"},
		{Name: "pri", Aliases: []string{"p", "shards.primary", "shardsPrimary"}, Description: "number of primary shards", Right: true},
		{Name: "rep", Aliases: []string{"r", "shards.replica", "shardsReplica"}, Description: "number of replica shards", Right: true},
		{Name: "docs.count", Aliases: []string{"dc", "docsCount"}, Description: "available docs", Right: true},
		{Name: "docs.deleted", Aliases: []string{"dd", "docsDeleted"}, Description: "deleted docs", Right: true},
		{Name: "creation.date", Aliases: []string{"cd"}, Description: "index creation date (millisecond value)", Right: true, Hidden: true},
		{Name: "store.size", Aliases: []string{"ss", "storeSize"}, Description: "store size of primaries & replicas", Right: true},
		{Name: "pri.store.size", Description: "store size of primaries", Right: true},
	}}
	if help, err := r.Bool("help", rest.OffByDefault); err == nil && help {
		return cat.Answer(r, t)
	}
	found, err := s.listedIndices(r, allOnes)
	if err != nil {
		return rest.Response{}, err
	}
	for _, x := range found {
		if wanted != "" && healthOf(x) != wanted {
			continue
		}
		row := []string{healthOf(x), "open", x.Name, x.UUID, strconv.Itoa(x.Shards()), strconv.Itoa(replicas(x)),
			strconv.Itoa(len(x.Docs)), "0", strconv.FormatInt(x.Created.UnixMilli(), 10), sizeOf(x), sizeOf(x)}
		if isClosed(x) {
			row[1], row[6], row[7], row[9], row[10] = "close", "", "", "", ""
		}
		t.Rows = append(t.Rows, row)
	}
	return cat.Answer(r, t)
}

// emptySize is the size of an index without documents.
const emptySize = "208b"

// sizeOf is about what a server would tell; nothing is stored on a disk here.
func sizeOf(x *index.Index) string { return sizeFor(len(x.Docs)) }

func sizeFor(docs int) string {
	if docs == 0 {
		return emptySize
	}
	return strconv.Itoa(4+docs/10) + "kb"
}

func (s *Service) catAliases(r *rest.Request) (rest.Response, error) {
	wanted := r.List("alias")
	for _, known := range []string{"timeout", "expand_wildcards", "ignore_unavailable", "allow_no_indices", "ignore_throttled"} {
		r.Has(known)
	}
	t := cat.Table{Columns: []cat.Column{
		{Name: "alias", Aliases: []string{"a"}, Description: "alias name"},
		{Name: "index", Aliases: []string{"i", "idx"}, Description: "index alias points to"},
		{Name: "filter", Aliases: []string{"f", "fi"}, Description: "filter"},
		{Name: "routing.index", Aliases: []string{"ri", "routingIndex"}, Description: "index routing"},
		{Name: "routing.search", Aliases: []string{"rs", "routingSearch"}, Description: "search routing"},
		{Name: "is_write_index", Aliases: []string{"w", "isWriteIndex"}, Description: "write index"},
	}}
	for _, name := range s.store.Names() {
		x := s.store.Get(name)
		for _, m := range sortedMembers(x.Aliases) {
			if s.isStream(m.Key) || len(wanted) > 0 && !slices.ContainsFunc(wanted, func(w string) bool { return rest.WildcardMatch(w, m.Key) }) {
				continue
			}
			t.Rows = append(t.Rows, aliasRow(x.Name, m))
		}
	}
	return cat.Answer(r, t)
}

// sortedMembers lists keys and values by key.
func sortedMembers(o *orderedjson.Object) []orderedjson.Member {
	return slices.SortedFunc(slices.Values(o.Members()), func(a, b orderedjson.Member) int { return strings.Compare(a.Key, b.Key) })
}

func aliasRow(indexName string, m orderedjson.Member) []string {
	definition, _ := m.Value.(*orderedjson.Object)
	dash := func(key string) string {
		if v, ok := definition.Get(key); ok {
			return textOf(v)
		}
		return "-"
	}
	filter := "-"
	if definition.Has("filter") {
		filter = "*"
	}
	return []string{m.Key, indexName, filter, dash("index_routing"), dash("search_routing"), dash("is_write_index")}
}

func (s *Service) catCount(r *rest.Request) (rest.Response, error) {
	found, err := s.listedIndices(r, openOnes)
	if err != nil {
		return rest.Response{}, err
	}
	count := 0
	for _, x := range found {
		if s.hidden == nil || !s.hidden(x.Name) {
			count += len(x.Docs)
		}
	}
	now := s.clock.Now().UTC()
	return cat.Answer(r, cat.Table{
		Columns: []cat.Column{
			{Name: "epoch", Aliases: []string{"t", "time"}, Description: "seconds since 1970-01-01 00:00:00"},
			{Name: "timestamp", Aliases: []string{"ts", "hms", "hhmmss"}, Description: "time in HH:MM:SS"},
			{Name: "count", Aliases: []string{"dc", "docs.count", "docsCount"}, Description: "the document count"},
		},
		Rows: [][]string{{strconv.FormatInt(now.Unix(), 10), now.Format(time.TimeOnly), strconv.Itoa(count)}},
	})
}

func (s *Service) catTemplates(r *rest.Request) (rest.Response, error) {
	r.Has("timeout")
	wanted := r.List("name")
	t := cat.Table{Columns: []cat.Column{
		{Name: "name", Aliases: []string{"n"}, Description: "template name"},
		{Name: "index_patterns", Aliases: []string{"t"}, Description: "template index patterns"},
		{Name: "order", Aliases: []string{"o", "p"}, Description: "template application order/priority number"},
		{Name: "version", Aliases: []string{"v"}, Description: "version"},
		{Name: "composed_of", Aliases: []string{"c"}, Blank: true, Description: "component templates comprising index template"},
	}}
	add := func(list []*index.Template, composedOf func(*index.Template) string) {
		for _, x := range list {
			if len(wanted) > 0 && !slices.ContainsFunc(wanted, func(w string) bool { return rest.WildcardMatch(w, x.Name) }) {
				continue
			}
			version, _ := x.Body.Get("version")
			t.Rows = append(t.Rows, []string{
				x.Name, "[" + strings.Join(x.Patterns, ", ") + "]", strconv.Itoa(x.Priority), textOf(version), composedOf(x),
			})
		}
	}
	add(s.store.LegacyTemplates(), func(*index.Template) string { return "" })
	add(s.store.Templates(), func(t *index.Template) string { return "[" + strings.Join(parts(t.Body), ", ") + "]" })
	return cat.Answer(r, t)
}
