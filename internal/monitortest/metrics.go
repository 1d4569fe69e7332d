package monitortest

import (
	"fmt"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// answers are the events of a cluster-metrics monitor: what the cluster's API answers,
// each from its @timestamp on, one without from the beginning.
type answers struct{ given []Document }

// add takes more of them. None is rejected: they go to no index.
func (a *answers) add(documents []Document) { a.given = append(a.given, documents...) }

// at is what the API answers in a run: the latest answer of before its end, of equal
// ones the last.
func (a *answers) at(end time.Time, path string) (*orderedjson.Object, error) {
	var latest *Document
	for i, d := range a.given {
		if (d.time.IsZero() || d.time.Before(end)) && (latest == nil || !d.time.Before(latest.time)) {
			latest = &a.given[i]
		}
	}
	if latest == nil {
		return nil, &setupError{fmt.Sprintf("the test does not say what %s answers: events are its answers, each from its %s on", path, timeField)}
	}
	answer, _ := orderedjson.Clone(latest.Source).(*orderedjson.Object)
	answer.Delete(timeField)
	return answer, nil
}
