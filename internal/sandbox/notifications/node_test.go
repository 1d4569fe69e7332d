package notifications_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// searched are configs with all kinds of texts, in the order of their creation.
var searched = []string{
	`{"config_id":"s1","config":{"name":"payments alerts","config_type":"slack","description":"Payments team","slack":{"url":"https://hooks.slack.com/services/T0/B0/payments"}}}`,
	`{"config_id":"s2","config":{"name":"platform alerts","config_type":"slack","is_enabled":false,"slack":{"url":"https://hooks.slack.com/services/T0/B0/platform"}}}`,
	`{"config_id":"c1","config":{"name":"chime, payments","config_type":"chime","chime":{"url":"https://hooks.chime.aws/incomingwebhooks/1?token=x"}}}`,
	`{"config_id":"w1","config":{"name":"Tickets","config_type":"webhook","description":"Opens a ticket for payments","webhook":{"url":"https://tickets.example.org/api","header_params":{"X-Team":"payments"}}}}`,
	`{"config_id":"w2","config":{"name":"Störung AND more: (x)","config_type":"webhook","webhook":{"url":"http://10.0.0.1:9999/foo-bar"}}}`,
	`{"config_id":"t1","config":{"name":"teams payments alerts","config_type":"microsoft_teams","microsoft_teams":{"url":"https://acme.webhook.office.com/x"}}}`,
	`{"config_id":"n1","config":{"name":"topic","config_type":"sns","sns":{"topic_arn":"arn:aws:sns:eu-west-1:123456789012:security","role_arn":"arn:aws:iam::123456789012:role/alerting-sns"}}}`,
	`{"config_id":"a1","config":{"name":"mailer","config_type":"smtp_account","smtp_account":{"host":"smtp.example.org","port":587,"method":"start_tls","from_address":"alerts@example.org"}}}`,
	`{"config_id":"a2","config":{"name":"ses mailer","config_type":"ses_account","ses_account":{"region":"eu-west-1","from_address":"ses@example.org"}}}`,
	`{"config_id":"g1","config":{"name":"oncall","config_type":"email_group","email_group":{"recipient_list":[{"recipient":"ann@example.org"},{"recipient":"bob@example.org"}]}}}`,
	`{"config_id":"g2","config":{"name":"Backup","config_type":"email_group","email_group":{"recipient_list":[]}}}`,
	`{"config_id":"e1","config":{"name":"Mail on-call","config_type":"email","email":{"email_account_id":"a1","recipient_list":[{"recipient":"carol@example.com"}],"email_group_id_list":["g2","g1"]}}}`,
	`{"config_id":"e2","config":{"name":"Mail","config_type":"email","email":{"email_account_id":"a2","email_group_id_list":["g1"]}}}`,
}

var textFields = []string{"name", "description", "slack.url", "chime.url", "microsoft_teams.url", "webhook.url",
	"smtp_account.host", "smtp_account.from_address", "sns.topic_arn", "sns.role_arn", "ses_account.role_arn", "ses_account.from_address"}

var keywordFields = []string{"config_type", "email.email_account_id", "email.email_group_id_list", "smtp_account.method", "ses_account.region"}

var queries = []string{
	"payments", "pay*", "*payments*", "PAY*", "Pay*", "chime", "ann@example.org", "carol", "payments AND ticket", "payments ticket",
	"payments OR mailer AND ses", "-payments", "NOT payments", "payments -ticket", "payments +alerts", "+payments -alerts",
	"(payments OR oncall) AND alerts", `"payments alerts"`, `"alerts payments"`, `"payments team"`, "paymnets~", "paymnets~1", "mailr~", "tick~",
	"slack", "Slack", "start_tls", "eu-west-1", "security", "arn:aws:sns:eu-west-1:123456789012:security", `arn\:aws\:sns\:eu\-west\-1\:123456789012\:security`,
	"config.name:payments", "config.name.keyword:Tickets", "name:payments", "config.config_type:slack", "config.is_enabled:false",
	"_exists_:config.slack.url", "*", "?", "Mai?", "mai?", "ticket?", "on-call", "on\\-call", "Mail on-call", "Mail on", "oncall",
	"/pay.*/", "/.*ments/", "[a TO c]", "{payments TO platform]", "config.name.keyword:[A TO N]", "", " ", "(", ")", "()", "a AND", "AND a", "OR", `"open`,
	"foo/bar", "http://10.0.0.1", "foo-bar", "10.0.0.1", "Störung", "störung", "stoerung", "more:", "x)", "a^2", "payments^2 alerts", "payments~2", "!payments",
	"payments && alerts", "payments || mailer", "bob OR carol", "bob AND ann", "-bob", "payments AND NOT alerts", "alerts AND", "com", "example.org", "*.org",
	"payments alerts AND Tickets", "topic mailer", "a b AND payments", "mailer on payments", "Mail on-call", "config.name.keyword:Mail on\\-call", `config.name.keyword:"Mail on-call"`, "config.name.keyword:(Mail on-call)", "topic Mail on-call mailer", "-a -b", "(-payments) OR topic", "(-payments) alerts", "+(-payments) +alerts", "te?ms", "t*s p*s", "payments\\ alerts", "opens AND payments OR mailer",
}

