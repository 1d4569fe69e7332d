package notifications_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// reasonOf is the type and text of an answer's error.
func reasonOf(body map[string]any) string {
	e, ok := body["error"].(map[string]any)
	if !ok {
		return fmt.Sprint(body["error"])
	}
	return fmt.Sprintf("%v: %v", e["type"], e["reason"])
}

const hook = `"webhook":{"url":"https://hooks.example.org/in"}`

func TestRefusals(t *testing.T) {
	const illegal = "illegal_argument_exception: "
	cases := []struct {
		name, config string
		status       int
		reason       string
	}{
		{"an unknown kind", `"name":"x","config_type":"Slack","slack":{"url":"https://x"}`, 406,
			"status_exception: NotificationConfig with type NONE is not acceptable"},
		{"the first kind's object counts", `"name":"x","config_type":"webhook","slack":{"url":"https://x"},` + hook, 400,
			illegal + "ConfigType: webhook and data doesn't match"},
		{"an object of another kind", `"name":"x","config_type":"slack",` + hook, 400,
			illegal + "ConfigType: slack and data doesn't match"},
		{"no scheme", `"name":"x","config_type":"webhook","webhook":{"url":"hooks.example.org"}`, 500,
			"malformed_u_r_l_exception: no protocol: hooks.example.org"},
		{"an unknown scheme", `"name":"x","config_type":"webhook","webhook":{"url":"gopher://x"}`, 500,
			"malformed_u_r_l_exception: unknown protocol: gopher"},
		{"another scheme", `"name":"x","config_type":"webhook","webhook":{"url":"ftp://x/y"}`, 400, illegal + "Invalid URL or unsupported"},
		{"a port that is none", `"name":"x","config_type":"webhook","webhook":{"url":"http://x:y/"}`, 500,
			`malformed_u_r_l_exception: Error at index 0 in: "y"`},
		{"no URL", `"name":"x","config_type":"slack","slack":{"url":""}`, 400, illegal + "URL is null or empty"},
		{"an empty name", `"name":"","config_type":"webhook",` + hook, 400, illegal + "name is null or empty"},
		{"a name that is an object", `"name":{},"config_type":"webhook",` + hook, 500,
			"illegal_state_exception: Can't get text on a START_OBJECT at 1:35"},
		{"an object that is none", `"name":"x","config_type":"webhook","webhook":[]`, 400,
			"parsing_exception: Failed to parse object: expecting token of type [START_OBJECT] but found [START_ARRAY]"},
		{"a header that is null", `"name":"x","config_type":"webhook","webhook":{"url":"https://x","header_params":{"a":null}}`, 500,
			"illegal_state_exception: Can't get text on a VALUE_NULL at 1:113"},
		{"Teams elsewhere", `"name":"x","config_type":"microsoft_teams","microsoft_teams":{"url":"https://logic.azure.com/x"}`, 400,
			`status_exception: Wrong Microsoft Teams url. Should contain "webhook.office.com"`},
		{"an ARN that is none", `"name":"x","config_type":"sns","sns":{"topic_arn":"arn:aws:sqs:eu-west-1:123456789012:x"}`, 400,
			illegal + "Invalid AWS SNS topic ARN: arn:aws:sqs:eu-west-1:123456789012:x"},
		{"a topic that is null", `"name":"x","config_type":"sns","sns":{"topic_arn":null}`, 400, illegal + "topic_arn field absent"},
		{"a port out of range", `"name":"x","config_type":"smtp_account","smtp_account":{"host":"h","port":3000000000,"method":"none","from_address":"a@example.org"}`, 400, ""},
		{"an address that is none", `"name":"x","config_type":"email_group","email_group":{"recipient_list":[{"recipient":"ann@example"}]}`, 400,
			illegal + "Invalid email address"},
	}
	s := newServer(t, "opensearch-2.19")
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			body := s.want(t, c.status, "POST", "/configs", `{"config_id":"x","config":{`+c.config+`}}`)
			if got := reasonOf(body); c.reason != "" && got != c.reason {
				t.Errorf("got %q, want %q", got, c.reason)
			}
		})
	}
}

