package notifications

import (
	"errors"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// indexName is the plugin's index, which 3.5's errors name.
const indexName = ".opensearch-notifications-config"

// refused is the form of nearly all of the plugin's refusals.
func refused(status int, format string, args ...any) *rest.Error {
	return rest.Errorf(status, "status_exception", format, args...)
}

// notFound is the 404 of a single id.
func notFound(id string) *rest.Error { return refused(404, "NotificationConfig %s not found", id) }

// allNotFound is the 404 of a list of ids.
func allNotFound(ids []string) *rest.Error {
	return refused(404, "NotificationConfig %s not found", javaList(ids))
}

// parseFailed is the answer to a body that the parser refused.
func parseFailed(err error) (rest.Response, error) {
	var bad *badURLError
	var f *fault.Fault
	var endless *xcontent.EndlessError
	switch {
	case errors.As(err, &endless):
		return rest.Never(fault.Require("%s", endless).Plain()), nil
	case errors.As(err, &bad):
		e := rest.Errorf(500, "malformed_u_r_l_exception", "%s", bad.text)
		if bad.cause != "" {
			e.Because(&rest.Error{Type: bad.cause, Reason: bad.text})
		}
		return rest.Response{}, e
	case errors.As(err, &f):
		return rest.Response{}, f.Plain()
	}
	return rest.Response{}, err
}

// writeRefused is a refusal by the index: status and cause as 2.19 tells them,
// or beneath the storage layer's error.
func (m manners) writeRefused(status int, cause, root *rest.Error) *rest.Error {
	if !m.wrapped {
		return refused(status, "%s", cause.Reason)
	}
	e := refused(500, "Failed to put data object in index %s", indexName).Because(cause)
	if root != nil {
		e.RootCause = []*rest.Error{root}
	}
	return e
}

// readRefused is a refusal of a read by id.
func (m manners) readRefused(cause *rest.Error) *rest.Error {
	if !m.wrapped {
		return refused(400, "%s", cause.Reason)
	}
	return refused(500, "Failed to get data object from index %s", indexName).Because(cause)
}

// conflict is the refusal of an id that is taken.
func (m manners) conflict(e *conflictError) *rest.Error {
	if m.wrapped {
		return refused(409, "Document version conflict putting %s in index %s", e.id, indexName)
	}
	return refused(409, "%s", e.Error())
}

// searchFailed is a search that fails on the shard: 2.19 tells no more than
// that, 3.5 tells all.
func (m manners) searchFailed(cause *rest.Error) *rest.Error {
	if !m.wrapped {
		return refused(500, "all shards failed")
	}
	root := *cause
	root.CausedBy = nil
	shard := orderedjson.NewObject(
		orderedjson.Member{Key: "shard", Value: 0},
		orderedjson.Member{Key: "index", Value: indexName},
		orderedjson.Member{Key: "node", Value: "sandbox"},
		orderedjson.Member{Key: "reason", Value: cause.Cause()},
	)
	phase := &rest.Error{Type: "search_phase_execution_exception", Reason: "all shards failed"}
	phase.With("phase", "query").With("grouped", true).With("failed_shards", []any{shard}).Because(cause)
	if root.Type == illegalArgument {
		phase.CausedBy = (&rest.Error{Type: root.Type, Reason: root.Reason}).Because(&root)
	}
	e := refused(500, "Failed to search indices [%s]", indexName).Because(phase)
	e.RootCause = []*rest.Error{&root}
	return e
}

// queryFailed is a query that no Lucene query can be made of.
func (m manners) queryFailed(reason string, cause *rest.Error) *rest.Error {
	e := &rest.Error{Type: "query_shard_exception", Reason: reason}
	e.With("index", indexName).With("index_uuid", indexUUID).Because(cause)
	return m.searchFailed(e)
}

// indexUUID stands for the plugin's index in errors.
const indexUUID = "c2FuZGJveC1jaGFubmVscw"

// javaList writes texts as Java prints a list of them.
func javaList(texts []string) string {
	out := "["
	for i, t := range texts {
		if i > 0 {
			out += ", "
		}
		out += t
	}
	return out + "]"
}
