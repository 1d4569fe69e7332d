package alertapi_test

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"unicode"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/monitors"
)

var update = flag.Bool("update", false, "write the golden files")

// refusedCase is an answer that a real node gave, and to what.
type refusedCase struct {
	From, Method, Path string
	Status             int
	Body               json.RawMessage
}

func readRefused(t *testing.T) []refusedCase {
	t.Helper()
	file, err := os.Open("testdata/errors.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var cases []refusedCase
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c refusedCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c)
	}
	return cases
}

// send is a request of the client's own with the method of the case.
func send(t *testing.T, c *alertapi.Client, method string) error {
	t.Helper()
	var err error
	switch method {
	case http.MethodPost:
		_, err = c.CreateMonitor(t.Context(), aMonitor(), nil)
	case http.MethodPut:
		_, err = c.UpdateMonitor(t.Context(), monitors.Live{ID: "m", Version: monitors.Version{PrimaryTerm: 1}}, aMonitor(), nil)
	case http.MethodDelete:
		err = c.DeleteMonitor(t.Context(), "m")
	default:
		_, err = c.Monitor(t.Context(), "m")
	}
	return err
}

// TestRefusals reads the error bodies of real nodes: the status always counts,
// the reason is the useful text, and one line.
func TestRefusals(t *testing.T) {
	var golden strings.Builder
	for _, c := range readRefused(t) {
		body, contentType := []byte(c.Body), "application/json; charset=UTF-8"
		var text string
		if json.Unmarshal(c.Body, &text) == nil {
			body, contentType = []byte(text), "text/plain; charset=UTF-8"
		}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			w.WriteHeader(c.Status)
			w.Write(body)
		}))
		err := send(t, client(t, alertapi.Config{URL: server.URL}), c.Method)
		server.Close()
		missingIndex := strings.Contains(string(c.Body), "[t-missing]")
		if alertapi.IsMissingIndex(err) != missingIndex || alertapi.IsNotFound(err) != (c.Status == 404 && !missingIndex) || alertapi.IsConflict(err) != (c.Status == 409) ||
			alertapi.IsForbidden(err) != (c.Status == 403) || alertapi.IsUnauthorized(err) != (c.Status == 401) {
			t.Errorf("%s: the predicates don't tell status %d: %v", c.From, c.Status, err)
		}
		if c.Method == http.MethodGet && alertapi.IsAmbiguous(err) {
			t.Errorf("%s: a read is never ambiguous: %v", c.From, err)
		}
		if err == nil || strings.ContainsAny(err.Error(), "\n\r\t") {
			t.Fatalf("%s: got %v", c.From, err)
		}
		fmt.Fprintf(&golden, "%s\n\t%v\n", c.From, err)
		if alertapi.IsAmbiguous(err) {
			golden.WriteString("\tambiguous\n")
		}
	}
	compareGolden(t, "testdata/errors.golden", golden.String())
}

func compareGolden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (run with -update):\n%s", path, got)
	}
}

// TestAnswersOfWhatIsBetween reads what proxies, gateways and Amazon's service say:
// one line, no markup.
func TestAnswersOfWhatIsBetween(t *testing.T) {
	const nginx = "<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body>\r\n<center><h1>403 Forbidden</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
	for _, c := range []struct {
		status     int
		body, want string
		foreign    bool
	}{
		{403, nginx, "403 Forbidden", true},
		{502, "<!DOCTYPE html>\n<html lang=\"en\"><title>\n example.com | 502: Bad &amp; gateway\x1b[31m\n</title>", "502 example.com | 502: Bad & gateway[31m", true},
		{503, "<HTML><HEAD>\n<TITLE>Access &lt;b&gt; denied</TITLE></HEAD>", "503 Access b denied", true},
		{403, "<html><body>no</body></html>", "403 Forbidden", true},
		{403, "", "403 Forbidden", true},
		{401, "", "401 Unauthorized", false},
		{401, "Unauthorized", "401 Unauthorized", false},
		{503, "OpenSearch Security not initialized.", "503 OpenSearch Security not initialized.", false},
		{502, "upstream connect error or disconnect/reset before headers", "502 upstream connect error or disconnect/reset before headers", false},
		{403, `{"Message":"User: anonymous is not authorized to perform: es:ESHttpGet because no resource-based policy allows the es:ESHttpGet action"}`,
			"403 User: anonymous is not authorized to perform: es:ESHttpGet because no resource-based policy allows the es:ESHttpGet action. Amazon's service wants requests that are signed: write an aws block into the cluster block", false},
		{403, `{"message":"The security token included in the request is expired"}`, "403 The security token included in the request is expired. The credentials have expired: renew them", false},
		{403, `{"Message":"User: arn:aws:iam::1:user/x is not allowed"}`, "403 User: arn:aws:iam::1:user/x is not allowed", false},
	} {
		_, err := answering(t, c.status, c.body).Monitor(t.Context(), "m")
		if got := err.Error(); got != "GET /_plugins/_alerting/monitors/m: "+c.want || alertapi.IsForeign(err) != c.foreign {
			t.Errorf("%q: got %s, foreign %v", c.body, got, alertapi.IsForeign(err))
		}
	}
}

// FuzzRefusal holds every body to one line without control characters, and to
// permissions that are names.
func FuzzRefusal(f *testing.F) {
	for _, body := range []string{
		"", "Unauthorized", "<html><title>x", `{"error":"no permissions for [a, b[s]] and User [name=x, backend_roles=[]]"}`,
		`{"error":"no permissions for [, ]"}`, `{"error":{"reason":"User doesn't have read permissions for one or more configured index [a, b]"}}`, "<!doctype html><title>\x1b[1m&lt;b&gt;</title>",
	} {
		f.Add(403, []byte(body))
	}
	var status int
	var body []byte
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		w.Write(body)
	}))
	f.Cleanup(server.Close)
	f.Fuzz(func(t *testing.T, s int, b []byte) {
		status, body = 400+max(s, -s)%200, b
		_, err := client(t, alertapi.Config{URL: server.URL}).Monitor(t.Context(), "m")
		if err == nil || strings.ContainsFunc(err.Error(), unicode.IsControl) || alertapi.IsForeign(err) && strings.ContainsAny(err.Error(), "<>") {
			t.Errorf("%d %q: got %v", status, b, err)
		}
		for _, name := range alertapi.LackingIn(err).Permissions {
			if name == "" {
				t.Errorf("%d %q: a permission without a name", status, b)
			}
		}
	})
}

func TestOddBodiesDontHideTheStatus(t *testing.T) {
	for _, body := range []string{
		"", "<html><body>Not Found</body></html>", "\x00\xff", `{"error":5}`, `[]`, `{"error":{}}`, `{"error":{"root_cause":[5]}}`,
		strings.Repeat("[", 100000), `{"error":{"caused_by":{"caused_by":{}}}}`, strings.Repeat("x", 10000),
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusNotFound)
			w.Write([]byte(body))
		}))
		_, err := client(t, alertapi.Config{URL: server.URL}).Monitor(t.Context(), "m")
		server.Close()
		if !alertapi.IsNotFound(err) || err.Error() != "GET /_plugins/_alerting/monitors/m: 404 Not Found" {
			t.Errorf("%.40q: got %v", body, err)
		}
	}
}
