package evaluate

import "github.com/alertplan/alertplan/internal/orderedjson"

// DocumentsResult is what a document-level trigger gave beside what all triggers
// give.
type DocumentsResult struct {
	// Chosen are the documents that fulfil the condition, as "id|index". Under
	// "return true" one stands there once for each query that found it.
	Chosen []string
	// Alerts are new ones, one for each document.
	Alerts  []*Alert
	Actions []*DocumentAction // in the order in which they were done
}

// DocumentAction is one message: for one alert, or for all of them.
type DocumentAction struct {
	*ActionResult
	Alerts []*Alert
}

// Finding is a document that queries of a document-level monitor found.
type Finding struct {
	ID         string
	DocumentID string
	Index      string
	QueryIDs   []string
}

func (d *DocumentsResult) print(o *orderedjson.Object) {
	chosen := make([]any, len(d.Chosen))
	for i, doc := range d.Chosen {
		chosen[i] = doc
	}
	done := orderedjson.NewObject()
	for _, a := range d.Actions {
		for _, alert := range a.Alerts {
			if !done.Has(alert.ID) {
				done.Set(alert.ID, orderedjson.NewObject())
			}
			done.Object(alert.ID).Set(a.ID, a.object())
		}
	}
	o.Set("triggeredDocs", chosen)
	o.Set("action_results", done)
}
