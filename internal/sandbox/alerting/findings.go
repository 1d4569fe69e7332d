package alerting

import (
	"net/http"

	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// findings is GET /findings/_search. Findings are what document level monitors
// leave; the sandbox refuses to run those, so that there never is one.
func (a *API) findings(r *rest.Request) (rest.Response, error) {
	for _, key := range []string{"findingId", "sortString", "sortOrder", "missing", "searchString"} {
		_ = r.Param(key)
	}
	for _, key := range []string{"size", "startIndex"} {
		if _, err := r.Int(key, 0); err != nil {
			return rest.Response{}, err
		}
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	return answer(r, http.StatusOK, rest.O("total_findings", 0, "findings", []any{})), nil
}
