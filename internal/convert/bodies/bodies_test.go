package bodies_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/bodies"
)

const (
	bare = `{"type":"monitor","name":"Logins","monitor_type":"query_level_monitor","enabled":true,"schedule":{"period":{"interval":5,"unit":"MINUTES"}},"inputs":[{"search":{"indices":["cwl-*"],"query":{"query":{"match_all":{}}}}}],"triggers":[]}`
	// notifies is a trigger whose action names a channel.
	notifies = `[{"query_level_trigger":{"name":"Any","severity":"3","condition":{"script":{"source":"true","lang":"painless"}},"actions":[{"name":"Tell","destination_id":"chat","message_template":{"source":"x"}}]}}]`
	workflow = `{"type":"workflow","workflow_type":"composite","name":"Both","enabled":true,"schedule":{"period":{"interval":5,"unit":"MINUTES"}},"inputs":[{"composite_input":{"sequence":{"delegates":[{"order":1,"monitor_id":"a"}]}}}],"triggers":[]}`
	slack    = `{"config_id":"chat","config":{"name":"Chat","config_type":"slack","is_enabled":true,"slack":{"url":"https://hooks.slack.com/services/secret"}}}`
)

func withTriggers(triggers string) string {
	return strings.Replace(bare, `"triggers":[]`, `"triggers":`+triggers, 1)
}

// said are the ids of what was read, and what was told, line by line.
func said(r bodies.Reading) []string {
	var out []string
	for _, m := range r.Monitors {
		out = append(out, fmt.Sprintf("monitor %s %s", m.ID, m.Monitor.Name))
	}
	for _, c := range r.Channels {
		out = append(out, fmt.Sprintf("%s %s", c.Destination.Kind, c.ID))
	}
	for _, d := range r.Diagnostics {
		out = append(out, fmt.Sprintf("%d:%d %s", d.Subject.Start.Line, d.Subject.Start.Column, d.Summary))
	}
	return out
}

func TestFormsOfBodies(t *testing.T) {
	for what, c := range map[string]struct {
		text string
		want []string
	}{
		"as it is posted":          {bare, []string{"monitor new-1 Logins"}},
		"as GET answers":           {`{"_id":"a","_version":3,"_seq_no":1,"_primary_term":1,"monitor":` + bare + `}`, []string{"monitor a Logins"}},
		"a hit, bare":              {`{"_index":".opendistro-alerting-config","_id":"a","_source":` + bare + `}`, []string{"monitor a Logins"}},
		"a list":                   {"[" + bare + "," + bare + "]", []string{"monitor new-1 Logins", "monitor new-2 Logins"}},
		"lines":                    {bare + "\n" + bare + "\n", []string{"monitor new-1 Logins", "monitor new-2 Logins"}},
		"with comments":            {"# mine\n" + bare, []string{"monitor new-1 Logins"}},
		"a search":                 {`{"took":1,"hits":{"total":{"value":1,"relation":"eq"},"hits":[{"_id":"a","_source":{"monitor":` + bare + `}}]}}`, []string{"monitor a Logins"}},
		"a search, cut short":      {`{"hits":{"total":{"value":57,"relation":"eq"},"hits":[{"_id":"a","_source":` + bare + `}]}}`, []string{"monitor a Logins", "1:27 List that is cut short"}},
		"bookkeeping":              {`{"hits":{"hits":[{"_id":"a-metadata","_source":{"metadata":{"monitor_id":"a"}}}]}}`, nil},
		"a workflow":               {`{"_id":"w","workflow":` + workflow + `}`, []string{"monitor w Both"}},
		"a channel as it is made":  {strings.Replace(slack, `"config_id":"chat",`, "", 1), []string{"slack new-1"}},
		"channels":                 {`{"start_index":0,"total_hits":1,"config_list":[` + slack + `]}`, []string{"slack chat"}},
		"legacy destinations":      {`{"totalDestinations":1,"destinations":[{"id":"d","type":"slack","name":"Chat","slack":{"url":"https://x"}}]}`, []string{"slack d"}},
		"a legacy account":         {`{"_id":"acc","email_account":{"name":"mail","email":"a@example.com","host":"smtp.example.com","port":25,"method":"none"}}`, []string{"smtp_account acc"}},
		"a channel that it names":  {slack + withTriggers(notifies), []string{"monitor new-2 Logins", "slack chat"}},
		"the same twice":           {`{"_id":"a","monitor":` + bare + `}{"_id":"a","_source":` + bare + `}`, []string{"monitor a Logins"}},
		"another of the same id":   {`{"_id":"a","monitor":` + bare + `}{"_id":"a","monitor":` + strings.Replace(bare, "Logins", "Root", 1) + `}`, []string{"monitor a Logins", "1:277 Object that is there twice"}},
		"no channel":               {withTriggers(notifies), []string{"1:386 Channel that is not there"}},
		"no destination_id":        {withTriggers(strings.Replace(notifies, `"destination_id":"chat",`, "", 1)), []string{"1:354 Action without a channel"}},
		"an empty destination_id":  {withTriggers(strings.Replace(notifies, `"chat"`, `""`, 1)), []string{"1:386 Action without a channel"}},
		"a channel that is broken": {strings.Replace(slack, `"slack":{`, `"slick":{`, 1) + strings.Replace(slack, `"slack"`, `"carrier_pigeon"`, 1), []string{"slack chat", "1:144 Object that is there twice"}},
		"an unknown kind":          {strings.Replace(slack, `"slack"`, `"carrier_pigeon"`, 1), []string{"1:1 Unknown kind of channel"}},
		"a number for a name":      {strings.Replace(bare, `"interval":5`, `"interval":"often"`, 1), []string{"1:120 Monitor that can't be read"}},
		"an error":                 {`{"error":{"type":"x"},"status":404}`, []string{"1:1 Answer that is an error"}},
		"something else":           {"\n" + `{"took":1}`, []string{"2:1 Unknown object"}},
		"no object":                {`3`, []string{"1:1 Unknown object"}},
		"broken":                   {`{"name":` + "\n" + `}`, []string{"2:1 JSON that can't be read"}},
		"a key twice":              {`{"name":"a",` + "\n" + ` "name":"b"}`, []string{"2:2 JSON that can't be read"}},
		"nothing":                  {" \n", []string{"1:1 Empty file"}},
	} {
		got := said(bodies.Read([]convert.Source{{Name: "x.json", Text: []byte(c.text)}}, bodies.Options{}))
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", what, got, c.want)
		}
	}
}

