package evaluate

import (
	"errors"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// DocumentAlerts is what a document-level run asks about the past.
type DocumentAlerts interface {
	// Seen is the sequence number of the last document of an index that earlier
	// runs looked at; -1 where all are new.
	Seen(index string) int64
	// NewID makes the id of an "alert" or a "finding".
	NewID(kind string) string
}

// noDocuments is a run without earlier ones: all documents are new.
type noDocuments struct{}

func (noDocuments) Seen(string) int64 { return -1 }

func (noDocuments) NewID(string) string { return NewUUID() }

// runDocuments runs a document-level monitor: its queries are put to each new
// document, index by index, and each index has conditions, findings, alerts and
// messages of its own, as each is a run of its own on the server. An index whose
// documents can't be read is passed over in silence, unless it is so with all.
func (r Request) runDocuments(result *Result) error {
	if r.Dialect.NoDocumentLevel {
		return fault.Unsupported("document-level monitor on %s", r.Dialect.Name())
	}
	list, p, err := r.preparePercolator()
	var refused *fault.Error
	if errors.As(err, &refused) {
		return r.failDocuments(result, refused.Reason)
	}
	if err != nil {
		return err
	}
	past := r.Documents
	if past == nil {
		past = noDocuments{}
	}
	run := &documentRun{Request: r, past: past, result: result, inputs: orderedjson.NewObject(), LastSeen: map[string]int64{}}
	var failures []string
	parts := 0
	for _, m := range list {
		for _, x := range m.indices {
			parts++
			failure, err := run.index(p, m, x)
			if err != nil {
				return err
			}
			if failure != "" {
				failures = append(failures, failure)
			}
		}
	}
	if len(failures) == parts {
		return r.failDocuments(result, strings.Join(failures, ", "))
	}
	result.Inputs, result.LastSeen = []*orderedjson.Object{run.inputs}, run.LastSeen
	return nil
}

// preparePercolator reads the input. What it does not take: see monitored.
func (r Request) preparePercolator() ([]*monitored, *percolator, error) {
	inputs := r.Monitor.Body.Array("inputs")
	var input *orderedjson.Object
	if len(inputs) == 1 {
		first, _ := inputs[0].(*orderedjson.Object)
		input = first.Object("doc_level_input")
	}
	if input == nil {
		return nil, nil, fault.Unsupported("document-level monitor without one doc_level_input")
	}
	if v, _ := r.Monitor.Body.Get("should_create_single_alert_for_findings"); v == true {
		return nil, nil, fault.Unsupported("monitor with should_create_single_alert_for_findings")
	}
	var list []*monitored
	for _, name := range targetsOf(input) {
		m, err := r.monitored(name)
		if err != nil {
			return nil, nil, err
		}
		list = append(list, m)
	}
	if len(list) == 0 {
		return nil, nil, fault.Unsupported("document-level monitor without indices")
	}
	p, err := r.newPercolator(list, input.Array("queries"))
	return list, p, err
}

// documentRun is a document-level run under way.
type documentRun struct {
	Request
	past     DocumentAlerts
	result   *Result
	inputs   *orderedjson.Object // query id → documents
	LastSeen map[string]int64
}

// index runs the monitor on one index. A failure is told in the server's words.
func (d *documentRun) index(p *percolator, m *monitored, x *index.Index) (failure string, err error) {
	docs := newDocuments(x, d.past.Seen(x.Name))
	if d.Documents == nil && d.Dialect.LastTen {
		if x.Shards() > 1 {
			return "", fault.Unsupported("document-level monitor on %s over several shards, without a past", d.Dialect.Name())
		}
		last := int64(-1)
		for _, doc := range docs {
			last = max(last, doc.SeqNo)
		}
		docs = slices.DeleteFunc(docs, func(doc *index.Doc) bool { return doc.SeqNo <= last-10 })
	}
	if only := d.Only[x.Name]; len(only) > 0 {
		docs = slices.DeleteFunc(docs, func(doc *index.Doc) bool { return !slices.Contains(only, doc.ID) })
	}
	var found []foundBy
	if len(docs) > 0 {
		found, err = p.percolate(m, x, docs)
	}
	var refused *fault.Error
	if errors.As(err, &refused) {
		d.LastSeen[x.Name] = -1 // where another index went well, all is new next time
		return percolationFailure(d.Monitor.ID, x.Name, len(docs)), nil
	}
	if err != nil {
		return "", err
	}
	d.LastSeen[x.Name] = d.past.Seen(x.Name)
	for _, doc := range docs {
		d.LastSeen[x.Name] = max(d.LastSeen[x.Name], doc.SeqNo)
	}
	for _, q := range found {
		d.note(q)
	}
	return "", d.triggers(x, found)
}

// note adds what a query found to the answer.
func (d *documentRun) note(q foundBy) {
	list := d.inputs.Array(q.def.Text("id"))
	for _, doc := range q.documents {
		list = append(list, doc)
	}
	d.inputs.Set(q.def.Text("id"), list)
}

// failDocuments is a run that broke. The server notes it in an alert, and stumbles
// over that where the monitor is not stored (observed on 2.19.4).
func (r Request) failDocuments(result *Result, reason string) error {
	if r.Monitor.ID == "" && !r.Dialect.ToldFailures {
		return fault.New(500, "alerting_exception", "routing is required for [.opendistro-alerting-alerts]/[error-alert--%s]", NewUUID())
	}
	result.Inputs, result.InputFailed, result.InputError = nil, true, reason
	result.Error, result.Triggers = reason, nil
	return nil
}

// percolationFailure is how the server tells that a document could not be read
// (observed on 3.5.0, where it is answered).
func percolationFailure(monitorID, index string, docs int) string {
	text := "Monitor " + monitorID + ": Failed to run percolate search for sourceIndex [" + index +
		"] and queryIndex [.opensearch-alerting-queries-000001] for " + whole(docs) + " document(s)"
	return "AlertingException[" + text + "]; nested: Exception[java.lang.IllegalStateException: " + text + "]; "
}
