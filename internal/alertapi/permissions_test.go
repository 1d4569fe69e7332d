package alertapi_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/alertapi"
)

// conversation is a recorded one with a node that has the security plugin.
type conversation struct {
	Name  string
	Steps []struct {
		Send struct {
			Method, Path, User string
		}
		Got struct {
			Status int
			Body   json.RawMessage
		}
	}
}

func secureConversations(t *testing.T) []conversation {
	t.Helper()
	files, err := filepath.Glob("../sandbox/testdata/transcripts/2.19.4-secure/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no conversations", err)
	}
	var all []conversation
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var c conversation
		if err := json.Unmarshal(text, &c); err != nil {
			t.Fatal(file, err)
		}
		all = append(all, c)
	}
	return all
}

// asRecorded answers a user's requests as the node did, whatever they ask besides
// method and path.
func asRecorded(t *testing.T, user string) *alertapi.Client {
	t.Helper()
	answers := map[string]int{} // "GET /" → index into bodies
	var statuses []int
	var bodies [][]byte
	for _, c := range secureConversations(t) {
		for _, s := range c.Steps {
			if s.Send.User != user {
				continue
			}
			path, _, _ := strings.Cut(s.Send.Path, "?")
			answers[s.Send.Method+" "+path] = len(bodies)
			body := []byte(s.Got.Body)
			var text string
			if json.Unmarshal(body, &text) == nil {
				body = []byte(text)
			}
			statuses, bodies = append(statuses, s.Got.Status), append(bodies, body)
		}
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		i, known := answers[req.Method+" "+req.URL.Path]
		if !known {
			t.Errorf("%s was not recorded with %s %s", user, req.Method, req.URL.Path)
			http.NotFound(w, req)
			return
		}
		w.WriteHeader(statuses[i])
		w.Write(bodies[i])
	}))
	t.Cleanup(server.Close)
	return client(t, alertapi.Config{URL: server.URL, Username: user, Password: destinations.NewSecret("x")})
}

// TestDetectAsEach finds the dialect as users who may not read GET /.
func TestDetectAsEach(t *testing.T) {
	for _, user := range []string{"reader", "alerter"} {
		if _, err := asRecorded(t, user).Detect(t.Context()); err != nil {
			t.Errorf("%s: %v", user, err)
		}
	}
	if list, err := asRecorded(t, "reader").Channels(t.Context()); err != nil || len(list) == 0 {
		t.Errorf("reader: got %v, %v", list, err)
	}
	_, err := asRecorded(t, "alerter").Channels(t.Context())
	lacking := alertapi.LackingIn(err)
	if !alertapi.LacksPermission(err) || lacking.User != "alerter" || fmt.Sprint(lacking.Permissions) != "[cluster:admin/opensearch/notifications/configs/get]" {
		t.Errorf("alerter: got %v, %v", lacking, err)
	}
}

var permissionNamed = regexp.MustCompile(`"reason": ?"no permissions for \[([^\]]*)\] and User \[name=([a-z0-9]+)`)

