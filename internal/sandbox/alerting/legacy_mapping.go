package alerting

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/destination"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/model"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// olderMapping is the mapping of the config index where destinations lie in it and
// neither workflows nor metadata do (from the plugin's source, 1.3).
func (a *API) olderMapping(monitor *orderedjson.Object) *orderedjson.Object {
	for _, key := range []string{"owner", "data_sources", "delete_query_index_in_every_run"} {
		monitor.Delete(key)
	}
	url := properties("url", textWithKeyword())
	return rest.O("_meta", rest.O("schema_version", model.SchemaVersion(a.deps.Dialect)), "properties", rest.O(
		"monitor", rest.O("dynamic", "false", "properties", monitor),
		destination.Key, rest.O("dynamic", "false", "properties", rest.O(
			"schema_version", typed("integer"), "name", textWithKeyword(), "user", userFields(), "type", keyword(),
			"last_update_time", dateField(), destination.Chime, url, destination.Slack, url,
			destination.Webhook, properties("url", textWithKeyword(), "scheme", keyword(), "host", typed("text"),
				"port", typed("integer"), "path", keyword(), "query_params", disabled(), "header_params", disabled(),
				"username", typed("text"), "password", typed("text")),
			destination.Email, properties("email_account_id", keyword(), "recipients", nestedProperties(
				"type", keyword(), "email_group_id", keyword(), "email", typed("text"))),
		)),
		destination.AccountKey, properties("name", textWithKeyword(), "host", typed("text"), "port", typed("integer"),
			"method", typed("text"), "from", typed("text")),
		destination.GroupKey, properties("name", textWithKeyword(), "emails", nestedProperties("email", typed("text"))),
	))
}

// userFields map who saved a thing.
func userFields() any {
	return properties("name", textWithKeyword(), "backend_roles", roleTexts(), "roles", roleTexts(),
		"custom_attribute_names", roleTexts())
}
