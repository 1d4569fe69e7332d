package alertapi

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Right is whether a user has a permission.
type Right struct {
	Has    bool
	Reason string // of a refusal; one line
}

// ErrUnasked is that a permission can't be asked for without changing something, or that
// no recording shows that asking changes nothing.
var ErrUnasked = errors.New("it can't be asked without changing something")

// nobody is an id that nothing has: a server chooses 20 characters, and a channel of
// ours begins otherwise.
const nobody = "alertplan-doctor-asks"

// Ask finds out whether the user has a permission, by a request that needs it and comes
// to nothing: a read, or a write of something that is not there, which the server
// refuses only after it has looked at the permissions. Recorded are monitors/unknown_ids,
// workflows/update and delete, channels/put_unknown, delete and mattermost (2.19.4,
// 3.5.0), destinations/update and delete, email/locks and account (1.3.14). Writes are
// asked only where the alerting plugin has its index, which the first of them makes
// (monitors/unknown_ids_on_an_empty_cluster): hasIndex says so.
//
// The error is ErrUnasked, or that of a cluster that gave no answer.
func (c *Client) Ask(ctx context.Context, permission string, indices []string, hasIndex bool) (Right, error) {
	q, known := c.questions()[permission]
	switch {
	case permission == searchIndices && len(indices) > 0:
		q = question{method: http.MethodPost, path: "/" + escapedNames(indices) + "/_search", body: nothing, query: url.Values{"ignore_unavailable": {"true"}}}
	case !known, q.indexed && !hasIndex:
		return Right{}, ErrUnasked
	}
	request := call{method: q.method, path: q.path, query: q.query, reads: q.method == http.MethodPost}
	if q.body != "" {
		body, err := parseObject([]byte(q.body))
		if err != nil {
			return Right{}, err
		}
		request.body = body
	}
	_, err := c.once(ctx, request)
	var e *Error
	switch {
	case IsUnauthorized(err), hasStatus(err, 0), IsUnavailable(err):
		return Right{}, err
	case IsForbidden(err) && errors.As(err, &e):
		lacks := LackingIn(err).Permissions
		if len(lacks) > 0 && !slices.Contains(lacks, permission) || strings.HasPrefix(e.Reason, "User doesn't have") {
			return Right{Has: true}, nil // it came further: to indices, to delegates (2.19.4: security/monitors_as_alerter)
		}
		return Right{Reason: e.Reason}, nil
	}
	return Right{Has: true}, nil
}

// question is a request that needs a permission, and changes nothing.
type question struct {
	method, path string
	query        url.Values
	body         string // JSON; "" for none
	indexed      bool   // it is a write that would make the alerting plugin's index
}

// questions are all of them, by permission.
func (c *Client) questions() map[string]question {
	const alerting, notifications = "cluster:admin/opendistro/alerting/", "cluster:admin/opensearch/notifications/configs/"
	const workflow, destination = "cluster:admin/opensearch/alerting/workflow/", "cluster:admin/opendistro/alerting/destination/"
	get, put, remove := http.MethodGet, http.MethodPut, http.MethodDelete
	api := c.alertingPath()
	return map[string]question{
		alerting + "monitor/search":  {method: http.MethodPost, path: api + "/monitors/_search", body: nothing},
		alerting + "alerts/get":      {method: get, path: api + "/monitors/alerts", query: url.Values{"size": {"1"}}},
		alerting + "monitor/get":     {method: get, path: api + "/monitors/" + nobody},
		alerting + "monitor/write":   {method: put, path: api + "/monitors/" + nobody, body: noMonitor, indexed: true},
		alerting + "monitor/delete":  {method: remove, path: api + "/monitors/" + nobody, indexed: true},
		alerting + "monitor/execute": {method: http.MethodPost, path: api + "/monitors/" + nobody + "/_execute", query: url.Values{"dryrun": {"true"}}, indexed: true},

		"cluster:admin/opendistro/_scheduled_jobs/stats": {method: get, path: api + "/stats"},
		"cluster:monitor/state":                          {method: get, path: "/_cluster/settings", query: url.Values{"filter_path": {"none"}}},

		workflow + "get":    {method: get, path: api + "/workflows/" + nobody},
		workflow + "write":  {method: put, path: api + "/workflows/" + nobody, body: noWorkflow, indexed: true},
		workflow + "delete": {method: remove, path: api + "/workflows/" + nobody, indexed: true},

		notifications + "get":    {method: get, path: configsPath + "/" + nobody},
		notifications + "create": {method: http.MethodPost, path: configsPath, body: noKind},
		notifications + "update": {method: put, path: configsPath + "/" + nobody, body: noChannel},
		notifications + "delete": {method: remove, path: configsPath + "/" + nobody},

		destination + "get":                  {method: get, path: api + "/destinations", query: url.Values{"size": {"1"}}},
		destination + "write":                {method: put, path: api + "/destinations/" + nobody, body: noSlack, indexed: true},
		destination + "delete":               {method: remove, path: api + "/destinations/" + nobody, indexed: true},
		destination + "email_account/search": {method: http.MethodPost, path: api + "/destinations/email_accounts/_search", body: anything},
		destination + "email_account/get":    {method: get, path: api + "/destinations/email_accounts/" + nobody},
		destination + "email_account/delete": {method: remove, path: api + "/destinations/email_accounts/" + nobody, indexed: true},
		destination + "email_group/search":   {method: http.MethodPost, path: api + "/destinations/email_groups/_search", body: anything},
		destination + "email_group/get":      {method: get, path: api + "/destinations/email_groups/" + nobody},
	}
}

// What is sent in vain. The monitor searches a pattern that matches nothing, and is off;
// the workflow has a delegate that is not there; the channel is of a kind that no version
// has, which is a 406 for who may create one.
const (
	noMonitor  = `{"type": "monitor", "name": "alertplan-doctor-asks", "enabled": false, "schedule": {"period": {"interval": 1, "unit": "HOURS"}}, "inputs": [{"search": {"indices": ["alertplan-doctor-asks-*"], "query": {"size": 0}}}], "triggers": []}`
	noWorkflow = `{"type": "workflow", "workflow_type": "composite", "name": "alertplan-doctor-asks", "enabled": false, "schedule": {"period": {"interval": 1, "unit": "HOURS"}}, "inputs": [{"composite_input": {"sequence": {"delegates": [{"order": 1, "monitor_id": "alertplan-doctor-asks"}]}}}], "triggers": []}`
	noKind     = `{"config_id": "alertplan-doctor-asks", "config": {"name": "alertplan-doctor-asks", "config_type": "alertplan_doctor", "is_enabled": true, "alertplan_doctor": {"url": "https://localhost/"}}}`
	noChannel  = `{"config": {"name": "alertplan-doctor-asks", "config_type": "webhook", "is_enabled": true, "webhook": {"url": "https://localhost/"}}}`
	noSlack    = `{"name": "alertplan-doctor-asks", "type": "slack", "slack": {"url": "https://localhost/"}}`
	nothing    = `{"size": 0}`
	anything   = `{"size": 1, "query": {"match_all": {}}}`
)
