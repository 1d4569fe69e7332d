package documents

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
	"github.com/alertplan/alertplan/internal/sandbox/settings"
)

func (s *Service) registerIndices(rt *rest.Router) {
	rt.Handle("PUT", "/{index}", s.createIndex)
	rt.Handle("GET", "/{index}", s.getIndex)
	rt.Handle("HEAD", "/{index}", rest.Head(s.getIndex))
	rt.HandleEach("DELETE", []string{"/", "/{index}"}, s.deleteIndex)
	rt.HandleEach("GET", []string{"/_settings", "/{index}/_settings", "/{index}/_settings/{name}"}, s.getSettings)
	rt.HandleEach("PUT", []string{"/_settings", "/{index}/_settings"}, s.putSettings)
	rt.HandleEach("POST", []string{"/{index}/_close", "/_close"}, s.closeIndex)
	rt.HandleEach("POST", []string{"/{index}/_open", "/_open"}, s.openIndex)
	for _, method := range []string{"GET", "POST"} {
		rt.HandleEach(method, []string{"/_refresh", "/{index}/_refresh"}, s.refresh)
	}
}

// knowTimeouts makes the parameters known that change nothing here.
func knowTimeouts(r *rest.Request) {
	for _, name := range []string{"timeout", "master_timeout", "cluster_manager_timeout", "wait_for_active_shards", "local", "routing", "preference"} {
		r.Has(name)
	}
}

// checkShardsWait refuses a wait_for_active_shards that is no number of shards.
func checkShardsWait(r *rest.Request) error {
	v := r.Param("wait_for_active_shards")
	if v == "" || v == "all" {
		return nil
	}
	n, err := strconv.Atoi(v)
	if err == nil && n < 0 {
		return rest.IllegalArgument("shard count cannot be a negative value")
	}
	if err == nil {
		return nil
	}
	cause := &rest.Error{Type: "number_format_exception", Reason: fmt.Sprintf("For input string: %q", v)}
	return rest.IllegalArgument("cannot parse ActiveShardCount[%s]", v).Because(cause)
}

// asMap words broken JSON as those requests do whose bodies the server reads into a map.
func asMap(err error) error {
	var e *rest.Error
	if !errors.As(err, &e) || e.Type != "json_parse_exception" && e.Type != "json_e_o_f_exception" {
		return err
	}
	e.RootCause = nil
	return rest.Errorf(http.StatusBadRequest, "parse_exception", "Failed to parse content to map").Because(e)
}

// mapOf reads the body of a request that is read into a map. What does not begin as an
// object is no content to the server.
func mapOf(r *rest.Request) (*orderedjson.Object, error) {
	if r.HasBody() && !r.IsYAML() && !startsObject(r.Raw()) {
		return nil, rest.Errorf(http.StatusInternalServerError, "not_x_content_exception",
			"Compressor detection can only be called on some xcontent bytes or compressed xcontent bytes")
	}
	body, err := r.Object()
	return body, asMap(err)
}

// acknowledged is the answer to most changes.
func acknowledged() rest.Response { return rest.JSON(http.StatusOK, rest.O("acknowledged", true)) }

// indexSettings are an index's settings with those that the server adds.
func (s *Service) indexSettings(r *rest.Request, x *index.Index) map[string]settings.Value {
	all := map[string]settings.Value{
		"index.provided_name":   {Text: x.Name},
		"index.creation_date":   {Text: strconv.FormatInt(x.Created.UnixMilli(), 10)},
		"index.uuid":            {Text: x.UUID},
		"index.version.created": {Text: createdVersion(s.dialect.Version)},
	}
	for _, m := range x.Settings.Members() {
		if m.Key == "index.replication.type" && s.dialect.OlderIndices {
			continue
		}
		if list, ok := m.Value.([]any); ok {
			v := settings.Value{IsList: true}
			for _, item := range list {
				text, _ := item.(string)
				v.List = append(v.List, text)
			}
			all[m.Key] = v
			continue
		}
		all[m.Key] = settings.Value{Text: x.Settings.Text(m.Key)}
	}
	if r.Human() {
		all["index.creation_date_string"] = settings.Value{Text: x.Created.UTC().Format("2006-01-02T15:04:05.000Z")}
		all["index.version.created_string"] = settings.Value{Text: s.dialect.Version}
	}
	return all
}

