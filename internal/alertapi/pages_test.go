package alertapi_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/sandbox"
)

const pagedMonitor = `{"type":"monitor","name":"m%d","monitor_type":"query_level_monitor","enabled":false,
	"schedule":{"period":{"interval":1,"unit":"DAYS"}},"inputs":[{"search":{"indices":["x-*"],"query":{"query":{"match_all":{}}}}}],"triggers":[]}`

const pagedChannel = `{"config_id":"c%03d","config":{"name":"c%d","description":"","config_type":"webhook","is_enabled":true,"webhook":{"url":"https://hooks.example.com/%d"}}}`

// However many pages it takes, every monitor and channel is read, and once. Clusters
// hold more monitors than a search may return at once; here pages are small instead.
func TestAllPagesAreRead(t *testing.T) {
	const monitors, channels = 53, 31
	played, searches := sandbox.New(sandbox.Options{}), 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/monitors/_search") {
			searches++
		}
		played.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	post := func(path, body string) {
		res, err := http.Post(server.URL+path, "application/json", strings.NewReader(body))
		if err != nil || res.StatusCode > 299 {
			t.Fatal(res, err)
		}
		res.Body.Close()
	}
	for i := range monitors {
		post("/_plugins/_alerting/monitors", fmt.Sprintf(pagedMonitor, i))
	}
	var ids []string
	for i := range channels {
		ids = append(ids, fmt.Sprintf("c%03d", i))
		post("/_plugins/_notifications/configs", fmt.Sprintf(pagedChannel, i, i, i))
	}
	c := client(t, alertapi.Config{URL: server.URL})
	if err := c.WaitForChannels(t.Context(), ids, nil); err != nil { // the list lags behind
		t.Fatal(err)
	}
	for _, page := range []int{1, 7, monitors - 1, monitors, monitors + 1} {
		c.PageBy(page)
		searches = 0
		all, err := c.Monitors(t.Context())
		names := map[string]bool{}
		for i, m := range all {
			names[m.Monitor.Name] = true
			if i > 0 && all[i-1].ID >= m.ID {
				t.Errorf("pages of %d: %s after %s", page, m.ID, all[i-1].ID)
			}
		}
		if err != nil || len(all) != monitors || len(names) != monitors || searches != (monitors+page-1)/page {
			t.Errorf("pages of %d: %d monitors, %d names, in %d searches, %v", page, len(all), len(names), searches, err)
		}
		list, err := c.Channels(t.Context())
		if err != nil || len(list) != channels || list[0].ID != "c000" || list[channels-1].ID != fmt.Sprintf("c%03d", channels-1) {
			t.Errorf("pages of %d: %d channels, %v", page, len(list), err)
		}
		if named, err := c.MonitorsNamed(t.Context(), "m7"); err != nil || len(named) != 1 {
			t.Errorf("pages of %d: %d monitors are named m7, %v", page, len(named), err)
		}
	}
}

// Channels of one time of creation may change places from page to page: what is told
// twice hides another, and that is no list.
func TestChannelsToldTwiceAreNoList(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=UTF-8")
		told := map[string][2]int{"0": {1, 2}, "2": {2, 3}}[r.URL.Query().Get("from_index")]
		var list []string
		for _, i := range told {
			list = append(list, fmt.Sprintf(pagedChannel, i, i, i))
		}
		fmt.Fprintf(w, `{"start_index":0,"total_hits":4,"total_hit_relation":"eq","config_list":[%s]}`, strings.Join(list, ","))
	}))
	t.Cleanup(server.Close)
	c := client(t, alertapi.Config{URL: server.URL})
	c.PageBy(2)
	if list, err := c.Channels(t.Context()); err == nil {
		t.Errorf("got %d channels of 4, and no error", len(list))
	}
}
