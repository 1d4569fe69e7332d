package documents

import (
	"net/http"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// batchTooLarge is what an index says of batches beyond its window.
const batchTooLarge = "Batch size is too large, size must be less than or equal to: [%d] but was [%d]. Scroll batch sizes cost as much memory " +
	"as result windows so they are controlled by the [index.max_result_window] index level setting."

// checkBatch refuses batches that are larger than the window of an index. Observed on
// 2.19.4: one index is enough.
func (s *Service) checkBatch(q byQuery) error {
	found, err := s.open(q.targets, q.expand)
	if err != nil {
		return err
	}
	var causes []*rest.Error
	shards := []any{}
	for _, x := range found {
		if q.sliced && x.Shards() > 1 {
			return notEvaluated("parameter [slices] of an index of several shards")
		}
		if q.batch <= x.MaxResultWindow() {
			continue
		}
		cause := rest.IllegalArgument(batchTooLarge, x.MaxResultWindow(), q.batch)
		causes = append(causes, cause)
		shards = append(shards, rest.O("shard", 0, "index", x.Name, "node", "offline", "reason", cause.Cause()))
	}
	if len(causes) == 0 {
		return nil
	}
	e := rest.Errorf(http.StatusBadRequest, "search_phase_execution_exception", "Partial shards failure")
	if len(causes) == len(found) {
		e.Reason = "all shards failed"
		e.Because(rest.IllegalArgument("%s", causes[0].Reason).Because(causes[0]))
	}
	e.Extra = []orderedjson.Member{{Key: "phase", Value: "query"}, {Key: "grouped", Value: true}, {Key: "failed_shards", Value: shards}}
	e.RootCause = causes
	return e
}

// pageOf is how many documents are looked for at once: as many as the indices let.
func (s *Service) pageOf(a asked) (int, error) {
	found, err := s.open(a.targets, a.expand)
	most := byQueryMost
	for _, x := range found {
		most = min(most, max(1, x.MaxResultWindow()))
	}
	return most, err
}
