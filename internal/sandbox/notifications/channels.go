package notifications

import (
	"slices"

	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// channels answers GET /channels: what can be sent to, in short. It is a search,
// so it lags as the list does.
func (a *API) channels(r *rest.Request) (rest.Response, error) {
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	if err := a.permit(r); err != nil {
		return rest.Response{}, err
	}
	found, err := a.search(r.User(), listRequest{items: defaultItems})
	if err != nil {
		return rest.Response{}, err
	}
	list := []any{}
	for _, d := range found {
		if len(list) == defaultItems || !slices.Contains(sendable, d.config.kind) {
			continue
		}
		list = append(list, rest.O(
			"config_id", d.id,
			"name", d.config.name,
			"description", d.config.description,
			"config_type", string(d.config.kind),
			"is_enabled", d.config.enabled,
		))
	}
	return rest.JSON(200, rest.O(
		"start_index", 0, "total_hits", len(list), "total_hit_relation", "eq", "channel_list", list,
	)), nil
}

// features answers GET /features: the kinds that the UI offers. Mattermost is
// not among them, even where it exists.
func (a *API) features(r *rest.Request) (rest.Response, error) {
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	kinds := []any{}
	for _, k := range []Kind{Slack, Chime, Teams, Webhook, Email, SNS, SES, SMTP, EmailGroup} {
		kinds = append(kinds, string(k))
	}
	return rest.JSON(200, rest.O(
		"allowed_config_type_list", kinds,
		"plugin_features", rest.O("tooltip_support", "true"),
	)), nil
}
