package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

const acceptedMonitor = `workspace = "soc"

variable "token" {
  type      = string
  sensitive = true
  default   = "leakOfTheToken"
}

destination "webhook" "pager" {
  name = "Pager" # who is told
  url  = "http://127.0.0.1:9/leakOfTheURL"
}

destination "email_group" "team" {
  recipients = ["a@example.org", "b@example.org"]
}

monitor "login" {
  name = "Login"

  schedule {
    interval = "5m"
  }

  extraction_query {
    indices = ["cwl-*"]
    last    = "15m"
  }

  quiet_hours {
    timezone = "UTC"
    days     = ["sun"]
  }

  trigger "any" {
    severity = 1
    hits     = "> 0"

    action "page" {
      destination = destination.webhook.pager
      message     = "Look, ${var.token}."
      subject     = "A login"
    }
  }
}
`

// newAcceptRig has the monitor applied.
func newAcceptRig(t *testing.T) *rig {
	t.Helper()
	r := newRig(t)
	r.configure(acceptedMonitor)
	r.mustApply()
	return r
}

// edit changes the text of a live monitor.
func (r *rig) edit(name string, oldNew ...string) {
	r.t.Helper()
	id := idOf(r.t.(*testing.T), r.monitorIDs(), name)
	body, err := orderedjson.Marshal(r.must("GET", monitorsPath+"/"+id, "").Object("monitor"))
	if err != nil {
		r.t.Fatal(err)
	}
	after := strings.NewReplacer(oldNew...).Replace(string(body))
	if after == string(body) {
		r.t.Fatalf("%q changes nothing in %s", oldNew, body)
	}
	r.must("PUT", monitorsPath+"/"+id, after)
}

func (r *rig) file() string {
	r.t.Helper()
	text, err := os.ReadFile(filepath.Join(r.dir, "main.hcl"))
	if err != nil {
		r.t.Fatal(err)
	}
	return string(text)
}

func (r *rig) accept(status int, args ...string) result {
	r.t.Helper()
	got := r.run("drift", args...)
	if got.code != status {
		r.t.Errorf("drift %s: want %d: %s", args, status, got)
	}
	return got
}

// TestAcceptNoSecret: what is secret in the files is neither printed nor written, and
// not replaced.
func TestAcceptNoSecret(t *testing.T) {
	r := newAcceptRig(t)
	r.edit("Login", "Look, leakOfTheToken.", "Look, leakOfAnother.", `"severity":"1"`, `"severity":"2"`)
	r.must("PUT", channelsPath+"/ap_soc_webhook_pager_bBzymL", `{"config":{"name":"Renamed","description":"","config_type":"webhook","is_enabled":true,"webhook":{"url":"http://127.0.0.1:9/leakOfTheirURL","header_params":{},"method":"POST"}}}`)
	for _, args := range [][]string{{"--dry-run"}, {"--dry-run", "--json"}, nil} {
		got := r.accept(2, append([]string{"--accept", "monitor.login", "--accept", "destination.webhook.pager"}, args...)...)
		if strings.Contains(got.String(), "leakOf") {
			t.Errorf("a secret is printed: %s", got)
		}
		if len(args) == 0 && strings.Count(got.stdout, "(sensitive)") < 3 {
			t.Errorf("nothing is said of secrets: %s", got)
		}
	}
	want := strings.NewReplacer("severity = 1", "severity = 2", `"Pager"`, `"Renamed"`).Replace(acceptedMonitor)
	if got := r.file(); got != want {
		t.Errorf("the file is\n%s", got)
	}
}

// TestAcceptDestination: what is no secret of a destination can be accepted.
func TestAcceptDestination(t *testing.T) {
	r := newAcceptRig(t)
	id := idOf(t, r.channelIDs(), "team")
	channel := r.must("GET", channelsPath+"/"+id, "")
	config := channel.Array("config_list")[0].(*orderedjson.Object).Object("config")
	config.Object("email_group").Set("recipient_list", []any{orderedjson.NewObject(orderedjson.Member{Key: "recipient", Value: "b@example.org"}), orderedjson.NewObject(orderedjson.Member{Key: "recipient", Value: "c@example.org"})})
	text, err := orderedjson.Marshal(orderedjson.NewObject(orderedjson.Member{Key: "config", Value: config}))
	if err != nil {
		t.Fatal(err)
	}
	r.must("PUT", channelsPath+"/"+id, string(text))
	r.accept(0, "--accept", "destination.email_group.team")
	if !strings.Contains(r.file(), `recipients = ["b@example.org", "c@example.org"]`) {
		t.Errorf("the file is\n%s", r.file())
	}
	r.expectNoChanges()
}

// TestAcceptWithoutMark: a full edit in the Dashboards drops the mark. What it changed
// is accepted all the same, and the next apply does no more than restore the mark.
func TestAcceptWithoutMark(t *testing.T) {
	r := newAcceptRig(t)
	id := idOf(t, r.monitorIDs(), "Login")
	m := r.must("GET", monitorsPath+"/"+id, "").Object("monitor")
	m.Delete("ui_metadata")
	text, err := orderedjson.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	r.must("PUT", monitorsPath+"/"+id, strings.Replace(string(text), `"severity":"1"`, `"severity":"2"`, 1))
	if got := r.accept(0, "--accept", "monitor.login"); !strings.Contains(got.stdout, "The mark of monitor.login is gone") {
		t.Errorf("nothing is said of the mark: %s", got)
	}
	if got := r.run("plan"); strings.Contains(got.stdout, "->") || !strings.Contains(got.stdout, "mark") {
		t.Errorf("plan does more than to restore the mark: %s", got)
	}
	r.mustApply()
	r.expectNoChanges()
}

