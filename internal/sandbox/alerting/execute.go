package alerting

import (
	"time"

	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

func (a *API) executeInline(r *rest.Request) (rest.Response, error) { return rest.Response{}, nil }
func (a *API) executeStored(r *rest.Request) (rest.Response, error) { return rest.Response{}, nil }
func (a *API) runScheduled(id string, due time.Time)                {}
