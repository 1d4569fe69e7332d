package alerting

import (
	"strconv"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// A document-level monitor looks at documents that are new to it. How far it
// looked stands in its metadata, index by index, under last_run_context.

// writeMetadata makes the document in which the plugin keeps a monitor's runs,
// where there is none yet.
func (a *API) writeMetadata(id string, m *model.Monitor) error {
	doc, err := a.read(id + metadataSuffix)
	if err != nil || doc != nil {
		return err
	}
	return a.beginRuns(id, m)
}

// beginRuns lets a document-level monitor begin where the first of its indices
// ends: when it is saved, and when it is enabled after it was not.
func (a *API) beginRuns(id string, m *model.Monitor) error {
	context := &orderedjson.Object{}
	if names := m.Indices(); m.IsDocumentLevel() && len(names) > 0 {
		found, err := a.store().Resolve(names[:1], index.Options{})
		if err != nil {
			return err
		}
		for _, x := range found {
			context.Set(x.Name, indexContext(x, x.LastSeqNo()))
		}
	}
	return a.putContext(id, context)
}

func (a *API) putContext(id string, context *orderedjson.Object) error {
	_, err := a.put(index.Write{
		Index: configIndex, ID: id + metadataSuffix,
		Source: rest.O("metadata", rest.O("monitor_id", id, "last_action_execution_times", []any{},
			"last_run_context", context, "source_to_query_index_mapping", &orderedjson.Object{})),
	})
	return err
}

// indexContext is how far a monitor looked in an index, told for each shard.
func indexContext(x *index.Index, last int64) *orderedjson.Object {
	o := rest.O("index", x.Name, "shards_count", x.Shards())
	for n := range x.Shards() {
		o.Set(strconv.Itoa(n), last)
	}
	return o
}

// contextOf reads how far a monitor looked; nil where that is not known.
func (a *API) contextOf(id string) *orderedjson.Object {
	doc, err := a.read(id + metadataSuffix)
	if err != nil || doc == nil {
		return nil
	}
	return doc.Source.Object("metadata").Object("last_run_context")
}

// Seen is the last document of an index that the monitor looked at. One that it
// did not know yet counts from now, unless it was made after the last run.
func (s alertStore) Seen(monitorID, name string) int64 {
	if known := s.api.contextOf(monitorID).Object(name); known != nil {
		return int64At(known, "0")
	}
	x := s.api.store().Get(name)
	since := s.run.start
	if s.run.start.Equal(s.run.end) {
		since = time.UnixMilli(s.run.monitor.LastUpdate)
	}
	if x == nil || x.Created.After(since) {
		return -1
	}
	return x.LastSeqNo()
}

// SetSeen keeps how far a run looked; other indices are forgotten.
func (s alertStore) SetSeen(monitorID string, last map[string]int64) {
	if len(last) == 0 {
		return
	}
	context := &orderedjson.Object{}
	for _, name := range s.api.store().Names() {
		if n, ok := last[name]; ok {
			context.Set(name, indexContext(s.api.store().Get(name), n))
		}
	}
	_ = s.api.putContext(monitorID, context)
}
