package monitortest

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// FromAnswer is an answer of _execute as an outcome: of a query-, bucket- or
// document-level monitor (their forms: corpus of runs on 2.19.4).
func FromAnswer(answer *orderedjson.Object) *Outcome {
	out := &Outcome{Start: timeAt(answer, "period_start"), End: timeAt(answer, "period_end")}
	input := answer.Object("input_results")
	for _, x := range input.Array("results") {
		if o, ok := x.(*orderedjson.Object); ok {
			out.found(o)
			break
		}
	}
	if v, _ := input.Get("error"); v != nil {
		out.SearchFailed, out.SearchError = true, input.Text("error")
	}
	for _, m := range answer.Object("trigger_results").Members() {
		if t, ok := m.Value.(*orderedjson.Object); ok {
			out.Triggers = append(out.Triggers, triggeredOf(m.Key, t))
		}
	}
	return out
}

func timeAt(o *orderedjson.Object, key string) time.Time {
	v, _ := o.Get(key)
	n, _ := v.(json.Number)
	ms, err := n.Int64()
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

func triggeredOf(id string, t *orderedjson.Object) Triggered {
	out := Triggered{ID: id, Name: t.Text("name"), Error: t.Text("error")}
	fired, _ := t.Get("triggered")
	of := map[string]string{} // keys of buckets by the name that the answer gives them
	for _, m := range t.Object("agg_result_buckets").Members() {
		o, _ := m.Value.(*orderedjson.Object)
		content := o.Object("agg_alert_content")
		keys := texts(content.Array("bucket_keys"))
		if len(keys) == 0 {
			keys = []string{m.Key}
		}
		of[m.Key] = joined(keys)
		out.Buckets = append(out.Buckets, Bucket{Keys: joined(keys), Content: content.Object("bucket")})
	}
	for _, entry := range texts(t.Array("triggeredDocs")) {
		id := documentID(entry)
		if !slices.Contains(out.Documents, id) {
			out.Documents = append(out.Documents, id)
		}
	}
	out.Fired = fired == true || len(out.Buckets)+len(out.Documents) > 0
	out.Messages = messagesOf(t.Object("action_results"), "", of)
	return out
}

// messagesOf reads results by action id, or by bucket or document first. known are
// the words for those.
func messagesOf(results *orderedjson.Object, of string, known map[string]string) []Message {
	var out []Message
	for _, m := range results.Members() {
		o, ok := m.Value.(*orderedjson.Object)
		if !ok {
			continue
		}
		if !o.Has("output") && !o.Has("throttled") {
			out = append(out, messagesOf(o, cmp.Or(known[m.Key], m.Key), known)...)
			continue
		}
		output := o.Object("output")
		throttled, _ := o.Get("throttled")
		out = append(out, Message{ID: m.Key, Of: of, Subject: output.Text("subject"), Message: output.Text("message"),
			Throttled: throttled == true, Error: o.Text("error")})
	}
	return out
}

func texts(list []any) []string {
	var out []string
	for _, x := range list {
		if text, ok := x.(string); ok {
			out = append(out, text)
		}
	}
	return out
}
