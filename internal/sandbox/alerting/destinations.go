package alerting

import (
	"net/http"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/fault"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// destinations is GET /destinations: from 2.0 on there are none any more, and no
// route that makes one (destinations/on_newer_versions). They are searched for as
// before, and nothing is found; what can't be searched for is refused as before.
func (a *API) destinations(r *rest.Request) (rest.Response, error) {
	p, err := readDestinationParams(r)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	body, err := p.body()
	if err != nil {
		return rest.Response{}, err
	}
	if a.store().Get(configIndex) == nil {
		return refused(fault.MissingIndex(configIndex))
	}
	body.Delete("sort") // there is nothing to sort
	if _, err := a.searchIn(configIndex, body); err != nil {
		return refused(err)
	}
	return rest.JSON(http.StatusOK, rest.O("totalDestinations", 0, "destinations", []any{})), nil
}

// emailAccount is GET /destinations/email_accounts/{id}, of which there are none.
func (a *API) emailAccount(r *rest.Request) (rest.Response, error) {
	return a.notThere(r, "Email Account not found.")
}

// emailGroup is GET /destinations/email_groups/{id}.
func (a *API) emailGroup(r *rest.Request) (rest.Response, error) {
	return a.notThere(r, "Email Group not found.")
}

func (a *API) notThere(r *rest.Request, text string) (rest.Response, error) {
	r.Param("id")
	if _, err := readVersion(r); err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	if a.store().Get(configIndex) == nil {
		return refused(fault.MissingIndex(configIndex))
	}
	return refused(fault.WithStatus(http.StatusNotFound, "%s", text))
}

// searchEmails searches e-mail accounts or groups: a search that finds nothing.
func (a *API) searchEmails(r *rest.Request) (rest.Response, error) {
	if _, err := a.readSearch(r); err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	found, err := a.store().Resolve([]string{configIndex}, index.Options{Hidden: true})
	if err != nil {
		return refused(fault.MissingIndex(configIndex))
	}
	shards := rest.O("total", len(found), "successful", len(found), "skipped", 0, "failed", 0)
	hits := rest.O("total", rest.O("value", 0, "relation", "eq"), "max_score", nil, "hits", []any{})
	return rest.JSON(http.StatusOK, rest.O("took", 0, "timed_out", false, "_shards", shards, "hits", hits)), nil
}