// mapping is the index's, as the plugin makes it: text fields have a keyword
// beneath them.
func mapping() string {
	word, both := `{"type":"keyword"}`, `{"type":"text","fields":{"keyword":{"type":"keyword"}}}`
	list := `{"recipient_list":{"type":"nested","properties":{"recipient":` + both + `}}`
	url := `{"properties":{"url":` + both + `}}`
	return `{"settings":{"number_of_shards":1,"number_of_replicas":0},"mappings":{"dynamic":false,"properties":{` +
		`"metadata":{"properties":{"created_time_ms":{"type":"date","format":"epoch_millis"},"last_updated_time_ms":{"type":"date","format":"epoch_millis"}}},` +
		`"config":{"properties":{"name":` + both + `,"description":` + both + `,"config_type":` + word + `,"is_enabled":{"type":"boolean"},` +
		`"slack":` + url + `,"chime":` + url + `,"microsoft_teams":` + url + `,"webhook":{"properties":{"url":` + both + `,"header_params":{"type":"object"}}},` +
		`"email":{"properties":` + list + `,"email_account_id":` + word + `,"email_group_id_list":` + word + `}},"email_group":{"properties":` + list + `}},` +
		`"sns":{"properties":{"topic_arn":` + both + `,"role_arn":` + both + `}},` +
		`"smtp_account":{"properties":{"host":` + both + `,"port":{"type":"integer"},"method":` + word + `,"from_address":` + both + `}},` +
		`"ses_account":{"properties":{"region":` + word + `,"role_arn":` + both + `,"from_address":` + both + `}}}}}}}`
}

// TestAgainstNodes compares the lists with what a core node finds in the same
// documents by the queries that the plugin makes of the same parameters.
func TestAgainstNodes(t *testing.T) {
	nodes := strings.Fields(os.Getenv("ALERTPLAN_TEST_NODES"))
	if len(nodes) == 0 {
		t.Skip("ALERTPLAN_TEST_NODES names no core nodes (URLs separated by blanks)")
	}
	s := newServer(t, "opensearch-2.19")
	for _, body := range searched {
		s.want(t, 200, "POST", "/configs", body)
		s.clock.Advance(time.Millisecond) // so that the order by time is plain
	}
	s.clock.Advance(refreshed)
	for _, node := range nodes {
		t.Run(node, func(t *testing.T) {
			n := indexInto(t, node, s)
			for _, params := range listParameters() {
				n.compare(t, s, params)
			}
		})
	}
}

// listParameters are the requests that are compared.
func listParameters() []url.Values {
	all := []url.Values{}
	add := func(pairs ...string) {
		v := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		all = append(all, v)
	}
	for _, q := range queries {
		add("query", q)
		add("text_query", q)
	}
	for _, f := range textFields {
		for _, v := range []string{"payments", "Payments alerts", "payments alerts,Tickets", "", "hooks.slack.com", "alerts@example.org", "arn:aws:iam::123456789012:role/alerting-sns"} {
			add(f, v)
			add(f+".keyword", v)
		}
		add("sort_field", f)
		add("sort_field", f, "sort_order", "desc")
	}
	for _, f := range keywordFields {
		add(f, "slack,webhook")
		add(f, "a1,g1")
		add("sort_field", f)
		add("sort_field", f, "sort_order", "desc")
	}
	for _, v := range []string{"true", "false", "TRUE", ""} {
		add("is_enabled", v)
	}
	add("sort_field", "is_enabled")
	for _, v := range []string{"0..1", "now-1h..now", "5", "..5", "5..", "", "x", "now", "-5..now+1d/d", "1.5..now", "now-1x..now", "2020-01-01..now", "now/d..now/d"} {
		add("created_time_ms", v)
	}
	return all
}

// node is an index on a core node that holds the server's configs.
type node struct{ index string }