// TestElsewhere: on another cluster ids mean nothing, and everything is new there.
func TestElsewhere(t *testing.T) {
	marked := strings.Replace(bare, `"triggers":[]`, `"triggers":[],"ui_metadata":{"alertplan":{"workspace":"soc","address":"monitor.a"}}`, 1)
	text := `{"_id":"a","monitor":` + marked + `}` + workflow + strings.Replace(workflow, `"monitor_id":"a"`, `"monitor_id":"b"`, 1) + slack
	r := bodies.Read([]convert.Source{{Name: "x.json", Text: []byte(text)}}, bodies.Options{Elsewhere: true})
	if got, want := said(r), []string{"monitor a Logins", "monitor new-2 Both", "slack chat", "1:768 Monitor that is not there"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if r.Monitors[0].Mark != nil || !r.New["a"] || !r.New["chat"] {
		t.Errorf("something is known: %+v", r)
	}
	email := `{"config_id":"mail","config":{"name":"Mail","config_type":"email","is_enabled":true,"email":{"email_account_id":"acc","recipient_list":[{"recipient":"a@example.com"}]}}}`
	if got, want := said(bodies.Read([]convert.Source{{Name: "x.json", Text: []byte(email)}}, bodies.Options{Elsewhere: true})), []string{"1:1 Account or group that is not there"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestNamedChannels: one that no file holds can be named.
func TestNamedChannels(t *testing.T) {
	named := map[string]destinations.Live{"chat": {ID: "chat", Destination: destinations.Destination{Kind: destinations.Slack, Name: "oncall"}}}
	r := bodies.Read([]convert.Source{{Name: "x.json", Text: []byte(withTriggers(notifies))}}, bodies.Options{Channels: named})
	if got, want := said(r), []string{"monitor new-1 Logins", "slack chat"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// FuzzRead: whatever a file holds, it is read or refused with a place in it, and no
// secret of a channel is told.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{bare, withTriggers(notifies), slack, workflow, `{"hits":{"hits":[` + bare + `]}}`, `[{"destinations":[{"type":"email","name":"x","email":{}}]}]`, `{"config":{"config_type":"email","email":{"email_account_id":{}}}}`, `{`, `"""`, `[[[`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, elsewhere := range []bool{false, true} {
			r := bodies.Read([]convert.Source{{Name: "x.json", Text: []byte(text)}}, bodies.Options{Elsewhere: elsewhere})
			for _, d := range r.Diagnostics {
				if d.Subject == nil || d.Subject.End.Byte > len(text) {
					t.Errorf("%s has no place in the file: %v", d.Summary, d.Subject)
				}
				if strings.Contains(d.Detail, "services/secret") {
					t.Errorf("it tells a secret: %s", d.Detail)
				}
			}
		}
	})
}
