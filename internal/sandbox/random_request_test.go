package sandbox_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/replay"
)

// randomRequest is one that nobody would send, or somebody did once.
type randomRequest struct {
	method, path string
	header       map[string]string
	body         []byte
}

func (r randomRequest) String() string {
	body := r.body
	if len(body) > 2000 {
		body = body[:2000]
	}
	return fmt.Sprintf("%s %q %v %q", r.method, r.path, r.header, body)
}

// recordedSteps are the exchanges of all transcripts. Addresses in them lead
// nowhere.
func recordedSteps(t testing.TB) []*orderedjson.Object {
	t.Helper()
	files, err := filepath.Glob("testdata/transcripts/*/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	address := regexp.MustCompile(`(https?://)[^/"\s\\]+`)
	list := []*orderedjson.Object{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		transcript, err := replay.Parse(address.ReplaceAll(data, []byte("${1}127.0.0.1:9")))
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range transcript.Steps {
			if step.Has("send") {
				list = append(list, step)
			}
		}
	}
	return list
}

// recordedRequests are all that were sent to real nodes.
func recordedRequests(t testing.TB) []randomRequest {
	t.Helper()
	list := []randomRequest{}
	for _, step := range recordedSteps(t) {
		send := step.Object("send")
		r := randomRequest{method: send.Text("method"), path: send.Text("path"), header: map[string]string{}}
		for _, m := range send.Object("headers").Members() {
			if text, ok := m.Value.(string); ok && m.Key != "Authorization" {
				r.header[m.Key] = text
			}
		}
		if body, ok := send.Get("body"); ok {
			r.body, _ = orderedjson.Marshal(body)
		} else {
			r.body = []byte(send.Text("raw"))
		}
		list = append(list, r)
	}
	return list
}

// chaos makes requests.
type chaos struct {
	*rand.Rand
	recorded []randomRequest
	routes   []string
	ids      []string // that the server gave
}

var (
	oddTexts = []string{"", "*", "_all", "x", "events", "a,b", ",", "-x", ".hidden", "..", "%00", "%zz", "%", "%2F", "日本", "\xff\xfe", "a b", "<x-{now/d}>", "_", "true", "null",
		"{{x}}", "${x}", "x?y", "1", "-1", "2147483648", "9223372036854775808", "1e999", "NaN", strings.Repeat("x", 600), "[", "{", "\"", "\\", "a:b", "*:*", "**", "?", "1d", "-1s", "99999999999d"}
	parameters = []string{"size", "from", "refresh", "pretty", "human", "error_trace", "filter_path", "format", "timeout", "q", "sort", "scroll", "routing", "version", "if_seq_no",
		"if_primary_term", "dryrun", "period_end", "max_items", "from_index", "sort_field", "v", "h", "s", "expand_wildcards", "ignore_unavailable", "allow_no_indices", "include_defaults",
		"flat_settings", "op_type", "_source", "_source_includes", "conflicts", "track_total_hits", "source", "source_content_type", "alertState", "searchString", "monitorId", "wait_for_status", "advance", "seed"}
	contentTypes = []string{"application/json", "application/json", "application/json", "application/x-ndjson", "application/yaml", "text/plain", "application/cbor", "application/vnd.opensearch+json", "json", "", "a/b;c", "application/json;charset=utf-16"}
	oddValues    = []any{nil, true, "", "x", "\x00", strings.Repeat("é", 3000), json.Number("0"), json.Number("-1"), json.Number("1e400"), json.Number("-9223372036854775809"),
		json.Number("2147483648"), json.Number("0.1e-300"), []any{}, []any{nil}, []any{[]any{}}, &orderedjson.Object{}, "{{#a}}", "now-1d/d||x", "((", "/a*/", "\xed\xa0\xbd"}
)

func (c *chaos) one(texts []string) string { return texts[c.IntN(len(texts))] }

func (c *chaos) text() string {
	if len(c.ids) > 0 && c.IntN(3) == 0 {
		return c.one(c.ids)
	}
	return url.PathEscape(c.one(oddTexts))
}

var parameter = regexp.MustCompile(`\{\w+\}|<<\w+>>`)

// next is the next request.
func (c *chaos) next() randomRequest {
	base := c.recorded[c.IntN(len(c.recorded))]
	r := randomRequest{method: base.method, path: base.path, header: map[string]string{}, body: base.body}
	for name, value := range base.header {
		r.header[name] = value
	}
	if c.IntN(3) == 0 {
		r.method, r.path, _ = strings.Cut(c.one(c.routes), " ")
	}
	r.path = parameter.ReplaceAllStringFunc(r.path, func(string) string { return c.text() })
	r.body = parameter.ReplaceAllFunc(r.body, func(token []byte) []byte {
		if token[0] == '<' && len(c.ids) > 0 {
			return []byte(c.one(c.ids))
		}
		return token
	})
	if c.IntN(4) == 0 {
		r.path = c.otherPath(r.path)
	}
	if c.IntN(3) > 0 {
		r.body = c.otherBody(r.body)
	}
	if len(r.body) > 0 && r.header["Content-Type"] == "" {
		r.header["Content-Type"] = "application/json"
	}
	switch c.IntN(25) {
	case 0:
		r.header["Content-Type"] = c.one(contentTypes)
	case 1:
		r.header["Accept"] = c.one(contentTypes)
	case 2:
		r.header["Content-Encoding"] = "gzip"
		if c.IntN(2) == 0 {
			r.body = zipped(r.body)
		}
	case 3:
		r.method = c.one([]string{"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "x"})
	case 4:
		r.header[c.one([]string{"X-Opaque-Id", "If-Match", "User-Agent", "Authorization", "Origin"})] = c.one(oddTexts[:20])
	}
	return r
}

func zipped(body []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(body)
	_ = z.Close()
	return b.Bytes()
}

func (c *chaos) otherPath(path string) string {
	switch c.IntN(4) {
	case 0:
		parts := strings.Split(path, "/")
		parts[c.IntN(len(parts))] = c.text()
		return "/" + strings.TrimPrefix(strings.Join(parts, "/"), "/")
	case 1:
		return strings.Replace(path, "/", c.one([]string{"//", "/./", "/../", "/%2e%2e/"}), 1)
	}
	sign := "?"
	if strings.Contains(path, "?") {
		sign = "&"
	}
	for range 1 + c.IntN(3) {
		path += sign + c.one(parameters) + "=" + url.QueryEscape(c.one(oddTexts))
		sign = "&"
	}
	return path
}

// otherBody changes a body: values of JSON, or bytes of anything.
func (c *chaos) otherBody(body []byte) []byte {
	value, err := orderedjson.Parse(body)
	switch {
	case err == nil && c.IntN(4) > 0:
		for range 1 + c.IntN(3) {
			value = c.otherValue(value, 0)
		}
		if changed, err := orderedjson.Marshal(value); err == nil {
			return changed
		}
	case c.IntN(12) == 0:
		depth := 1 + c.IntN(3000)
		open, shut := c.nest()
		return []byte(strings.Repeat(open, depth) + "1" + strings.Repeat(shut, c.IntN(2)*depth))
	case len(body) > 1:
		body = bytes.Clone(body)
		for range 1 + c.IntN(4) {
			switch at := c.IntN(len(body)); c.IntN(4) {
			case 0:
				body[at] = byte(c.IntN(256))
			case 1:
				body = append(body[:at:at], body[min(at+1+c.IntN(9), len(body)):]...)
			case 2:
				body = append(body[:at:at], append([]byte(c.one(oddTexts)), body[at:]...)...)
			case 3:
				body = body[:at]
			}
			if len(body) == 0 {
				break
			}
		}
		return body
	}
	return []byte(c.one(oddTexts))
}

func (c *chaos) nest() (open, shut string) {
	pairs := [][2]string{{`{"a":`, "}"}, {"[", "]"}, {`{"query":{"bool":{"must":`, "}}}"}, {`{"aggs":{"x":{"terms":{"field":"a"},"aggs":`, "}}}"}}
	pair := pairs[c.IntN(len(pairs))]
	return pair[0], pair[1]
}

// otherValue changes one place in a value.
func (c *chaos) otherValue(value any, depth int) any {
	if depth > 12 || c.IntN(6) == 0 {
		return oddValues[c.IntN(len(oddValues))]
	}
	switch v := value.(type) {
	case *orderedjson.Object:
		if v.Len() == 0 {
			return value
		}
		o := orderedjson.NewObject(v.Members()...)
		m := o.Members()[c.IntN(o.Len())]
		switch c.IntN(8) {
		case 0:
			o.Delete(m.Key)
		case 1:
			o.Set(c.one(oddTexts), m.Value)
		case 2:
			o.Delete(m.Key)
			o.Set(c.one(oddTexts), m.Value)
		default:
			o.Set(m.Key, c.otherValue(m.Value, depth+1))
		}
		return o
	case []any:
		if len(v) == 0 {
			return value
		}
		list := append([]any{}, v...)
		at := c.IntN(len(list))
		switch c.IntN(5) {
		case 0:
			return append(list, list[at])
		case 1:
			return append(list[:at:at], list[at+1:]...)
		}
		list[at] = c.otherValue(list[at], depth+1)
		return list
	}
	return oddValues[c.IntN(len(oddValues))]
}