func indexInto(t *testing.T, base string, s *server) node {
	t.Helper()
	n := node{fmt.Sprintf("%s/notif-lists-%d", base, os.Getpid())}
	n.send(t, "PUT", "", mapping())
	t.Cleanup(func() {
		request, _ := http.NewRequest("DELETE", n.index, nil)
		if answer, err := http.DefaultClient.Do(request); err == nil {
			answer.Body.Close()
		}
	})
	for _, text := range searched {
		var sent struct {
			ID string `json:"config_id"`
		}
		_ = json.Unmarshal([]byte(text), &sent)
		list := s.want(t, 200, "GET", "/configs/"+sent.ID, "")["config_list"].([]any)
		stored := list[0].(map[string]any)
		body, _ := json.Marshal(map[string]any{
			"metadata": map[string]any{"created_time_ms": stored["created_time_ms"], "last_updated_time_ms": stored["last_updated_time_ms"]},
			"config":   stored["config"],
		})
		n.send(t, "PUT", "/_doc/"+sent.ID, string(body))
	}
	n.send(t, "POST", "/_refresh", "") // one segment: what sorts alike stays in the order of writing
	return n
}

func (n node) send(t *testing.T, method, path, body string) (int, map[string]any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, n.index+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	data, _ := io.ReadAll(answer.Body)
	var v map[string]any
	_ = json.Unmarshal(data, &v)
	return answer.StatusCode, v
}

// compare asks both for one list. Which error there is counts, not its text.
func (n node) compare(t *testing.T, s *server, params url.Values) {
	t.Helper()
	status, v := n.send(t, "POST", "/_search?size=100", searchBody(params))
	wanted := []string{fmt.Sprint("failed: ", status >= 400)}
	if hits, ok := v["hits"].(map[string]any); ok {
		for _, h := range hits["hits"].([]any) {
			wanted = append(wanted, h.(map[string]any)["_id"].(string))
		}
	}
	status, body := s.send(t, "GET", "/configs?"+params.Encode(), "")
	got := []string{fmt.Sprint("failed: ", status >= 400)}
	for _, c := range asList(body["config_list"]) {
		got = append(got, c.(map[string]any)["config_id"].(string))
	}
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("%s (-node +sandbox)\n%s", params.Encode(), diff)
	}
}

func asList(v any) []any {
	list, _ := v.([]any)
	return list
}

// searchBody is the search that the plugin makes of a request for a list.
func searchBody(params url.Values) string {
	order, sortField := "asc", "metadata.last_updated_time_ms"
	filters := []any{}
	for name, v := range params {
		value := v[0]
		switch {
		case name == "sort_field" && slices.Contains(textFields, value):
			sortField = "config." + value + ".keyword"
		case name == "sort_field":
			sortField = "config." + value
		case name == "sort_order":
			order = value
		case name == "query" || name == "text_query":
			filters = append(filters, queryOf(value, name == "query"))
		case name == "created_time_ms" && strings.Contains(value, ".."):
			ends := strings.Split(value, "..")
			filters = append(filters, clause("range", map[string]any{"metadata." + name: map[string]any{"from": ends[0], "to": ends[1]}}))
		case name == "created_time_ms":
			filters = append(filters, clause("term", map[string]any{"metadata." + name: value}))
		case name == "is_enabled":
			filters = append(filters, clause("term", map[string]any{"config." + name: value}))
		case slices.Contains(keywordFields, name) || strings.HasSuffix(name, ".keyword"):
			filters = append(filters, clause("terms", map[string]any{"config." + name: strings.Split(value, ",")}))
		default:
			filters = append(filters, clause("match", map[string]any{"config." + name: value}))
		}
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(map[string]any{
		"query": clause("bool", map[string]any{"filter": filters}),
		"sort":  []any{map[string]any{sortField: order}},
	})
	return b.String()
}

func clause(kind string, body any) map[string]any { return map[string]any{kind: body} }

func queryOf(text string, withKeywords bool) map[string]any {
	all := []string{}
	for _, f := range textFields {
		all = append(all, "config."+f)
		if withKeywords {
			all = append(all, "config."+f+".keyword")
		}
	}
	if withKeywords {
		for _, f := range keywordFields {
			all = append(all, "config."+f)
		}
	}
	should := []any{clause("query_string", map[string]any{"query": text, "fields": all})}
	for _, path := range []string{"config.email.recipient_list", "config.email_group.recipient_list"} {
		fields := []string{path + ".recipient"}
		if withKeywords {
			fields = append(fields, path+".recipient.keyword")
		}
		should = append(should, clause("nested", map[string]any{
			"path": path, "query": clause("query_string", map[string]any{"query": text, "fields": fields}), "score_mode": "none",
		}))
	}
	return clause("bool", map[string]any{"should": should})
}