// TestEveryRecordedRefusalIsTold reads each 403 of the conversations: the missing
// permission, an index, or that backend roles hide it. What is neither, is listed.
func TestEveryRecordedRefusalIsTold(t *testing.T) {
	neither := map[string]bool{
		"User specified backend roles that they don't have access to. Contact administrator": true,
		"Non-admin user are not allowed to specify an empty set of backend roles.":           true,
	}
	told := 0
	for _, c := range secureConversations(t) {
		for _, s := range c.Steps {
			if s.Got.Status != http.StatusForbidden {
				continue
			}
			_, err := answering(t, 403, string(s.Got.Body)).Monitor(t.Context(), "m")
			var e *alertapi.Error
			if !errors.As(err, &e) {
				t.Fatal(err)
			}
			lacking := alertapi.LackingIn(fmt.Errorf("reading: %w", errors.Join(errors.New("x"), err)))
			where := c.Name + ": " + e.Reason
			switch m := permissionNamed.FindSubmatch(s.Got.Body); {
			case m != nil:
				if fmt.Sprint(lacking.Permissions) != "["+string(m[1])+"]" || lacking.User != string(m[2]) || alertapi.IsHidden(err) {
					t.Errorf("%s: got %+v", where, lacking)
				}
			case strings.Contains(e.Reason, "configured index"):
				if fmt.Sprint(lacking.Permissions) != "[indices:data/read/search]" {
					t.Errorf("%s: got %+v", where, lacking)
				}
			case neither[e.Reason]:
				if alertapi.IsHidden(err) || alertapi.LacksPermission(err) {
					t.Errorf("%s: hidden or lacking", where)
				}
			default:
				if !alertapi.IsHidden(err) || alertapi.LacksPermission(err) {
					t.Errorf("%s: not told", where)
				}
			}
			told++
		}
	}
	if told < 40 {
		t.Errorf("only %d refusals were looked at", told)
	}
}

func TestSeveralRefusalsAreGathered(t *testing.T) {
	refuse := func(reason string) error {
		_, err := answering(t, 403, `{"error":{"type":"security_exception","reason":"`+reason+`"},"status":403}`).Monitor(t.Context(), "m")
		return err
	}
	got := alertapi.LackingIn(errors.Join(
		refuse("no permissions for [cluster:b, cluster:a] and User [name=arn:aws:iam::1:role/x, backend_roles=[], requestedTenant=null]"),
		fmt.Errorf("again: %w", refuse("no permissions for [cluster:a] and associated roles [x]")),
		refuse("User doesn't have read permissions for one or more configured index [b-*, a]"),
		errors.New("something else"),
	))
	want := alertapi.Lacking{User: "arn:aws:iam::1:role/x", Permissions: []string{"cluster:a", "cluster:b", "indices:data/read/search"}, Indices: "a, b-*"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := alertapi.LackingIn(refuse("no permissions for [indices:data/write/bulk[s]] and User [name=x, backend_roles=[]]")); fmt.Sprint(got.Permissions) != "[indices:data/write/bulk[s]]" {
		t.Errorf("got %+v", got)
	}
	if got := alertapi.LackingIn(refuse("no permissions for [] and User [name=x]")); len(got.Permissions) != 0 {
		t.Errorf("got %+v", got)
	}
}

// TestRolesHaveWhatTheyAreSaidToHave holds Permissions to the roles of a node
// (roles.json is what one answered to _plugins/_security/api/roles).
func TestRolesHaveWhatTheyAreSaidToHave(t *testing.T) {
	text, err := os.ReadFile("../sandbox/security/static/roles.json")
	if err != nil {
		t.Fatal(err)
	}
	var roles map[string]struct {
		Cluster []string `json:"cluster_permissions"`
		Index   []struct {
			Actions []string `json:"allowed_actions"`
		} `json:"index_permissions"`
	}
	if err := json.Unmarshal(text, &roles); err != nil {
		t.Fatal(err)
	}
	groups := map[string]string{"cluster_monitor": "cluster:monitor/*", "read": "indices:data/read*"} // action_groups.json
	for _, p := range alertapi.Permissions() {
		if p.BuiltIn == "" {
			continue
		}
		role := roles[p.BuiltIn]
		allowed := role.Cluster
		for _, index := range role.Index {
			allowed = append(allowed, index.Actions...)
		}
		if !slices.ContainsFunc(allowed, func(pattern string) bool {
			if group, ok := groups[pattern]; ok {
				pattern = group
			}
			begin, wild := strings.CutSuffix(pattern, "*")
			return pattern == p.Name || wild && strings.HasPrefix(p.Name, begin)
		}) {
			t.Errorf("%s has %v, and not %s", p.BuiltIn, allowed, p.Name)
		}
	}
}
