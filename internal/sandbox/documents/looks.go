package documents

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/cat"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// registerLooks adds the routes that people look with: is this a query, where do the
// shards lie.
func (s *Service) registerLooks(rt *rest.Router) {
	for _, method := range []string{"GET", "POST"} {
		rt.HandleEach(method, []string{"/_validate/query", "/{index}/_validate/query"}, s.validateQuery)
	}
	rt.HandleEach("GET", []string{"/_cat/shards", "/_cat/shards/{index}"}, s.catShards)
}

// toValidate: patterns must name something.
var toValidate = patternsName{open: true, one: true}

// validateQuery tells whether a query can be read, by indices. Observed on 2.19.4. Why
// it can't, and what Lucene makes of it, it doesn't tell.
func (s *Service) validateQuery(r *rest.Request) (rest.Response, error) {
	for _, name := range []string{"explain", "rewrite", "all_shards"} {
		if on, err := r.Bool(name, rest.OffByDefault); err != nil {
			return rest.Response{}, err
		} else if on {
			return rest.Response{}, notEvaluated("parameter [" + name + "] of _validate/query")
		}
	}
	a := asked{targets: r.List("index"), body: &orderedjson.Object{}, raw: r.Raw()}
	unread := a.readBody(r)
	if unread == nil {
		unread = s.checkOnly(a, "query")
	}
	if r.HasBody() && r.Sent("q") { // nobody reads it beside a body
		return rest.Response{}, rest.IllegalArgument("request [%s] contains unrecognized parameter: [q]", r.Path)
	}
	q, err := queryOfURL(r)
	if err != nil {
		return rest.Response{}, err
	}
	o, err := indexOptions(r, toValidate)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	var refused *rest.Error
	if errors.As(unread, &refused) && refused.Status == http.StatusNotImplemented {
		return rest.Response{}, unread
	}
	if unread != nil {
		return rest.JSON(http.StatusOK, rest.O("valid", false)), nil
	}
	query := a.body.Object("query")
	if q != nil {
		query = q
	}
	return s.validated(a.targets, o, query)
}

func (s *Service) validated(targets []string, o expansion, query *orderedjson.Object) (rest.Response, error) {
	found, err := s.open(targets, o)
	if err != nil {
		return rest.Response{}, err
	}
	valid := true
	for _, x := range found {
		if query == nil {
			break
		}
		err := search.CheckQueryOn(x, query, search.Options{Now: s.clock.Now(), Dialect: s.dialect.Searches()})
		var wrong *fault.Error
		if err != nil && !errors.As(err, &wrong) {
			return rest.Response{}, told(err)
		}
		valid = valid && err == nil
	}
	return rest.JSON(http.StatusOK, rest.O("_shards", rest.O("total", len(found), "successful", len(found), "failed", 0), "valid", valid)), nil
}

// catShards lists the shards: primaries are on the one node, copies nowhere.
func (s *Service) catShards(r *rest.Request) (rest.Response, error) {
	t := cat.Table{Columns: []cat.Column{
		{Name: "index", Aliases: []string{"i", "idx"}, Description: "index name"},
		{Name: "shard", Aliases: []string{"s", "sh"}, Description: "shard name"},
		{Name: "prirep", Aliases: []string{"p", "pr", "primaryOrReplica"}, Description: "primary or replica"},
		{Name: "state", Aliases: []string{"st"}, Description: "shard state"},
		{Name: "docs", Aliases: []string{"d", "dc"}, Description: "number of docs in shard", Right: true},
		{Name: "store", Aliases: []string{"sto"}, Description: "store size of shard (how much disk it uses)", Right: true},
		{Name: "ip", Description: "ip of node where it lives"},
		{Name: "id", Description: "unique id of node where it lives", Hidden: true},
		{Name: "node", Aliases: []string{"n"}, Description: "name of node where it lives"},
		{Name: "unassigned.reason", Aliases: []string{"ur"}, Description: "reason shard is unassigned", Hidden: true},
	}}
	if help, err := r.Bool("help", rest.OffByDefault); err == nil && help {
		if r.Param("index") != "" { // nobody reads it then
			return rest.Response{}, rest.IllegalArgument("request [%s] contains unrecognized parameter: [index]", r.Path)
		}
		return cat.Answer(r, t)
	}
	r.Has("timeout")
	r.Has("cancel_after_time_interval")
	names := r.List("index")
	o, err := indexOptions(r, openOnes)
	if err != nil {
		return rest.Response{}, err
	}
	found, err := s.open(names, o)
	if err != nil {
		return rest.Response{}, err
	}
	for _, x := range found {
		docs := make([]int, x.Shards())
		for _, d := range x.Docs {
			docs[x.ShardOf(d.RoutedBy())]++
		}
		for n, count := range docs {
			shard := strconv.Itoa(n)
			t.Rows = append(t.Rows, []string{x.Name, shard, "p", "STARTED", strconv.Itoa(count), sizeFor(count), "127.0.0.1", "offline", "sandbox", ""})
			for range replicas(x) {
				t.Rows = append(t.Rows, []string{x.Name, shard, "r", "UNASSIGNED", "", "", "", "", "", "INDEX_CREATED"})
			}
		}
	}
	return cat.Answer(r, t)
}
