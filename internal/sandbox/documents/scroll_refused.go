package documents

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// scrollFaults are what is wrong with a search that is to be scrolled.
func scrollFaults(r *rest.Request, body *orderedjson.Object) (faults []string) {
	if v, ok := body.Get("track_total_hits"); ok && v != true {
		faults = append(faults, "disabling [track_total_hits] is not allowed in a scroll context")
	}
	if integerOf(first(body, "from")) > 0 {
		faults = append(faults, "using [from] is not allowed in a scroll context")
	}
	if v, ok := body.Get("size"); ok && integerOf(v) == 0 {
		faults = append(faults, "[size] cannot be [0] in a scroll context")
	}
	if body.Has("rescore") {
		faults = append(faults, "using [rescore] is not allowed in a scroll context")
	}
	if on, _ := r.Bool("request_cache", rest.OffByDefault); on {
		faults = append(faults, "[request_cache] cannot be used in a scroll context")
	}
	return faults
}

// checkScrolled refuses what a search that is scrolled can't have.
func (s *Service) checkScrolled(a asked, found []*index.Index, keep time.Duration) error {
	if err := s.checkBatch(byQuery{asked: a, batch: a.pageSize()}); err != nil {
		return err
	}
	switch {
	case keep > longestKept:
		return failedEverywhere(found, rest.IllegalArgument("Keep alive for request (%s) is too large. It must be less than (1d). "+
			"This limit can be set by changing the [search.max_keep_alive] cluster level setting.", days(keep)))
	case a.body.Has("search_after"):
		return failedEverywhere(found, rest.Errorf(http.StatusInternalServerError, "search_exception", "`search_after` cannot be used in a scroll context."))
	case a.body.Has("collapse"):
		return failedEverywhere(found, rest.Errorf(http.StatusInternalServerError, "search_exception", "cannot use `collapse` in a scroll context"))
	}
	return nil
}

// longestKept is how long a scroll may be kept (search.max_keep_alive).
const longestKept = 24 * time.Hour

// days is a time of more than a day as the server prints it.
func days(d time.Duration) string {
	return strings.TrimSuffix(strconv.FormatFloat(math.Floor(d.Hours()/24*10)/10, 'f', 1, 64), ".0") + "d"
}

// failedEverywhere is the error of a search that all shards refuse alike; nil where there
// are none.
func failedEverywhere(found []*index.Index, cause *rest.Error) error {
	e := rest.Errorf(cause.Status, "search_phase_execution_exception", "all shards failed")
	shards := []any{}
	for _, x := range found {
		e.RootCause = append(e.RootCause, &rest.Error{Type: cause.Type, Reason: cause.Reason})
		shards = append(shards, rest.O("shard", 0, "index", x.Name, "node", "offline", "reason", cause.Cause()))
	}
	if len(shards) == 0 {
		return nil
	}
	if cause.Type == "illegal_argument_exception" { // Java's own are told twice
		e.Because(rest.IllegalArgument("%s", cause.Reason).Because(&rest.Error{Type: cause.Type, Reason: cause.Reason}))
	}
	e.Extra = []orderedjson.Member{{Key: "phase", Value: "query"}, {Key: "grouped", Value: true}, {Key: "failed_shards", Value: shards}}
	return e
}

func scrollMissing() error {
	cause := &rest.Error{Type: "search_context_missing_exception", Reason: "No search context found for id [0]"}
	e := rest.Errorf(http.StatusNotFound, "search_phase_execution_exception", "all shards failed").Because(cause)
	e.RootCause = []*rest.Error{cause}
	e.Extra = []orderedjson.Member{{Key: "phase", Value: "query"}, {Key: "grouped", Value: true},
		{Key: "failed_shards", Value: []any{rest.O("shard", -1, "index", nil, "reason", cause.Cause())}}}
	return e
}

func checkScrollID(id string) error {
	plain, err := base64.RawURLEncoding.DecodeString(id)
	if err == nil && strings.HasPrefix(string(plain), scrollMark) {
		return nil
	}
	return rest.IllegalArgument("Cannot parse scroll id").Because(unreadID(id))
}

// unreadID is where the server stops to read an id that is none of its own: it begins
// with the length of a text.
func unreadID(id string) *rest.Error {
	plain, err := base64.URLEncoding.DecodeString(id + strings.Repeat("=", -len(id)&3))
	if err != nil {
		return &rest.Error{Type: "illegal_argument_exception", Reason: "Input byte array has wrong 4-byte ending unit"}
	}
	n, read := binary.Uvarint(plain)
	if read <= 0 {
		return &rest.Error{Type: "e_o_f_exception", NoReason: true}
	}
	return &rest.Error{Type: "e_o_f_exception", Reason: fmt.Sprintf("attempting to read %d bytes but only %d bytes are available", n, len(plain)-read)}
}
