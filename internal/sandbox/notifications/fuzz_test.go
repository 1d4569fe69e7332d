package notifications_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/notifications"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// never is the status that ask gives to a request that is not answered.
const never = 0

// ask serves one request without a network. Its client has left already, so that
// a request that is never answered ends.
func ask(router http.Handler, method, path, body string) (w *httptest.ResponseRecorder) {
	defer func() {
		switch r := recover(); r {
		case nil:
		case http.ErrAbortHandler:
			w.Code = never
		default:
			panic(r)
		}
	}()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r := httptest.NewRequest(method, prefix+path, strings.NewReader(body)).WithContext(ctx)
	r.Header.Set("Content-Type", "application/json")
	w = httptest.NewRecorder()
	router.ServeHTTP(w, r)
	return w
}

func freshRouter() *rest.Router {
	router := rest.NewRouter(dialect.OpenSearch2())
	notifications.New(notifications.Deps{Dialect: dialect.OpenSearch2()}).Register(router)
	return router
}

// FuzzConfig: whatever is sent is answered as the server answers, and what was
// stored comes back unchanged when it is sent again.
func FuzzConfig(f *testing.F) {
	for _, body := range searched {
		f.Add(body)
	}
	for _, body := range []string{`{"config":{"name":null}}`, `{"config":[]}`, `{"config":{"webhook":{"header_params":["a"]}`,
		`{"config":{"name":"x","config_type":"webhook","webhook":{"url":"https://x","header_params":[[],{}]}}}`} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if body == "" {
			return
		}
		router := freshRouter()
		made := ask(router, "POST", "/configs", body)
		if !slices.Contains([]int{200, 400, 404, 406, 500, never}, made.Code) {
			t.Fatalf("%d for %q", made.Code, body)
		}
		var answer struct {
			ID string `json:"config_id"`
		}
		if made.Code != 200 || json.Unmarshal(made.Body.Bytes(), &answer) != nil || answer.ID == "" {
			return
		}
		path := "/configs/" + url.PathEscape(answer.ID)
		stored := storedConfig(t, ask(router, "GET", path, ""))
		again := ask(router, "PUT", path, `{"config":`+stored+`}`)
		if again.Code != 200 {
			t.Fatalf("%q was stored as %s, which is refused: %s", body, stored, again.Body)
		}
		if diff := cmp.Diff(stored, storedConfig(t, ask(router, "GET", path, ""))); diff != "" {
			t.Errorf("%q changes when it is sent again:\n%s", body, diff)
		}
	})
}

func storedConfig(t *testing.T, answer *httptest.ResponseRecorder) string {
	t.Helper()
	var list struct {
		Configs []struct{ Config json.RawMessage } `json:"config_list"`
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &list); err != nil || len(list.Configs) != 1 {
		t.Fatalf("%v: %s", err, answer.Body)
	}
	return string(list.Configs[0].Config)
}

// FuzzList: any filter is answered.
func FuzzList(f *testing.F) {
	for _, q := range queries {
		f.Add("query", q)
	}
	f.Add("created_time_ms", "now-1h/d..now")
	f.Add("sort_field", "name")
	f.Fuzz(func(t *testing.T, name, value string) {
		path := "/configs?" + url.Values{name: {value}}.Encode()
		if answer := ask(freshRouter(), "GET", path, ""); !slices.Contains([]int{200, 400, 404, 406, 500}, answer.Code) {
			t.Fatalf("%d for %s", answer.Code, path)
		}
	})
}
