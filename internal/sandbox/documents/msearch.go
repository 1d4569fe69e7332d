package documents

import (
	"bytes"
	"net/http"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// msearch answers several searches. One that does not parse spoils all, a missing
// index or a failure at run time only its own part (documents/msearch).
func (s *Service) msearch(r *rest.Request) (rest.Response, error) {
	start := time.Now()
	defaults := asked{targets: r.List("index")}
	if err := refuseUnevaluated(r); err != nil {
		return rest.Response{}, err
	}
	if err := checkInert(r); err != nil {
		return rest.Response{}, err
	}
	var err error
	if defaults.expand, err = indexOptions(r, openOnes); err != nil {
		return rest.Response{}, err
	}
	if defaults.totalsAsInt, err = wholeTotals(r); err != nil {
		return rest.Response{}, err
	}
	if defaults.typedKeys, err = r.Bool("typed_keys", rest.OffByDefault); err != nil {
		return rest.Response{}, err
	}
	if !r.HasBody() {
		_, err := r.Body()
		return rest.Response{}, err
	}
	if r.IsYAML() {
		return rest.Response{}, r.WrongContentType()
	}
	searches, err := s.parseMsearch(r.Raw(), defaults)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	responses := []any{}
	for _, a := range searches {
		answer, err := (*orderedjson.Object)(nil), r.Allow(a.targets, "indices:data/read/search")
		if err == nil {
			answer, err = s.run(a)
		}
		if err != nil {
			e := rest.AsError(err)
			responses = append(responses, rest.O("error", e.Object(), "status", e.Status))
			continue
		}
		answer.Set("status", http.StatusOK)
		responses = append(responses, answer)
	}
	return rest.JSON(http.StatusOK, rest.O("took", time.Since(start).Milliseconds(), "responses", responses)), nil
}

func (s *Service) parseMsearch(raw []byte, defaults asked) ([]asked, error) {
	if !bytes.HasSuffix(raw, []byte("\n")) {
		return nil, rest.IllegalArgument("The msearch request must be terminated by a newline [\n]")
	}
	lines := bytes.Split(raw[:len(raw)-1], []byte("\n"))
	searches := []asked{}
	for n := 0; n+1 < len(lines); n += 2 {
		if n == 0 && len(lines[0]) == 0 && len(lines) == 1 {
			break
		}
		a, err := s.parseHeader(lines[n], defaults)
		if err != nil {
			return nil, err
		}
		body, err := s.lineObject(lines[n+1])
		if err != nil {
			return nil, err
		}
		a.body, a.raw = body, lines[n+1]
		if err := s.check(a); err != nil {
			return nil, err
		}
		if err := a.countAll(); err != nil {
			return nil, err
		}
		searches = append(searches, a)
	}
	if len(searches) == 0 {
		return nil, rest.ValidationFailed("no requests added")
	}
	return searches, nil
}

// lineObject reads a line; an empty one is an empty object.
func (s *Service) lineObject(line []byte) (*orderedjson.Object, error) {
	if len(bytes.TrimSpace(line)) == 0 {
		return &orderedjson.Object{}, nil
	}
	d, err := jackson.ParseFirst(line)
	if err != nil {
		return nil, s.brokenJSON(err, line)
	}
	o, ok := d.Value.(*orderedjson.Object)
	if !ok {
		return nil, rest.ParsingError("Expected [START_OBJECT] but found ["+string(jackson.KindOf(d.Value))+"]", 1, 1)
	}
	return o, nil
}

func (s *Service) parseHeader(line []byte, a asked) (asked, error) {
	header, err := s.lineObject(line)
	if err != nil {
		return a, err
	}
	for _, m := range header.Members() {
		switch m.Key {
		case "index", "indices":
			a.targets = namesOf(m.Value)
		case "ignore_unavailable":
			a.expand.IgnoreUnavailable = m.Value == true || m.Value == "true"
		case "allow_no_indices":
			a.expand.RefuseNoIndices = m.Value == false || m.Value == "false"
		case "routing":
			a.routing = strings.Split(textOf(m.Value), ",")
		case "search_type", "request_cache", "preference", "allow_partial_search_results", "expand_wildcards", "ccs_minimize_roundtrips", "cancel_after_time_interval":
		default:
			return a, rest.IllegalArgument("key [%s] is not supported in the metadata section", m.Key)
		}
	}
	return a, nil
}

func namesOf(v any) []string {
	names := []string{}
	switch v := v.(type) {
	case string:
		for part := range bytes.SplitSeq([]byte(v), []byte(",")) {
			names = append(names, string(part))
		}
	case []any:
		for _, x := range v {
			names = append(names, textOf(x))
		}
	}
	return names
}
