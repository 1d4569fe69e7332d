package rest_test

import (
	"bytes"
	"compress/gzip"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// newRouter has routes in the shape of the real ones.
func newRouter() *rest.Router {
	rt := rest.NewRouter(dialect.OpenSearch2())
	get := func(r *rest.Request) (rest.Response, error) {
		id := r.Param("id")
		if _, err := r.Int64("if_seq_no", -1); err != nil {
			return rest.Response{}, err
		}
		if err := r.Ready(); err != nil {
			return rest.Response{}, err
		}
		if id == "nobody" {
			return rest.Response{}, rest.Errorf(http.StatusNotFound, "alerting_exception", "Monitor not found.")
		}
		return rest.JSON(200, rest.O("_id", id, "monitor", rest.O("name", "m", "tags", []any{"a", rest.O("b", 1)}))), nil
	}
	rt.Handle("GET", "/_plugins/monitors/{id}", get)
	rt.Handle("HEAD", "/_plugins/monitors/{id}", rest.Head(get))
	rt.Handle("POST", "/_plugins/monitors", func(r *rest.Request) (rest.Response, error) {
		o, err := r.Object()
		if err != nil {
			return rest.Response{}, err
		}
		return rest.JSON(201, o).WithLocation("/x"), nil
	})
	rt.Handle("POST", "/_plugins/monitors/_search", func(r *rest.Request) (rest.Response, error) {
		d, err := r.WholeBody()
		return rest.JSON(200, d.Value), err
	})
	rt.Handle("GET", "/_plugins/monitors/alerts", func(*rest.Request) (rest.Response, error) {
		return rest.JSON(200, rest.O("alerts", []any{})), nil
	})
	return rt
}

type exchange struct {
	method, target string
	header         map[string]string
	body           string
	status         int
	want           string
}

func (x exchange) run(t *testing.T) *httptest.ResponseRecorder {
	t.Helper()
	q := httptest.NewRequest(x.method, "/", strings.NewReader(x.body))
	q.RequestURI = x.target
	if x.body != "" {
		q.Header.Set("Content-Type", "application/json")
	}
	for k, v := range x.header {
		q.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	newRouter().ServeHTTP(w, q)
	if w.Code != x.status {
		t.Errorf("%s %s: status %d, want %d: %s", x.method, x.target, w.Code, x.status, w.Body)
	}
	if got := w.Body.String(); x.want != "" && got != x.want {
		t.Errorf("%s %s:\n got %s\nwant %s", x.method, x.target, got, x.want)
	}
	return w
}

func illegal(reason string) string {
	return `{"error":{"root_cause":[{"type":"illegal_argument_exception","reason":"` + reason +
		`"}],"type":"illegal_argument_exception","reason":"` + reason + `"},"status":400}`
}

// The expectations are answers of 2.19.4 (http/*), on these routes.
func TestManners(t *testing.T) {
	const m = "/_plugins/monitors"
	const whole = `{"_id":"a","monitor":{"name":"m","tags":["a",{"b":1}]}}`
	for _, x := range []exchange{
		{method: "GET", target: m + "/a", status: 200, want: whole},
		{method: "GET", target: m + "/a/", status: 200, want: whole},
		{method: "GET", target: "/_plugins//monitors/a", status: 400, want: `{"error":"no handler found for uri [/_plugins//monitors/a] and method [GET]"}`},
		{method: "GET", target: "//_plugins/monitors/a", status: 400, want: `{"error":"no handler found for uri [/monitors/a] and method [GET]"}`},
		{method: "GET", target: m + "/alerts", status: 200, want: `{"alerts":[]}`},
		{method: "GET", target: m, status: 405, want: `{"error":"Incorrect HTTP method for uri [/_plugins/monitors] and method [GET], allowed: [POST]","status":405}`},
		{method: "GET", target: m + "/%zz", status: 405, want: `{"error":"Unexpected HTTP method, allowed: [GET, HEAD]","status":405}`},
		{method: "GET", target: m + "/%20", status: 200},
		{method: "OPTIONS", target: m, status: 200},
		{method: "OPTIONS", target: "/nope", status: 200},
		{method: "GET", target: m + "/a?foo=1&bar=2", status: 400, want: illegal("request [/_plugins/monitors/a] contains unrecognized parameters: [bar], [foo]")},
		{method: "GET", target: m + "/nobody?if_seqno=1", status: 400, want: illegal("request [/_plugins/monitors/nobody] contains unrecognized parameter: [if_seqno] -> did you mean [if_seq_no]?")},
		{method: "GET", target: m + "/a?pretty=maybe", status: 400, want: illegal("Failed to parse value [maybe] as only [true] or [false] are allowed.")},
		{method: "GET", target: m + "/a?filter_path=_id,monitor.name", status: 200, want: `{"_id":"a","monitor":{"name":"m"}}`},
		{method: "GET", target: m + "/a?filter_path=-monitor", status: 200, want: `{"_id":"a"}`},
		{method: "GET", target: m + "/a?filter_path=**.b", status: 200, want: `{"monitor":{"tags":[{"b":1}]}}`},
		{method: "GET", target: m + "/a?filter_path=nothing", status: 200, want: `{}`},
		{method: "GET", target: m + "/a?filter_path=", status: 200, want: whole},
		{method: "GET", target: m + "/nobody?filter_path=status", status: 404, want: `{"error":{"root_cause":[{"type":"alerting_exception","reason":"Monitor not found."}],"type":"alerting_exception","reason":"Monitor not found."},"status":404}`},
		{method: "GET", target: m + "/a?pretty&filter_path=monitor.tags", status: 200, want: "{\n  \"monitor\" : {\n    \"tags\" : [\n      \"a\",\n      {\n        \"b\" : 1\n      }\n    ]\n  }\n}\n"},
		{method: "GET", target: m + "/a?format=yaml", status: 200, want: "---\n_id: \"a\"\nmonitor:\n  name: \"m\"\n  tags:\n  - \"a\"\n  - b: 1\n"},
		{method: "GET", target: m + "/a", header: map[string]string{"Content-Type": "nonsense"}, status: 400},
		{method: "GET", target: m + "/a", header: map[string]string{"Content-Type": "text/plain"}, status: 200},
		{method: "POST", target: m, body: `{}`, header: map[string]string{"Content-Type": "text/plain"}, status: 406, want: `{"error":"Content-Type header [text/plain] is not supported","status":406}`},
		{method: "POST", target: m, body: "a:\n- 1.50\n- x\n", header: map[string]string{"Content-Type": "application/yaml", "Accept": "application/json"}, status: 201, want: `{"a":[1.50,"x"]}`},
		{method: "POST", target: m, body: "\ufeff{/* c */\"a\":1.0} rubbish", status: 201, want: `{"a":1.0}`},
		{method: "POST", target: m, body: `{"a":"\ud800"}`, status: 201, want: `{"a":"\uD800"}`},
		{method: "POST", target: m, status: 400, want: `{"error":{"root_cause":[{"type":"parse_exception","reason":"request body is required"}],"type":"parse_exception","reason":"request body is required"},"status":400}`},
		{method: "POST", target: m + "/_search", body: `{"query":{"match_all":{}}} {"x":1}`, status: 400, want: `{"error":{"root_cause":[{"type":"parsing_exception","reason":"Unexpected token [START_OBJECT] found after the main object.","line":1,"col":28}],"type":"parsing_exception","reason":"Unexpected token [START_OBJECT] found after the main object.","line":1,"col":28},"status":400}`},
		{method: "GET", target: m + "/" + strings.Repeat("a", 4100), status: 400, want: `{"error":{"root_cause":[{"type":"too_long_http_line_exception","reason":"An HTTP line is larger than 4096 bytes."}],"type":"too_long_http_line_exception","reason":"An HTTP line is larger than 4096 bytes."},"status":400}`},
		{method: "GET", target: m + "/a", header: map[string]string{"X-Long": strings.Repeat("a", 8200)}, status: 400},
	} {
		x.run(t)
	}
}

func TestHeaders(t *testing.T) {
	w := exchange{method: "DELETE", target: "/_plugins/monitors/a", status: 405, header: map[string]string{"X-Opaque-Id": "me"}}.run(t)
	if w.Header().Get("Allow") != "GET,HEAD" || w.Header().Get("X-Opaque-Id") != "me" {
		t.Errorf("headers %v", w.Header())
	}
	w = exchange{method: "POST", target: "/_plugins/monitors", body: `{}`, status: 201}.run(t)
	if w.Header().Get("Location") != "/x" || w.Header().Get("Content-Type") != "application/json; charset=UTF-8" {
		t.Errorf("headers %v", w.Header())
	}
}

func TestGzip(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(`{"a":1}`))
	_ = z.Close()
	zipped := map[string]string{"Content-Encoding": "gzip"}
	exchange{method: "POST", target: "/_plugins/monitors", body: b.String(), header: zipped, status: 201, want: `{"a":1}`}.run(t)
	exchange{method: "POST", target: "/_plugins/monitors", body: `{"a":1}`, header: zipped, status: 400}.run(t)
	exchange{method: "POST", target: "/_plugins/monitors", body: b.String(), status: 400}.run(t)
}

func FuzzQuery(f *testing.F) {
	f.Add("a=1&pretty&filter_path=x.**,-y*", "/_plugins/monitors/%41")
	f.Fuzz(func(t *testing.T, query, path string) {
		q := httptest.NewRequest("GET", "/", nil)
		q.RequestURI = path + "?" + query
		newRouter().ServeHTTP(httptest.NewRecorder(), q)
	})
}

func newSilentRouter() *rest.Router {
	rt := rest.NewRouter(dialect.OpenSearch2())
	rt.Handle("GET", "/silent", func(*rest.Request) (rest.Response, error) {
		return rest.Never(rest.IllegalArgument("what is wrong")), nil
	})
	return rt
}

// Only a router that plays the server as it is leaves a request unanswered.
func TestAnAnswerInsteadOfSilence(t *testing.T) {
	q := httptest.NewRequest("GET", "/silent", nil)
	q.RequestURI = "/silent"
	answer := httptest.NewRecorder()
	newSilentRouter().ServeHTTP(answer, q)
	if answer.Code != 400 || !strings.Contains(answer.Body.String(), `"what is wrong"`) {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}

// A request that was on its way when the sandbox was reset ends, too.
func TestReleaseEndsWhatIsNeverAnswered(t *testing.T) {
	rt := newSilentRouter()
	rt.AsReal()
	for range 2 {
		rt.Release()
	}
	defer func() {
		if recover() != http.ErrAbortHandler {
			t.Error("the connection is not closed")
		}
	}()
	q := httptest.NewRequest("GET", "/silent", nil)
	q.RequestURI = "/silent"
	rt.ServeHTTP(httptest.NewRecorder(), q)
}

// TestAFailingHandler is told, and logged, and ends nothing.
func TestAFailingHandler(t *testing.T) {
	var logged strings.Builder
	log.SetOutput(&logged)
	defer log.SetOutput(os.Stderr)
	rt := rest.NewRouter(dialect.OpenSearch2())
	rt.Handle("GET", "/{index}/fails", func(*rest.Request) (rest.Response, error) {
		return rest.Response{}, []error{}[len(rt.Routes())-1]
	})
	q := httptest.NewRequest("GET", "/", nil)
	q.RequestURI = "/a/fails?pretty&filter_path=nothing"
	answer := httptest.NewRecorder()
	rt.ServeHTTP(answer, q)
	if answer.Code != 500 || !strings.Contains(answer.Body.String(), `"sandbox_failure"`) || !strings.Contains(answer.Body.String(), "index out of range") {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
	if !strings.Contains(logged.String(), `failed on GET "/a/fails": runtime error: index out of range`) || !strings.Contains(logged.String(), "rest_test.go") {
		t.Errorf("logged: %s", logged.String())
	}
}

// TestAnErrorWithoutAStatus is a failure of the server, and not of the connection.
func TestAnErrorWithoutAStatus(t *testing.T) {
	rt := rest.NewRouter(dialect.OpenSearch2())
	rt.Handle("GET", "/cause", func(*rest.Request) (rest.Response, error) {
		return rest.Response{}, &rest.Error{Type: "number_format_exception", Reason: "For input string: \"x\""}
	})
	answer := httptest.NewRecorder()
	rt.ServeHTTP(answer, httptest.NewRequest("GET", "/cause", nil))
	if want := `"status":500}`; answer.Code != 500 || !strings.HasSuffix(answer.Body.String(), want) {
		t.Errorf("%d %s, want …%s", answer.Code, answer.Body, want)
	}
}