// TestAcceptLeavesWhatOnlyTheMarkKnew: a description is lost with the mark, by nobody's
// wish; it stays in the file, and comes back with the mark.
func TestAcceptLeavesWhatOnlyTheMarkKnew(t *testing.T) {
	const description = `description = "What only the mark knows."`
	r := newRig(t)
	r.configure(strings.Replace(acceptedMonitor, `name = "Login"`, `name = "Login"`+"\n  "+description, 1))
	r.mustApply()
	id := idOf(t, r.monitorIDs(), "Login")
	m := r.must("GET", monitorsPath+"/"+id, "").Object("monitor")
	m.Delete("ui_metadata")
	text, err := orderedjson.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	r.must("PUT", monitorsPath+"/"+id, strings.Replace(string(text), `"severity":"1"`, `"severity":"2"`, 1))
	r.accept(0, "--accept", "monitor.login")
	if got := r.file(); !strings.Contains(got, description) || !strings.Contains(got, "severity = 2") {
		t.Errorf("want the description kept and the severity changed: %s", got)
	}
	r.mustApply()
	r.expectNoChanges()
}

// TestAcceptWrites: the file keeps its mode, a link stays one, and where a file can't be
// written none is.
func TestAcceptWrites(t *testing.T) {
	r := newAcceptRig(t)
	elsewhere := filepath.Join(t.TempDir(), "real.hcl")
	second := strings.ReplaceAll(acceptedMonitor[strings.Index(acceptedMonitor, "monitor \"login\""):], "ogin", "ogout")
	if err := os.WriteFile(elsewhere, []byte(second), 0o640); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(r.dir, "second.hcl")
	if err := os.Symlink(elsewhere, link); err != nil {
		t.Fatal(err)
	}
	r.mustApply()
	r.edit("Login", `"severity":"1"`, `"severity":"2"`)
	r.edit("Logout", `"severity":"1"`, `"severity":"2"`)
	both := []string{"--accept", "monitor.login", "--accept", "monitor.logout"}
	if os.Getuid() != 0 { // root writes anywhere
		before := r.file()
		if err := os.Chmod(filepath.Dir(elsewhere), 0o500); err != nil {
			t.Fatal(err)
		}
		r.accept(1, both...)
		if r.file() != before {
			t.Error("a file is changed though another can't be")
		}
		if err := os.Chmod(filepath.Dir(elsewhere), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	r.accept(0, both...)
	r.expectNoChanges()
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info, err)
	}
	if info, err := os.Stat(elsewhere); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the file is %v, %v", info, err)
	}
}

// TestAcceptTogether: an interval and the window that must not be shorter are valid only
// together.
func TestAcceptTogether(t *testing.T) {
	r := newAcceptRig(t)
	r.edit("Login", `"interval":5`, `"interval":50`, `||-15m`, `||-50m`)
	r.accept(0, "--accept", "monitor.login")
	r.expectNoChanges()
	r.edit("Login", `"interval":50`, `"interval":70`)
	if got := r.accept(2, "--accept", "monitor.login"); !strings.Contains(got.stdout, "would not be valid") {
		t.Errorf("it is not said why: %s", got)
	}
}

// TestAcceptQuietHours: quiet times of the monitor's block are for all its triggers; those
// of a trigger are its own.
func TestAcceptQuietHours(t *testing.T) {
	r := newAcceptRig(t)
	own := strings.Replace(acceptedMonitor, "    hits     = \"> 0\"\n", "    hits     = \"> 0\"\n\n    quiet_hours {\n      timezone = \"UTC\"\n      days     = [\"mon\"] # of the trigger\n      from     = \"09:00\"\n      to       = \"17:00\"\n    }\n", 1)
	r.configure(own)
	r.mustApply()
	changed := strings.NewReplacer(`"mon"`, `"mon", "tue"`, "17:00", "18:00").Replace(own)
	other := &rig{t: t, proxy: r.proxy, url: r.url, dir: t.TempDir(), env: r.env}
	other.configure(changed)
	id := idOf(t, r.monitorIDs(), "Login")
	before := r.must("GET", monitorsPath+"/"+id, "").Object("monitor")
	other.mustApply()
	condition := scriptOfFirst(r.must("GET", monitorsPath+"/"+id, "").Object("monitor")).Text("source")
	scriptOfFirst(before).Set("source", condition) // with the mark as it was
	text, err := orderedjson.Marshal(before)
	if err != nil {
		t.Fatal(err)
	}
	r.must("PUT", monitorsPath+"/"+id, string(text))
	r.accept(0, "--accept", "monitor.login")
	r.expectNoChanges()
	if got := r.file(); got != changed {
		t.Errorf("the file is\n%s", got)
	}
}

func scriptOfFirst(m *orderedjson.Object) *orderedjson.Object {
	wrapper, _ := m.Array("triggers")[0].(*orderedjson.Object)
	return wrapper.Members()[0].Value.(*orderedjson.Object).Object("condition").Object("script")
}
