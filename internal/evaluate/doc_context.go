package evaluate

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/evaluate/search"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// documentAlert is an alert of a document with what messages see beside it.
type documentAlert struct {
	*Alert
	finding *documentFinding
	sample  *orderedjson.Object // nil: no message asks for it
}

// documentContext is ctx in messages of a document-level monitor. Its period is
// the clock's (observed on 2.19.4), and it has no results.
func (d *documentRun) documentContext(def *orderedjson.Object, alerts []*documentAlert) *javavalue.Map {
	list := javavalue.NewList()
	for _, a := range alerts {
		list.Items = append(list.Items, a.asMap())
	}
	now := javavalue.Instant{Time: d.Now.UTC()}
	return linked("monitor", d.monitorMap(), "results", javavalue.NewList(), "periodStart", now, "periodEnd", now,
		"error", nil, "trigger", d.triggerMap(def), "alerts", list)
}

func (a *documentAlert) asMap() *javavalue.Map {
	m := linked("acknowledged_time", nil, "id", a.ID, "version", a.Version, "end_time", nil,
		"error_message", nil, "execution_id", textOrNull(a.ExecutionID),
		"workflow_id", "", "workflow_name", "", "associated_alert_ids", javavalue.NewList(),
		"last_notification_time", epoch(a.LastNotification), "severity", a.Severity, "start_time", epoch(a.Start),
		"state", a.State, "bucket_keys", nil, "parent_bucket_path", nil,
		"finding_ids", strings.Join(a.FindingIDs, ","), "related_doc_ids", strings.Join(a.RelatedDocIDs, ","), "clusters", nil)
	queries := javavalue.NewList()
	for _, q := range a.finding.queries {
		queries.Items = append(queries.Items, linked("id", q.Text("id"), "name", q.Text("name"), "tags", javavalue.FromJSON(listOf(q, "tags"))))
	}
	samples := javavalue.NewList()
	if a.sample != nil {
		samples.Items = append(samples.Items, javavalue.FromJSON(a.sample))
	}
	m.Put("associated_queries", queries)
	m.Put("sample_documents", samples)
	return m
}

// documentInputMap is a document-level input as ctx.monitor.inputs shows it.
func documentInputMap(input *orderedjson.Object) *javavalue.Map {
	queries := javavalue.NewList()
	for _, x := range input.Array("queries") {
		q, _ := x.(*orderedjson.Object)
		queries.Items = append(queries.Items, linked("id", q.Text("id"), "name", q.Text("name"),
			"fields", javavalue.FromJSON(listOf(q, "fields")), "query", q.Text("query"),
			"tags", javavalue.FromJSON(listOf(q, "tags")), "query_field_names", javavalue.FromJSON(listOf(q, "query_field_names"))))
	}
	return linked("description", input.Text("description"), "indices", javavalue.FromJSON(listOf(input, "indices")), "queries", queries)
}

// listOf is a list of an object, empty where there is none.
func listOf(o *orderedjson.Object, key string) []any {
	if list := o.Array(key); list != nil {
		return list
	}
	return []any{}
}

// sampleTags are the texts in a message by which the server knows that it prints
// documents.
var sampleTags = []string{"{{ctx}}", "{{ctx.alerts}}", "sample_documents"}

// sampleDocuments reads the alerts' documents where a message of the trigger asks
// for them: whole, or the fields that the messages of the monitor name.
func (d *documentRun) sampleDocuments(def *orderedjson.Object, x *index.Index, alerts []*documentAlert) error {
	asked := slices.ContainsFunc(def.Array("actions"), func(a any) bool {
		text := messageOf(a)
		return slices.ContainsFunc(sampleTags, func(tag string) bool { return strings.Contains(text, tag) })
	})
	if !asked {
		return nil
	}
	fields := d.sampleFields()
	for _, a := range alerts {
		i := slices.IndexFunc(x.Docs, func(doc *index.Doc) bool { return doc.ID == a.finding.DocumentID })
		if i < 0 {
			continue
		}
		doc := x.Docs[i]
		source, err := d.sourceOf(x.Name, doc, fields)
		if err != nil {
			return err
		}
		a.sample = orderedjson.NewObject()
		for _, m := range []orderedjson.Member{{Key: "_index", Value: x.Name}, {Key: "_id", Value: doc.ID},
			{Key: "_version", Value: jsonNumber(doc.Version)}, {Key: "_seq_no", Value: jsonNumber(doc.SeqNo)},
			{Key: "_primary_term", Value: jsonNumber(max(doc.PrimaryTerm, 1))}, {Key: "found", Value: true}, {Key: "_source", Value: source}} {
			a.sample.Set(m.Key, m.Value)
		}
	}
	return nil
}

func messageOf(action any) string {
	o, _ := action.(*orderedjson.Object)
	return sourceOf(o.Object("message_template"))
}

var mustacheTag = pattern.New(`\{\{([^{}]+)}}`)

// sampleFields are the fields of documents that messages name inside of
// {{#sample_documents}}; none: documents are read whole.
func (d *documentRun) sampleFields() []any {
	const open, end = "{{#sample_documents}}", "{{/sample_documents}}"
	fields := []any{}
	for _, t := range d.Monitor.Body.Array("triggers") {
		wrapped, _ := t.(*orderedjson.Object)
		for _, a := range wrapped.Object("document_level_trigger").Array("actions") {
			text := messageOf(a)
			for {
				_, rest, some := strings.Cut(text, open)
				block, after, ended := strings.Cut(rest, end)
				if !some || !ended {
					break
				}
				for _, tag := range mustacheTag.FindAllStringSubmatch(block, -1) {
					name, ok := strings.CutPrefix(strings.TrimSpace(tag[1]), "_source.")
					if ok && name != "" && !slices.Contains(fields, any(name)) {
						fields = append(fields, name)
					}
				}
				text = after
			}
		}
	}
	return fields
}

// sourceOf is a document's source, cut to fields where there are any.
func (d *documentRun) sourceOf(name string, doc *index.Doc, fields []any) (*orderedjson.Object, error) {
	if len(fields) == 0 {
		return doc.Source, nil
	}
	object := func(key string, value any) *orderedjson.Object {
		return orderedjson.NewObject(orderedjson.Member{Key: key, Value: value})
	}
	body := object("query", object("ids", object("values", []any{doc.ID})))
	body.Set("_source", object("includes", fields))
	body, err := querydsl.CanonicalFor(d.Dialect.Bodies, body)
	if err != nil {
		return nil, d.refusedQuery(err)
	}
	answer, err := search.Search(d.Store, []string{name}, body, search.Options{Now: d.Now, Dialect: d.Dialect})
	if err != nil {
		return nil, err
	}
	for _, h := range answer.Object("hits").Array("hits") {
		hit, _ := h.(*orderedjson.Object)
		return hit.Object("_source"), nil
	}
	return orderedjson.NewObject(), nil
}

func jsonNumber(n int64) json.Number { return json.Number(strconv.FormatInt(n, 10)) }
