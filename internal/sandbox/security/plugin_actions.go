package security

import (
	"maps"
	"strings"
)

// The actions of the plugins' routes, by what follows the plugin's path. Recorded where
// a transcript refuses them, else from the sources of 2.19.
var (
	alertingActions = map[string]string{
		"POST /monitors":                            "cluster:admin/opendistro/alerting/monitor/write",
		"PUT /monitors/{}":                          "cluster:admin/opendistro/alerting/monitor/write",
		"GET /monitors/{}":                          "cluster:admin/opendistro/alerting/monitor/get",
		"DELETE /monitors/{}":                       "cluster:admin/opendistro/alerting/monitor/delete",
		"GET /monitors/_search":                     "cluster:admin/opendistro/alerting/monitor/search",
		"POST /monitors/_search":                    "cluster:admin/opendistro/alerting/monitor/search",
		"POST /monitors/_execute":                   "cluster:admin/opendistro/alerting/monitor/execute",
		"POST /monitors/{}/_execute":                "cluster:admin/opendistro/alerting/monitor/execute",
		"GET /monitors/alerts":                      "cluster:admin/opendistro/alerting/alerts/get",
		"POST /monitors/{}/_acknowledge/alerts":     "cluster:admin/opendistro/alerting/alerts/ack",
		"GET /stats":                                scheduledJobs,
		"GET /stats/{}":                             scheduledJobs,
		"GET /{}/stats":                             scheduledJobs,
		"GET /{}/stats/{}":                          scheduledJobs,
		"POST /workflows":                           "cluster:admin/opensearch/alerting/workflow/write",
		"PUT /workflows/{}":                         "cluster:admin/opensearch/alerting/workflow/write",
		"GET /workflows/{}":                         "cluster:admin/opensearch/alerting/workflow/get",
		"DELETE /workflows/{}":                      "cluster:admin/opensearch/alerting/workflow/delete",
		"POST /workflows/{}/_execute":               "cluster:admin/opensearch/alerting/workflow/execute",
		"GET /workflows/alerts":                     "cluster:admin/opensearch/alerting/workflow_alerts/get",
		"POST /workflows/{}/_acknowledge/alerts":    "cluster:admin/opendistro/alerting/chained_alerts/ack",
		"GET /findings/_search":                     "cluster:admin/opensearch/alerting/findings/get",
		"GET /destinations":                         "cluster:admin/opendistro/alerting/destination/get",
		"GET /destinations/{}":                      "cluster:admin/opendistro/alerting/destination/get",
		"POST /destinations":                        "cluster:admin/opendistro/alerting/destination/write",
		"PUT /destinations/{}":                      "cluster:admin/opendistro/alerting/destination/write",
		"DELETE /destinations/{}":                   "cluster:admin/opendistro/alerting/destination/delete",
		"GET /destinations/email_accounts/{}":       "cluster:admin/opendistro/alerting/destination/email_account/get",
		"GET /destinations/email_accounts/_search":  "cluster:admin/opendistro/alerting/destination/email_account/search",
		"POST /destinations/email_accounts/_search": "cluster:admin/opendistro/alerting/destination/email_account/search",
		"POST /destinations/email_accounts":         "cluster:admin/opendistro/alerting/destination/email_account/write",
		"PUT /destinations/email_accounts/{}":       "cluster:admin/opendistro/alerting/destination/email_account/write",
		"DELETE /destinations/email_accounts/{}":    "cluster:admin/opendistro/alerting/destination/email_account/delete",
		"GET /destinations/email_groups/{}":         "cluster:admin/opendistro/alerting/destination/email_group/get",
		"GET /destinations/email_groups/_search":    "cluster:admin/opendistro/alerting/destination/email_group/search",
		"POST /destinations/email_groups/_search":   "cluster:admin/opendistro/alerting/destination/email_group/search",
		"POST /destinations/email_groups":           "cluster:admin/opendistro/alerting/destination/email_group/write",
		"PUT /destinations/email_groups/{}":         "cluster:admin/opendistro/alerting/destination/email_group/write",
		"DELETE /destinations/email_groups/{}":      "cluster:admin/opendistro/alerting/destination/email_group/delete",
	}
	notificationActions = map[string]string{
		"POST /configs":         "cluster:admin/opensearch/notifications/configs/create",
		"PUT /configs/{}":       "cluster:admin/opensearch/notifications/configs/update",
		"GET /configs":          "cluster:admin/opensearch/notifications/configs/get",
		"GET /configs/{}":       "cluster:admin/opensearch/notifications/configs/get",
		"DELETE /configs":       "cluster:admin/opensearch/notifications/configs/delete",
		"DELETE /configs/{}":    "cluster:admin/opensearch/notifications/configs/delete",
		"GET /channels":         "cluster:admin/opensearch/notifications/channels/get",
		"GET /features":         "cluster:admin/opensearch/notifications/features",
		"GET /feature/test/{}":  "cluster:admin/opensearch/notifications/test_notification",
		"POST /feature/test/{}": "cluster:admin/opensearch/notifications/test_notification",
	}
)

const scheduledJobs = "cluster:admin/opendistro/_scheduled_jobs/stats"

func init() {
	for _, base := range []string{"/_plugins/_alerting", "/_opendistro/_alerting"} {
		maps.Insert(actionsOf, below(base, alertingActions))
	}
	maps.Insert(actionsOf, below("/_plugins/_notifications", notificationActions))
}

// below are routes under a path.
func below(base string, routes map[string]string) func(yield func(string, string) bool) {
	return func(yield func(string, string) bool) {
		for route, action := range routes {
			method, path, _ := strings.Cut(route, " ")
			if !yield(method+" "+base+path, action) {
				return
			}
		}
	}
}
