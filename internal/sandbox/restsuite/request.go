package restsuite

import (
	"bytes"
	"fmt"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// catches are the names for statuses that a request may be expected to fail with.
var catches = map[string][]int{
	"bad_request": {400}, "unauthorized": {401}, "forbidden": {403}, "missing": {404}, "request_timeout": {408},
	"conflict": {409}, "unavailable": {503}, "param": {}, "request": {400, 401, 402, 403, 404, 405, 406, 408, 409, 411, 412, 413, 415, 429, 500, 501, 503},
}

// do sends the request of a "do" step and holds its status against what the step
// expects.
func (r *runner) do(argument any) error {
	o, ok := argument.(*orderedjson.Object)
	if !ok {
		return fmt.Errorf("a do that is no request")
	}
	catch := ""
	for _, m := range o.Members() {
		switch m.Key {
		case "catch":
			catch, _ = m.Value.(string)
		case "headers", "node_selector", "allowed_warnings", "warnings", "allowed_warnings_regex", "warnings_regex":
		default:
			arguments, _ := m.Value.(*orderedjson.Object)
			if catch == "param" {
				return &skipError{"a request without what a client library asks for"}
			}
			if err := r.send(m.Key, arguments); err != nil {
				return err
			}
		}
	}
	return r.caught(catch)
}

func (r *runner) caught(catch string) error {
	if r.target.Refuses != nil {
		if what := r.target.Refuses(r.status, []byte(r.raw)); what != "" {
			return &refusedError{what}
		}
	}
	switch {
	case catch == "" && strconv.Itoa(r.status) == r.ignored:
		return nil
	case catch == "" && r.status >= 400 && !(r.status == 404 && r.raw == ""):
		return fmt.Errorf("status %d: %s", r.status, shortened(r.raw))
	case catch == "":
		return nil
	case strings.HasPrefix(catch, "/"):
		pattern, err := regexp.Compile("(?s)" + strings.Trim(strings.TrimSpace(catch), "/"))
		if err != nil {
			return &skipError{"a pattern that Go can't read: " + catch}
		}
		if r.status < 400 || !pattern.MatchString(unescaped(r.raw)) {
			return fmt.Errorf("status %d, want an error like %s: %s", r.status, catch, shortened(r.raw))
		}
		return nil
	}
	if !slices.Contains(catches[catch], r.status) {
		return fmt.Errorf("status %d, want %s: %s", r.status, catch, shortened(r.raw))
	}
	return nil
}

// unescaped is an answer as the patterns want it: without JSON's backslashes.
func unescaped(text string) string { return strings.ReplaceAll(text, `\"`, `"`) }

func (r *runner) send(name string, arguments *orderedjson.Object) error {
	described, ok := r.suite.apis[name]
	if !ok {
		return &skipError{"the API " + name}
	}
	given := map[string]string{}
	var body any
	r.ignored = ""
	for _, m := range arguments.Members() {
		if m.Key == "ignore" { // the client's own: a status that is no failure
			r.ignored = r.text(m.Value)
			continue
		}
		if m.Key == "body" {
			body = r.fill(m.Value)
			continue
		}
		given[m.Key] = r.text(m.Value)
	}
	method, path := described.choose(given, body != nil)
	query := url.Values{}
	for key, value := range given {
		if !strings.Contains(path, "{"+key+"}") {
			query.Set(key, value)
		}
		path = strings.ReplaceAll(path, "{"+key+"}", strings.ReplaceAll(url.PathEscape(value), "%2C", ","))
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	text, err := encoded(body)
	if err != nil {
		return err
	}
	req := httptest.NewRequest(method, path, bytes.NewReader(text))
	req.Host = "127.0.0.1" // the sandbox serves no other by default
	if len(text) > 0 {
		req.Header.Set("Content-Type", "application/json")
	}
	res := httptest.NewRecorder()
	r.target.Handler.ServeHTTP(res, req)
	r.status, r.raw = res.Code, res.Body.String()
	if r.answer, err = orderedjson.Parse(res.Body.Bytes()); err != nil {
		r.answer = r.raw
	}
	return nil
}

// choose finds the path with most of the given parts; a request with a body is no
// GET where there is a choice.
func (a api) choose(given map[string]string, withBody bool) (method, path string) {
	best := -1
	for _, p := range a.URL.Paths {
		parts := regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(p.Path, -1)
		if slices.ContainsFunc(parts, func(m []string) bool { _, ok := given[m[1]]; return !ok }) || len(parts) <= best {
			continue
		}
		best, path, method = len(parts), p.Path, p.Methods[0]
		if i := slices.Index(p.Methods, "POST"); i >= 0 && withBody && method == "GET" {
			method = "POST"
		}
	}
	return method, path
}

// encoded writes a body: an object, or the lines of a bulk request.
func encoded(body any) ([]byte, error) {
	switch b := body.(type) {
	case nil:
		return nil, nil
	case string:
		return []byte(b), nil
	case []any:
		var lines bytes.Buffer
		for _, line := range b {
			text, isText := line.(string)
			if !isText {
				encoded, err := orderedjson.Marshal(line)
				if err != nil {
					return nil, err
				}
				text = string(encoded)
			}
			lines.WriteString(strings.TrimSpace(text) + "\n")
		}
		return lines.Bytes(), nil
	}
	return orderedjson.Marshal(body)
}

// text is a parameter's value in a URL.
func (r *runner) text(v any) string {
	switch v := r.fill(v).(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case []any:
		var parts []string
		for _, x := range v {
			parts = append(parts, r.text(x))
		}
		return strings.Join(parts, ",")
	case nil:
		return ""
	default:
		return fmt.Sprint(v)
	}
}
