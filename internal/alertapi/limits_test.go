package alertapi_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/alertplan/alertplan/internal/alertapi"
)

func TestLimitSettings(t *testing.T) {
	// as 2.19.4 and 1.3.14 answer, of a node without the alerting plugin
	const scripts = `"script":{"max_compilations_rate":"use-context","cache":{"max_size":"100"},"disable_max_compilations_rate":"false"}`
	tests := []struct{ name, answer, want string }{
		{"a core node", `{"defaults":{` + scripts + `}}`,
			"map[script.cache.max_size:100 script.disable_max_compilations_rate:false script.max_compilations_rate:use-context] none"},
		{"the default", `{"defaults":{"plugins":{"alerting":{"monitor":{"max_monitors":"1000"}}}}}`, "map[] 1000"},
		{"set", `{"persistent":{"plugins":{"alerting":{"monitor":{"max_monitors":"500"}}}}}`, "map[] 500"},
		{"set for now", `{"persistent":{"plugins":{"alerting":{"monitor":{"max_monitors":"500"}}}},"transient":{"plugins":{"alerting":{"monitor":{"max_monitors":"-1"}}}}}`, "map[] -1"},
		{"set by the older name", `{"persistent":{"opendistro":{"alerting":{"monitor":{"max_monitors":"7"}}}},"defaults":{"plugins":{"alerting":{"monitor":{"max_monitors":"1000"}}}}}`, "map[] 7"},
		{"set by both", `{"transient":{"opendistro":{"alerting":{"monitor":{"max_monitors":"7"}}}},"persistent":{"plugins":{"alerting":{"monitor":{"max_monitors":"8"}}}}}`, "map[] 8"},
		{"contexts", `{"persistent":{"script":{"context":{"template":{"max_compilations_rate":"200/5m","cache_max_size":"200"}}}},"transient":{"script":{"context":{"template":{"cache_max_size":"300"}}}}}`,
			"map[script.context.template.cache_max_size:300 script.context.template.max_compilations_rate:200/5m] none"},
		{"nothing", `{}`, "map[] none"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			asked := ""
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				asked = req.URL.Path
				fmt.Fprint(w, test.answer)
			}))
			defer server.Close()
			client, err := alertapi.New(alertapi.Config{URL: server.URL})
			if err != nil {
				t.Fatal(err)
			}
			limits, err := client.LimitSettings(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			most := "none"
			if limits.MaxMonitors != nil {
				most = fmt.Sprint(*limits.MaxMonitors)
			}
			if got := fmt.Sprint(limits.Scripts, " ", most); got != test.want || asked != "/_cluster/settings" {
				t.Errorf("got %s of %s, want %s", got, asked, test.want)
			}
		})
	}
}
