package evaluate_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// compareRun tells how a run differs from its recording; "" for not at all. Of
// errors only the presence is compared.
func compareRun(r recorded, got *evaluate.Result, err error) string {
	want := r.Object.Object("result")
	if text := want.Text("error"); text != "" || err != nil {
		if text != "" && (err != nil || got.Error != "") {
			return ""
		}
		return fmt.Sprintf("error of the run: %q recorded, %v here", text, err)
	}
	if text, _ := want.Get("input_error"); (text != nil) != got.InputFailed {
		return fmt.Sprintf("error of the search: %q recorded, %q here", text, got.InputError)
	}
	if want.Has("queries") {
		if d := sameSets("queries", want.Object("queries"), got.Inputs); d != "" {
			return d
		}
	} else if len(got.Inputs) > 0 {
		if d := compareAnswer(r, got.Inputs[0]); d != "" {
			return d
		}
	}
	return compareTriggers(want.Object("triggers"), got)
}

// withoutTriggers are an answer's aggregations but for those that are named by
// triggers: the recordings lack them.
func withoutTriggers(r recorded, answer *orderedjson.Object) any {
	v, _ := answer.Get("aggregations")
	o, ok := orderedjson.Clone(v).(*orderedjson.Object)
	if !ok {
		return v
	}
	for _, x := range r.Object.Object("monitor").Array("triggers") {
		o.Delete(x.(*orderedjson.Object).Object("bucket_level_trigger").Text("id"))
	}
	return o
}

func compareAnswer(r recorded, got *orderedjson.Object) string {
	want := r.Object.Object("result")
	hits := got.Object("hits")
	if total, ok := want.Get("hits_total"); ok && total != nil {
		have, _ := hits.Object("total").Get("value")
		if !orderedjson.Equal(total, have) || want.Text("hits_relation") != hits.Object("total").Text("relation") {
			return fmt.Sprintf("total: %v %s recorded, %v %s here", total, want.Text("hits_relation"), have, hits.Object("total").Text("relation"))
		}
	}
	failed, _ := got.Object("_shards").Get("failed")
	if n, ok := want.Get("shards_failed"); n == "<<any>>" {
		// differs from pass to pass on the server itself
	} else if ok && !orderedjson.Equal(n, failed) || !ok && !orderedjson.Equal(failed, json.Number("0")) {
		return fmt.Sprintf("shards failed: %v recorded, %v here", n, failed)
	}
	aggs, _ := want.Get("aggregations")
	have := withoutTriggers(r, got)
	if d := closeTo("aggregations", aggs, have); d != "" {
		return d
	}
	return compareHits(want, hits.Array("hits"))
}

func compareHits(want *orderedjson.Object, hits []any) string {
	list := map[string][]any{}
	for _, h := range hits {
		o := h.(*orderedjson.Object)
		for _, key := range []string{"_id", "sort", "_score", "fields", "_source"} {
			v, _ := o.Get(key)
			list[key] = append(list[key], v)
		}
	}
	ids, order := list["_id"], want.Text("hits_order")
	wantIDs := want.Array("hit_ids")
	if order == "" && want.Has("hits_page") {
		if len(ids) != len(hits) {
			return "page of another size"
		}
	} else if d := sameIDs(wantIDs, ids, order); d != "" {
		return d
	}
	for _, pair := range [][2]string{{"sort_values", "sort"}, {"scores", "_score"}, {"fields", "fields"}} {
		if v, ok := want.Get(pair[0]); ok && v != nil {
			if d := closeTo(pair[0], v, any(list[pair[1]])); d != "" {
				return d
			}
		}
	}
	if v := want.Array("sources"); v != nil {
		return closeTo("sources", any(v), any(list["_source"][:min(len(v), len(list["_source"]))]))
	}
	return ""
}

func sameIDs(want, got []any, order string) string {
	texts := func(list []any) []string {
		var out []string
		for _, x := range list {
			out = append(out, fmt.Sprint(x))
		}
		return out
	}
	a, b := texts(want), texts(got)
	if order == "" {
		slices.Sort(a)
		slices.Sort(b)
	}
	if !slices.Equal(a, b) {
		return fmt.Sprintf("hits: %v recorded, %v here", a, b)
	}
	return ""
}

func compareTriggers(want *orderedjson.Object, got *evaluate.Result) string {
	if want.Len() != len(got.Triggers) {
		return fmt.Sprintf("%d triggers here", len(got.Triggers))
	}
	for _, t := range got.Triggers {
		w := want.Object(t.Name)
		if w == nil {
			return "no trigger " + t.Name
		}
		if t.Buckets != nil {
			if d := compareBuckets(w, t); d != "" {
				return d
			}
			continue
		}
		if t.Documents != nil {
			if d := compareDocuments(w, t); d != "" {
				return d
			}
			continue
		}
		if v, _ := w.Get("triggered"); v != t.Triggered {
			return fmt.Sprintf("%s triggered: %v recorded, %v here (%s)", t.Name, v, t.Triggered, t.Error)
		}
		if text := w.Text("error"); (text != "") != (t.Error != "") {
			return fmt.Sprintf("%s error: %q recorded, %q here", t.Name, text, t.Error)
		}
		if w.Object("actions").Len() != len(t.Actions) {
			return fmt.Sprintf("%s: %d actions here", t.Name, len(t.Actions))
		}
		for _, a := range t.Actions {
			if d := compareAction(w.Object("actions").Object(a.Name), a); d != "" {
				return d
			}
		}
	}
	return ""
}

