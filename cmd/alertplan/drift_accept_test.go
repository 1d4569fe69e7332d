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

// acceptedForms are monitors in the words of forms, with what somebody makes of them in
// those words: the files must then say so, and nothing else.
var acceptedForms = map[string]struct{ block, old, new string }{
	"quiet hours of a trigger": {`  extraction_query {
    indices = ["cwl-*"]
    last    = "30d"
  }

  quiet_hours {
    timezone = "UTC"
    days     = ["sun"]
  }

  trigger "any" {
    severity = 1
    hits     = "> 0"

    quiet_hours {
      timezone = "UTC"
      days     = ["mon"] # of the trigger
      from     = "09:00"
      to       = "17:00"
    }
@ACTION@
  }
`, `["mon"] # of the trigger
      from     = "09:00"
      to       = "17:00"`, `["mon", "tue"] # of the trigger
      from     = "09:00"
      to       = "18:00"`},
	"a graph and its threshold": {`  graph {
    indices     = ["cwl-*"]
    last        = "30d"
    aggregation = "max" # of all
    field       = "bytes"

    where {
      field = "eventName.keyword"
      is    = "ConsoleLogin" # the event
    }
  }

  trigger "any" {
    severity = 1
    above    = 750 # bytes
@ACTION@
  }
`, `is    = "ConsoleLogin" # the event
    }
  }

  trigger "any" {
    severity = 1
    above    = 750 # bytes`, `is    = "AssumeRole" # the event
    }
  }

  trigger "any" {
    severity = 1
    below    = 900 # bytes`},
	"buckets and a policy": {`  extraction_query {
    indices  = ["cwl-*"]
    last     = "30d"
    group_by = ["user.keyword"] # of users
  }

  trigger "any" {
    severity = 1
    count    = "> 5" # each
@ACTION@
  }
`, `["user.keyword"] # of users
  }

  trigger "any" {
    severity = 1
    count    = "> 5"`, `["user.keyword", "ip"] # of users
  }

  trigger "any" {
    severity = 1
    count    = "> 9"`},
	"a day of the week": {`  extraction_query {
    indices = ["cwl-*"]
    last    = "30d"
  }

  trigger "any" {
    severity = 1
    hits     = "> 0"
@ACTION@
  }
`, `days = ["mon"] # early
      at   = "06:00"`, `days = ["mon", "wed"] # early
      at   = "07:00"`},
}

func TestAcceptForms(t *testing.T) {
	for name, form := range acceptedForms {
		t.Run(name, func(t *testing.T) {
			head := strings.Replace(acceptedMonitor[:strings.Index(acceptedMonitor, "  extraction_query {")], `    interval = "5m"
`, `    timezone = "UTC"

    weekly {
      days = ["mon"] # early
      at   = "06:00"
    }
`, 1)
			action := "\n    action \"page\" {\n      destination = destination.webhook.pager\n      message     = \"Look.\"\n    }"
			before := head + strings.Replace(form.block, "\n@ACTION@", "\n"+action, 1) + "}\n"
			after := strings.Replace(before, form.old, form.new, 1)
			if before == after {
				t.Fatalf("%q is not in %s", form.old, before)
			}
			acceptAs(t, before, after)
		})
	}
}

// acceptAs applies a configuration, lets the cluster become as another has it, with the
// mark as it was, and accepts that: the file must then be the other.
func acceptAs(t *testing.T, before, after string) {
	t.Helper()
	r := newRig(t)
	r.configure(before)
	r.mustApply()
	id := idOf(t, r.monitorIDs(), "Login")
	mark, _ := r.must("GET", monitorsPath+"/"+id, "").Object("monitor").Object("ui_metadata").Get("alertplan")
	other := &rig{t: t, proxy: r.proxy, url: r.url, dir: t.TempDir(), env: r.env}
	other.configure(after)
	other.mustApply()
	edited := r.must("GET", monitorsPath+"/"+id, "").Object("monitor")
	edited.Object("ui_metadata").Set("alertplan", mark)
	text, err := orderedjson.Marshal(edited)
	if err != nil {
		t.Fatal(err)
	}
	r.must("PUT", monitorsPath+"/"+id, string(text))
	got := r.accept(0, "--accept", "monitor.login")
	r.expectNoChanges()
	if now := r.file(); now != after {
		t.Errorf("the file is\n%s\nwant\n%s\n%s", now, after, got)
	}
}
