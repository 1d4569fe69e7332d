package documents

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// refreshMode is what the refresh parameter asks for.
type refreshMode string

const (
	refreshNot  refreshMode = "false"
	refreshNow  refreshMode = "true"
	refreshWait refreshMode = "wait_for"
)

func refreshOf(r *rest.Request) (refreshMode, error) {
	if !r.Has("refresh") {
		return refreshNot, nil
	}
	switch v := r.Param("refresh"); v {
	case "", "true":
		return refreshNow, nil
	case "false", "wait_for":
		return refreshMode(v), nil
	default:
		return refreshNot, rest.IllegalArgument("Unknown value for refresh: [%s].", v)
	}
}

func (m refreshMode) visibility() index.Visibility {
	if m == refreshNot {
		return index.AtRefresh
	}
	return index.AtOnce
}

// lockOf reads if_seq_no and if_primary_term, nil where neither is there. One without
// the other does not validate (writeOptions.apply).
func lockOf(r *rest.Request) (*index.Lock, error) {
	seqNo, err := r.Int64("if_seq_no", unassigned)
	if err != nil {
		return nil, err
	}
	term, err := r.Int64("if_primary_term", 0)
	if err != nil {
		return nil, err
	}
	if r.Has("if_seq_no") && seqNo < 0 && seqNo != unassigned {
		return nil, rest.IllegalArgument("sequence numbers must be non negative. got [%d].", seqNo)
	}
	if seqNo == unassigned && term == 0 {
		return nil, nil
	}
	return &index.Lock{SeqNo: seqNo, PrimaryTerm: term}, nil
}

// parseSource reads a document. What is no object is refused as the mapper does
// (documents/bulk_odd_documents).
func (s *Service) parseSource(raw []byte) (*orderedjson.Object, error) {
	failed := func(kind, reason string) error {
		e := rest.Errorf(http.StatusBadRequest, "mapper_parsing_exception", "failed to parse")
		return e.Because(&rest.Error{Type: kind, Reason: reason})
	}
	if len(raw) == 0 {
		return nil, rest.Errorf(http.StatusBadRequest, "mapper_parsing_exception", "failed to parse, document is empty")
	}
	d, err := jackson.ParseFirst(raw)
	if err == nil {
		if o, ok := d.Value.(*orderedjson.Object); ok {
			kind, _, err := jackson.Following(raw, d)
			if err != nil {
				e := s.brokenJSON(err, raw)
				return nil, failed(e.Type, e.Reason)
			}
			if kind != "" {
				return nil, failed("illegal_argument_exception", "Malformed content, found extra data after parsing: "+string(kind))
			}
			return o, nil
		}
	}
	if err == nil || raw[d.End] != '{' && !startsObject(raw) {
		return nil, failed("not_x_content_exception", "Compressor detection can only be called on some xcontent bytes or compressed xcontent bytes")
	}
	e := s.brokenJSON(err, raw)
	return nil, failed(e.Type, e.Reason)
}

// brokenJSON is the 400 of a part of a body that is no JSON, in the words of the
// server that is played.
func (s *Service) brokenJSON(err error, raw []byte) *rest.Error {
	e := rest.BrokenJSON(err)
	if s.dialect.NamedSource {
		e.Reason = jackson.WithShownSource(e.Reason, raw)
	}
	return e
}

// startsObject tells whether the first sign is a brace.
func startsObject(raw []byte) bool {
	for _, c := range raw {
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return c == '{'
		}
	}
	return false
}

// written is the answer to a write, alone or in a _bulk.
func (s *Service) written(w index.Written, m refreshMode) *orderedjson.Object {
	o := s.named(w.Index, w.ID, "_version", w.Version, "result", w.Result)
	if m == refreshNow {
		o.Set("forced_refresh", true)
	}
	copies := 1
	if x := s.store.Get(w.Index); x != nil {
		copies += replicas(x)
	}
	o.Set("_shards", rest.O("total", copies, "successful", 1, "failed", 0))
	o.Set("_seq_no", w.SeqNo)
	o.Set("_primary_term", w.PrimaryTerm)
	if m == refreshNot {
		s.refreshLater(w.Index)
	}
	return o
}

// statusOf is the HTTP status of a write.
func statusOf(w index.Written) int {
	switch w.Result {
	case "created":
		return http.StatusCreated
	case "not_found":
		return http.StatusNotFound
	}
	return http.StatusOK
}

// location is the path that the Location header names.
func location(w index.Written, routing string) string {
	path := "/" + urlEncoded(w.Index) + "/_doc/" + urlEncoded(w.ID)
	if routing != "" {
		path += "?routing=" + urlEncoded(routing)
	}
	return path
}

// urlEncoded is a text as java.net.URLEncoder has it.
func urlEncoded(s string) string {
	return strings.NewReplacer("~", "%7E", "%2A", "*").Replace(url.QueryEscape(s))
}

// write stores a document after what the store itself does not check. A stream that
// it makes on the way belongs to it.
func (s *Service) write(w index.Write) (done index.Written, err error) {
	s.store.Together(func() { done, err = s.writeChecked(w) })
	return done, err
}

func (s *Service) writeChecked(w index.Write) (index.Written, error) {
	if err := s.writable(w); err != nil {
		return index.Written{}, err
	}
	if err := s.ensureStream(w.Index); err != nil {
		return index.Written{}, told(err)
	}
	if err := s.checkStreamWrite(w); err != nil {
		return index.Written{}, err
	}
	if err := s.prepareIndex(w); err != nil {
		return index.Written{}, err
	}
	done, err := s.store.Write(w)
	return done, told(err)
}

// prepareIndex makes the index of a write, where there is none, and looks whether it
// may be written to.
func (s *Service) prepareIndex(w index.Write) error {
	if s.store.Get(w.Index) == nil {
		if err := s.makeIndex(w.Index); err != nil {
			return err
		}
	}
	return s.writable(w)
}

// writable refuses writes to closed indices, then those without a routing where one
// is required, then those to blocked ones.
func (s *Service) writable(w index.Write) error {
	x := s.store.Writer(w.Index)
	if x != nil && isClosed(x) {
		return closedError(x)
	}
	if err := s.checkRouting(w.Index, w.ID, w.Routing); err != nil {
		return err
	}
	if err := mayWrite(x); err != nil {
		return err
	}
	return checkCopies(x, w)
}

func (s *Service) remove(w index.Write) (index.Written, error) {
	if w.External != nil { // its version is kept, so there must be an index
		if err := s.prepareIndex(w); err != nil {
			return index.Written{}, err
		}
	}
	if err := s.writable(w); err != nil {
		return index.Written{}, err
	}
	done, err := s.store.Remove(w)
	return done, told(err)
}

// mayWrite refuses writes to blocked indices.
func mayWrite(x *index.Index) error {
	if x == nil {
		return nil
	}
	for _, b := range blocks {
		if x.Settings.Text(b) != "true" {
			continue
		}
		return rest.Errorf(blockStatus[b], "cluster_block_exception", "index [%s] blocked by: [%s];", x.Name, blockTexts[b])
	}
	return nil
}

var blockTexts = map[string]string{
	"index.blocks.read_only_allow_delete": "TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block",
	"index.blocks.read_only":              "FORBIDDEN/5/index read-only (api)",
	"index.blocks.write":                  "FORBIDDEN/8/index write (api)",
}

var blockStatus = map[string]int{
	"index.blocks.read_only_allow_delete": http.StatusTooManyRequests,
	"index.blocks.read_only":              http.StatusForbidden,
	"index.blocks.write":                  http.StatusForbidden,
}