// createdVersion is the number that the server keeps for a version: 2.19.4 is
// 136408227 (the version's digits, 2190499, with one bit flipped).
func createdVersion(version string) string {
	parts := strings.SplitN(version, ".", 3)
	id := 0
	for _, p := range parts {
		n, _ := strconv.Atoi(p)
		id = id*100 + n
	}
	const mask = 0x08000000
	return strconv.Itoa((id*100 + 99) ^ mask)
}

func settingsForm(r *rest.Request) (func(map[string]settings.Value) *orderedjson.Object, error) {
	flat, err := r.Bool("flat_settings", rest.OffByDefault)
	if flat {
		return settings.Flat, err
	}
	return settings.Nested, err
}

func (s *Service) getIndex(r *rest.Request) (rest.Response, error) {
	write, err := settingsForm(r)
	if err != nil {
		return rest.Response{}, err
	}
	r.Has("include_defaults")
	if _, err := s.withTypes(r); err != nil {
		return rest.Response{}, err
	}
	found, err := s.namedIndices(r, openOnes)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	body := rest.O()
	for _, x := range found {
		shown, err := s.underType(r, s.shownMapping(x))
		if err != nil {
			return rest.Response{}, err
		}
		body.Set(x.Name, rest.O("aliases", s.aliasesOf(x), "mappings", shown, "settings", write(s.indexSettings(r, x))))
		if stream := s.streamOf(x); stream != "" {
			body.Object(x.Name).Set("data_stream", stream)
		}
	}
	return rest.JSON(http.StatusOK, body), nil
}

// namedIndices finds the indices of the request's path, once it is sure that nobody
// sent a parameter that is not known: the handler reads its own before.
func (s *Service) namedIndices(r *rest.Request, usual patternsName) ([]*index.Index, error) {
	knowTimeouts(r)
	names := r.List("index")
	o, err := indexOptions(r, usual)
	if err != nil {
		return nil, err
	}
	if err := r.Ready(); err != nil {
		return nil, err
	}
	return s.resolve(names, o)
}

// listedIndices is namedIndices of a table, whose parameters are read where it is
// printed.
func (s *Service) listedIndices(r *rest.Request, usual patternsName) ([]*index.Index, error) {
	knowTimeouts(r)
	names := r.List("index")
	o, err := indexOptions(r, usual)
	if err != nil {
		return nil, err
	}
	return s.resolve(names, o)
}

func (s *Service) deleteIndex(r *rest.Request) (rest.Response, error) {
	knowTimeouts(r)
	names := r.List("index")
	o, err := indexOptions(r, toDelete)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	if len(names) == 0 {
		return rest.Response{}, rest.ValidationFailed("index / indices is missing")
	}
	if err := r.Permit(); err != nil {
		return rest.Response{}, err
	}
	found, err := s.resolve(names, o)
	if err != nil {
		return rest.Response{}, err
	}
	targets := []string{}
	for _, x := range found {
		if stream := s.streamOf(x); stream != "" {
			return rest.Response{}, rest.IllegalArgument("index [%s] is the write index for data stream [%s] and cannot be deleted", x.Name, stream)
		}
		targets = append(targets, x.Name)
	}
	if err := s.store.Delete(targets...); err != nil {
		return rest.Response{}, told(err)
	}
	return acknowledged(), nil
}

func (s *Service) refresh(r *rest.Request) (rest.Response, error) {
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
	total, successful := 0, 0
	for _, x := range found {
		if err := s.store.Refresh(x.Name); err != nil {
			return rest.Response{}, told(err)
		}
		total += x.Shards() * (1 + replicas(x))
		successful += x.Shards()
	}
	return rest.JSON(http.StatusOK, rest.O("_shards", rest.O("total", total, "successful", successful, "failed", 0))), nil
}

// replicas is how many copies of each shard are asked for; the one node holds
// none of them.
func replicas(x *index.Index) int {
	n, err := strconv.Atoi(x.Settings.Text("index.number_of_replicas"))
	if err != nil {
		return 1
	}
	return n
}