// What is taken, and as what.
func TestStoredForm(t *testing.T) {
	cases := []struct{ name, sent, field, want string }{
		{"header values become texts", `"webhook":{"url":"https://x","header_params":{"a":1.50,"b":true}}`, "header_params", "map[a:1.50 b:true]"},
		{"headers that are a text", `"webhook":{"url":"https://x","header_params":"a: b"}`, "header_params", "map[]"},
		{"headers that are a list", `"webhook":{"url":"https://x","header_params":["a: b"],"method":"PUT"}`, "header_params", "map[]"},
		{"headers that are null", `"webhook":{"url":"https://x","header_params":null}`, "header_params", "map[]"},
		{"a method in small letters", `"webhook":{"url":"https://x","method":"put"}`, "method", "POST"},
		{"a method that is not sent", `"webhook":{"url":"https://x","method":"GET"}`, "method", "POST"},
		{"a method", `"webhook":{"url":"https://x","method":"PATCH"}`, "method", "PATCH"},
		{"the first of two objects", `"webhook":{"url":"https://x"},"slack":{"url":5}`, "url", "https://x"},
	}
	s := newServer(t, "opensearch-2.19")
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			id := fmt.Sprint("c", i)
			s.want(t, 200, "POST", "/configs", `{"config_id":"`+id+`","config":{"name":"x","config_type":"webhook",`+c.sent+`}}`)
			config := s.first(t, id)["config"].(map[string]any)
			if got := fmt.Sprint(config["webhook"].(map[string]any)[c.field]); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// first is a config read by its id.
func (s *server) first(t *testing.T, id string) map[string]any {
	t.Helper()
	return s.want(t, 200, "GET", "/configs/"+id, "")["config_list"].([]any)[0].(map[string]any)
}

func TestIDInTheBodyWins(t *testing.T) {
	s := newServer(t, "opensearch-2.19")
	for _, id := range []string{"one", "two"} {
		s.want(t, 200, "POST", "/configs", `{"config_id":"`+id+`","config":{"name":"x","config_type":"webhook",`+hook+`}}`)
	}
	answer := s.want(t, 200, "PUT", "/configs/one", `{"config_id":"two","config":{"name":"new","config_type":"webhook",`+hook+`}}`)
	if answer["config_id"] != "two" {
		t.Errorf("answered %v", answer)
	}
	if name := s.first(t, "two")["config"].(map[string]any)["name"]; name != "new" {
		t.Errorf("two has the name %v", name)
	}
	if name := s.first(t, "one")["config"].(map[string]any)["name"]; name != "x" {
		t.Errorf("one has the name %v", name)
	}
}

// A body that lets the server's parser run past its end is never answered by a
// real server, and refused otherwise.
func TestNeverAnswered(t *testing.T) {
	s := newServer(t, "opensearch-2.19")
	body := `{"config":{"name":"x","config_type":"webhook","webhook":{"url":"https://x","header_params":[]}}}`
	refused := s.want(t, 400, "POST", "/configs", body)
	if reason := refused["error"].(map[string]any)["reason"]; reason != "[1:92] [header_params] must be an object, but is a list" {
		t.Errorf("got %q", reason)
	}
	s.router.AsReal()
	client := http.Client{Timeout: 100 * time.Millisecond}
	answer, err := client.Post(s.url+"/configs", "application/json", reader(body))
	if err == nil {
		answer.Body.Close()
		t.Errorf("got %s", answer.Status)
	}
	s.want(t, 200, "GET", "/configs", "")
}

func TestTimes(t *testing.T) {
	s := newServer(t, "opensearch-2.19")
	body := `{"config":{"name":"x","config_type":"webhook",` + hook + `}}`
	id := s.want(t, 200, "POST", "/configs", body)["config_id"].(string)
	if len(id) != 20 {
		t.Errorf("the id %q has not 20 letters", id)
	}
	made := s.clock.Now().UnixMilli()
	s.clock.Advance(time.Minute)
	s.want(t, 200, "PUT", "/configs/"+id, body)
	got := s.first(t, id)
	if got["created_time_ms"] != float64(made) || got["last_updated_time_ms"] != float64(made+60_000) {
		t.Errorf("made at %d, got %v", made, got)
	}
}

// Header names are names of fields of the index. What a core node 2.19.4 says of
// them in an index of the same mapping.
func TestHeaderNames(t *testing.T) {
	s := newServer(t, "opensearch-2.19")
	for name, status := range map[string]int{
		".X": 500, "a. .b": 500, " . ": 500, "a.": 200, "..": 500, ".": 500, " ": 200, "": 500, "a..": 200, "a.b": 200,
		"\u00a0.x": 200, "x.\u3000": 500, " .a": 500, "a..b": 500,
	} {
		body := s.want(t, status, "POST", "/configs", fmt.Sprintf(`{"config":{"name":"x","config_type":"webhook","webhook":{"url":"https://x","header_params":{%q:"v"}}}}`, name))
		if status == 500 && reasonOf(body) != "status_exception: failed to parse" {
			t.Errorf("%q: %v", name, body)
		}
	}
}

func TestTermsTooLong(t *testing.T) {
	s := newServer(t, "opensearch-2.19")
	for length, status := range map[int]int{32766: 200, 32767: 400} {
		s.want(t, status, "POST", "/configs", `{"config":{"name":"`+strings.Repeat("x", length)+`","config_type":"webhook",`+hook+`}}`)
	}
}
