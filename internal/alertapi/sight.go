package alertapi

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// With plugins.alerting.filter_by_backend_roles a search leaves out, without a
// word, what was saved by users of other backend roles (2.19.4:
// security/backend_roles_none). A plan that takes the rest for all creates
// everything a second time. So where a workspace seems to be empty, SeesAll looks
// again, at what does tell: who asks, channels by their ids, the setting itself.

// HiddenError tells that the cluster hides objects from the user that are there.
type HiddenError struct {
	Channel      string // id of a channel that is there, and refused
	User         string // "" where it is not known
	BackendRoles []string
}

func (e *HiddenError) Error() string {
	return fmt.Sprintf("the cluster hides objects of this workspace from %s: the channel %s is there, and may not be read", e.user(), e.Channel)
}

// WayOut names the setting, and what to do.
func (e *HiddenError) WayOut() string {
	roles := ""
	switch {
	case len(e.BackendRoles) > 0:
		roles = " (now: " + strings.Join(e.BackendRoles, ", ") + ")"
	case e.User != "":
		roles = " (now: none)"
	}
	return fmt.Sprintf("With plugins.alerting.filter_by_backend_roles (for channels: opensearch.notifications.general.filter_by_backend_roles) "+
		"a user sees only what somebody made who shares a backend role with him; the rest looks as if it were missing, and would be made a second time. "+
		"Give %s a backend role of whoever applied the workspace%s, or use a user with the role all_access.", e.user(), roles)
}

func (e *HiddenError) user() string {
	if e.User == "" {
		return "this user"
	}
	return "the user " + e.User
}

// mostProbes limits how many channels are looked at one by one.
const mostProbes = 5

// SeesAll tells whether the search of monitors shows all that a workspace has,
// given the ids that its channels would have. It is for a workspace of which the
// lists show nothing. False: it can't be told. The error is a *HiddenError where
// something is hidden, or an *Error.
func (c *Client) SeesAll(ctx context.Context, channels []string) (bool, error) {
	if c.known().LegacyDestinations {
		return c.filterIsOff(ctx) // no id is known to look at
	}
	// Who asks may not be told, not even by a 401: there are clusters that shut the API
	// of the security plugin, and the lists have been read by the same login.
	who, err := c.Who(ctx)
	switch {
	case IsUnavailable(err):
		return false, err
	case err == nil && who.seesAll():
		return true, nil
	}
	absent, err := c.probe(ctx, channels[:min(len(channels), mostProbes)])
	if IsHidden(err) {
		hidden := &HiddenError{User: who.Name, BackendRoles: who.BackendRoles}
		hidden.Channel, _ = url.PathUnescape(strings.TrimPrefix(errorsIn(err)[0].Path, configsPath+"/"))
		return false, hidden
	}
	if err != nil || absent {
		return absent, err
	}
	return c.filterIsOff(ctx)
}

// seesAll tells that nothing is hidden from him, be it since there is no security plugin.
// Filtering passes over users with the role all_access (alerting-api.md section 8).
func (w Who) seesAll() bool { return !w.Secured || slices.Contains(w.Roles, "all_access") }

func textsIn(o *orderedjson.Object, key string) []string {
	var texts []string
	for _, v := range o.Array(key) {
		if text, ok := v.(string); ok {
			texts = append(texts, oneLine(text))
		}
	}
	return texts
}

// probe reads channels by their ids, until one tells something: a hidden one is a
// 403, one that is not there a 404 (observed on 2.19.4). It tells whether all of
// them are absent; an error for which IsHidden holds says that one is hidden.
// Nothing is recorded but the status of the 403, so every one counts that names
// no missing permission and is the cluster's own.
func (c *Client) probe(ctx context.Context, ids []string) (absent bool, err error) {
	for _, id := range ids {
		_, err := c.Channel(ctx, id)
		switch {
		case IsUnauthorized(err), IsUnavailable(err):
			return false, err
		case LacksPermission(err), IsForeign(err):
			return false, nil // channels can't be read by this user, so they tell nothing
		case IsNotFound(err):
			absent = true
		case IsForbidden(err):
			errorsIn(err)[0].hides = true
			return false, err
		default:
			return false, nil // it is there to be seen, though monitors are not
		}
	}
	return absent, nil
}

// filterIsOff reads the setting, as far as the user may.
func (c *Client) filterIsOff(ctx context.Context) (bool, error) {
	answer, err := c.do(ctx, call{method: http.MethodGet, path: "/_cluster/settings", query: url.Values{
		"include_defaults": {"true"}, "flat_settings": {"true"},
		"filter_path": {"*.plugins*alerting*filter_by_backend_roles,*.opendistro*alerting*filter_by_backend_roles"},
	}})
	switch {
	case IsUnavailable(err):
		return false, err
	case err != nil:
		return false, nil
	}
	told := false
	for _, layer := range answer.Members() {
		settings, _ := layer.Value.(*orderedjson.Object)
		for _, setting := range settings.Members() {
			if setting.Value != "false" {
				return false, nil
			}
			told = true
		}
	}
	return told, nil
}