// compareBuckets compares a bucket-level trigger: error, buckets, messages.
func compareBuckets(want *orderedjson.Object, got *evaluate.TriggerResult) string {
	if text := want.Text("error"); text != got.Error {
		return fmt.Sprintf("%s error: %q recorded, %q here", got.Name, text, got.Error)
	}
	chosen := orderedjson.NewObject()
	for _, b := range got.Buckets.Chosen {
		chosen.Set(b.Hash(), b.Object())
	}
	if d := closeTo("buckets", want.Object("buckets"), chosen); d != "" {
		return d
	}
	n := 0
	for _, a := range got.Buckets.Actions {
		for _, alert := range a.Alerts {
			n++
			if d := compareAction(want.Object("actions").Object(alert.Bucket.Hash()).Object(a.Name), a.ActionResult); d != "" {
				return d
			}
		}
	}
	for _, m := range want.Object("actions").Members() {
		n -= m.Value.(*orderedjson.Object).Len()
	}
	if n != 0 {
		return fmt.Sprintf("%d messages more here", n)
	}
	return ""
}

// sameSets compares what each query found, in any order.
func sameSets(what string, want *orderedjson.Object, got []*orderedjson.Object) string {
	have := orderedjson.NewObject()
	if len(got) > 0 {
		have = got[0]
	}
	if want.Len() != have.Len() {
		return fmt.Sprintf("%s: %s recorded, %s here", what, short(want), short(have))
	}
	for _, m := range want.Members() {
		if d := sameIDs(m.Value.([]any), have.Array(m.Key), ""); d != "" {
			return what + " " + m.Key + ": " + d
		}
	}
	return ""
}

// compareDocuments compares a document-level trigger: error, documents, and the
// messages of each alert, which have no other name than what they say.
func compareDocuments(want *orderedjson.Object, got *evaluate.TriggerResult) string {
	if text := want.Text("error"); text != got.Error {
		return fmt.Sprintf("%s error: %q recorded, %q here", got.Name, text, got.Error)
	}
	var chosen, wanted, had []any
	for _, doc := range got.Documents.Chosen {
		chosen = append(chosen, doc)
	}
	if d := sameIDs(want.Array("docs"), chosen, ""); d != "" {
		return got.Name + ": " + d
	}
	tell := func(name, subject, message, failure string) any {
		if failure != "" {
			subject, message = "", ""
		}
		return fmt.Sprintf("%s %q %q %t", name, subject, message, failure != "")
	}
	for _, x := range want.Array("actions") {
		for _, m := range x.(*orderedjson.Object).Members() {
			o := m.Value.(*orderedjson.Object)
			wanted = append(wanted, tell(m.Key, o.Text("subject"), o.Text("message"), o.Text("error")))
		}
	}
	for _, a := range got.Documents.Actions {
		for range a.Alerts {
			had = append(had, tell(a.Name, a.Subject, a.Message, a.Error))
		}
	}
	return sameIDs(wanted, had, "")
}

func compareAction(want *orderedjson.Object, a *evaluate.ActionResult) string {
	if want == nil {
		return "no action " + a.Name
	}
	if text := want.Text("error"); (text != "") != (a.Error != "") {
		return fmt.Sprintf("action error: %q recorded, %q here", text, a.Error)
	}
	if a.Error != "" {
		return ""
	}
	// The wording of script errors is not compared, and a message may quote it.
	if strings.Contains(want.Text("message"), "ScriptException[") && strings.Contains(a.Message, "ScriptException[") {
		return ""
	}
	if want.Text("subject") != a.Subject || want.Text("message") != a.Message {
		return fmt.Sprintf("message: %q %q recorded, %q %q here", want.Text("subject"), want.Text("message"), a.Subject, a.Message)
	}
	return ""
}

// closeTo compares values exactly, but for numbers' last digits.
func closeTo(path string, want, got any) string {
	switch want := want.(type) {
	case *orderedjson.Object:
		got, ok := got.(*orderedjson.Object)
		if !ok || want.Len() != got.Len() {
			return fmt.Sprintf("%s: %v recorded, %v here", path, short(want), short(got))
		}
		for _, m := range want.Members() {
			v, ok := got.Get(m.Key)
			if !ok {
				return path + "." + m.Key + ": missing here"
			}
			if d := closeTo(path+"."+m.Key, m.Value, v); d != "" {
				return d
			}
		}
		return ""
	case []any:
		got, ok := got.([]any)
		if !ok || len(got) != len(want) {
			return fmt.Sprintf("%s: %v recorded, %v here", path, short(want), short(got))
		}
		for i := range want {
			if d := closeTo(fmt.Sprintf("%s[%d]", path, i), want[i], got[i]); d != "" {
				return d
			}
		}
		return ""
	case json.Number:
		n, ok := got.(json.Number)
		a, _ := want.Float64()
		b, _ := n.Float64()
		if ok && math.Abs(a-b) <= 1e-6*math.Abs(a) {
			return ""
		}
		return fmt.Sprintf("%s: %v recorded, %v here", path, want, short(got))
	}
	if want != got {
		return fmt.Sprintf("%s: %v recorded, %v here", path, short(want), short(got))
	}
	return ""
}

func short(v any) string {
	text, err := orderedjson.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	if len(text) > 300 {
		text = text[:300]
	}
	return string(text)
}
