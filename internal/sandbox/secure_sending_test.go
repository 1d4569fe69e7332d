package sandbox_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/security"
)

// To send, who saved a monitor must be allowed to read the channel, which is recorded
// (security/sending_without_notification_rights); the sending itself the plugins do with
// their own rights, and all of it where there are destinations (from the sources of 1.3,
// 2.19 and 3.5).
func TestWhatSendingNeeds(t *testing.T) {
	old, err := dialect.Parse("opensearch-1.3")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		dialect dialect.Dialect
		rights  string // besides the one to run monitors
		refused bool
	}{
		{dialect.OpenSearch2(), `,"cluster:admin/opensearch/notifications/configs/get"`, false},
		{dialect.OpenSearch2(), `,"cluster:admin/opensearch/notifications/feature/send"`, true},
		{old, ``, false},
	} {
		heard := 0
		receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { heard++ }))
		defer receiver.Close()
		server := sandbox.New(sandbox.Options{Dialect: c.dialect, Users: []security.Account{{Name: "admin", Password: "secret", BackendRoles: []string{"admin"}}}})
		must := func(pair, method, path, body string) string {
			w := asUser(server, pair, method, path, body)
			if w.Code > 299 {
				t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
			}
			return w.Body.String()
		}
		must("admin:secret", "PUT", "/_plugins/_security/api/roles/runner", `{"cluster_permissions":["cluster:admin/opendistro/alerting/monitor/execute"`+c.rights+`]}`)
		must("admin:secret", "PUT", "/_plugins/_security/api/internalusers/runner", `{"password":"`+matrixPassword+`","opendistro_security_roles":["runner"]}`)
		id := "red-hook"
		if c.dialect.LegacyDestinations {
			answer := must("admin:secret", "POST", alertsAPI+"/destinations", `{"type":"custom_webhook","name":"Hook","custom_webhook":{"url":"`+receiver.URL+`","header_params":{"Content-Type":"application/json"}}}`)
			_, id, _ = strings.Cut(answer, `"_id":"`)
			id, _, _ = strings.Cut(id, `"`)
		} else {
			must("admin:secret", "POST", notesAPI+"/configs", strings.Replace(hook, "http://127.0.0.1:9/in", receiver.URL, 1))
		}
		said := must("runner:"+matrixPassword, "POST", alertsAPI+"/monitors/_execute?dryrun=false", strings.Replace(plainMonitor, "red-hook", id, 1))
		const refusal = "no permissions for [cluster:admin/opensearch/notifications/configs/get] and associated roles [runner"
		if refused := strings.Contains(said, refusal); refused != c.refused || (heard == 0) != c.refused {
			t.Errorf("%s with %s: %d messages: %s", c.dialect.Name, c.rights, heard, said)
		}
	}
}
