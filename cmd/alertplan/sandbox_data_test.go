package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// keptSandbox is the binary with --data, as another process.
type keptSandbox struct {
	t   *testing.T
	dir string
	url string
	cmd *exec.Cmd
}

func (k *keptSandbox) start() {
	k.t.Helper()
	k.cmd = command(k.t, "sandbox", "--listen", "127.0.0.1:0", "--data", k.dir)
	out, err := k.cmd.StdoutPipe()
	if err != nil {
		k.t.Fatal(err)
	}
	if err := k.cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		k.t.Fatalf("no URL: %v", err)
	}
	k.url = strings.TrimSpace(line)
}

func (k *keptSandbox) kill() {
	_ = k.cmd.Process.Kill()
	_ = k.cmd.Wait()
}

// ask sends a request; an error is a connection that broke.
func (k *keptSandbox) ask(method, path, body string) (int, string, error) {
	r, err := http.NewRequest(method, k.url+path, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "OpenSearch-Dashboards")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(text), err
}

// seen is what a client was told under a path.
type seen struct {
	text string
	// open: a write that concerns it was sent and not answered. Then it may have been
	// done, as a whole: the answer holds the needle.
	open   bool
	needle string
}

// scribe is a client with things of its own.
type scribe struct {
	k        *keptSandbox
	name     string
	random   *rand.Rand
	views    map[string]*seen // by path
	serial   int
	monitors []string
	messages int // number of the last message that was looked at
	answered int
	cut      bool // the connection broke: the sandbox is gone
}

func (w *scribe) ask(method, path, body string) (int, string, error) {
	status, text, err := w.k.ask(method, path, body)
	w.cut = w.cut || err != nil
	return status, text, err
}

// change sends a write that concerns paths, each with what its answer holds once the
// write was done. It returns the answer, "" where there was none.
func (w *scribe) change(method, path, body string, concerns map[string]string) string {
	for p, needle := range concerns {
		if w.views[p] == nil {
			// What the server has of itself, such as a mapping, is there before the write.
			status, text, err := w.ask("GET", p, "")
			if err != nil {
				return ""
			}
			w.views[p] = &seen{}
			if status == http.StatusOK {
				w.views[p].text = text
			}
		}
		w.views[p].open, w.views[p].needle = true, needle
	}
	status, text, err := w.ask(method, path, body)
	if err != nil {
		return ""
	}
	if status >= 400 && status != http.StatusNotFound || strings.Contains(text, `"errors":true`) {
		w.k.t.Errorf("%s %s %s: %d %s", method, path, body, status, text)
	}
	w.answered++
	for p, needle := range concerns {
		status, view, err := w.ask("GET", p, "")
		if err != nil {
			continue // it stays open
		}
		if !strings.Contains(view, needle) {
			w.k.t.Errorf("%s %s %s, then GET %s: %d %s, without %s", method, path, body, p, status, view, needle)
		}
		*w.views[p] = seen{text: view}
	}
	return text
}

func (w *scribe) next() string {
	w.serial++
	return fmt.Sprintf("%s-%d", w.name, w.serial)
}

func (w *scribe) doc(n int) string { return fmt.Sprintf("/%s/_doc/%d", w.name, n) }

// step does one thing.
func (w *scribe) step() {
	value := w.next()
	source := fmt.Sprintf(`{"v":"%s","n":%d}`, value, w.serial)
	n := w.random.IntN(12)
	switch w.random.IntN(12) {
	case 0, 1:
		w.change("PUT", w.doc(n), source, map[string]string{w.doc(n): source})
	case 2:
		w.change("DELETE", w.doc(n), "", map[string]string{w.doc(n): `"found":false`})
	case 3, 4:
		var body bytes.Buffer
		concerns := map[string]string{}
		for i := range 5 {
			fmt.Fprintf(&body, `{"index":{"_index":"%s","_id":"%d"}}`+"\n%s\n", w.name, n+i, source)
			concerns[w.doc(n+i)] = source
		}
		w.change("POST", "/_bulk", body.String(), concerns)
	case 5:
		path := "/_plugins/_notifications/configs/" + w.name
		body := fmt.Sprintf(`{"config":{"name":"%s","config_type":"sns","sns":{"topic_arn":"arn:aws:sns:eu-west-1:123456789012:%s"}}}`, value, w.name)
		w.change("PUT", path, body, map[string]string{path: `"name":"` + value + `"`})
	case 6:
		w.change("PUT", "/"+w.name+"/_mapping", `{"properties":{"p`+value+`":{"type":"keyword"}}}`, map[string]string{"/" + w.name + "/_mapping": value})
	case 7:
		w.change("PUT", "/"+w.name+"/_alias/a"+w.name, `{"filter":{"term":{"v":"`+value+`"}}}`, map[string]string{"/" + w.name + "/_alias": value})
	case 8:
		w.change("PUT", "/_index_template/"+w.name, `{"index_patterns":["`+value+`*"]}`, map[string]string{"/_index_template/" + w.name: value})
	case 9:
		w.saveMonitor(value)
	default:
		w.run()
	}
}

// saveMonitor creates a monitor, or updates one. Its schedule doesn't fire in a test.
func (w *scribe) saveMonitor(value string) {
	body := fmt.Sprintf(`{"type":"monitor","name":"%s","monitor_type":"query_level_monitor","enabled":true,"schedule":{"period":{"interval":1,"unit":"DAYS"}},
"inputs":[{"search":{"indices":["%s"],"query":{"query":{"match_all":{}}}}}],
"triggers":[{"query_level_trigger":{"id":"t","name":"t","severity":"1","condition":{"script":{"source":"return true","lang":"painless"}},
"actions":[{"id":"a","name":"a","destination_id":"%s","message_template":{"source":"%s","lang":"mustache"},"subject_template":{"source":"s","lang":"mustache"}}]}}]}`,
		value, w.name, w.name, value)
	if len(w.monitors) == 0 {
		text := w.change("POST", monitorsPath, body, nil)
		var made struct {
			ID string `json:"_id"`
		}
		if text == "" || json.Unmarshal([]byte(text), &made) != nil {
			return
		}
		w.monitors = append(w.monitors, made.ID)
	}
	if w.cut {
		return
	}
	path := monitorsPath + "/" + w.monitors[0]
	w.change("PUT", path, body, map[string]string{path: `"name":"` + value + `"`})
}

// run runs a monitor, looks for its message and acknowledges its alert.
func (w *scribe) run() {
	if len(w.monitors) == 0 {
		return
	}
	id := w.monitors[0]
	alerts := monitorsPath + "/alerts?monitorId=" + id
	w.change("POST", monitorsPath+"/"+id+"/_execute", "", map[string]string{alerts: `"totalAlerts":1`})
	if w.cut {
		return
	}
	_, text, err := w.ask("GET", fmt.Sprintf("/_sandbox/messages?size=1000&after=%d", w.messages), "")
	var page struct {
		Messages []struct {
			Number    int
			MonitorID string `json:"monitor_id"`
		}
	}
	if err != nil || json.Unmarshal([]byte(text), &page) != nil {
		return
	}
	for _, m := range page.Messages {
		w.messages = m.Number
		path := fmt.Sprintf("/_sandbox/messages?size=1&after=%d", m.Number-1)
		if _, one, err := w.ask("GET", path, ""); err == nil && m.MonitorID == id {
			w.views[path] = &seen{text: one[:strings.Index(one, `"next"`)]}
		}
	}
	_, text, err = w.ask("GET", alerts, "")
	var list struct{ Alerts []struct{ ID, State string } }
	if err == nil && json.Unmarshal([]byte(text), &list) == nil && len(list.Alerts) == 1 && list.Alerts[0].State == "ACTIVE" {
		w.change("POST", monitorsPath+"/"+id+"/_acknowledge/alerts", `{"alerts":["`+list.Alerts[0].ID+`"]}`, map[string]string{alerts: "ACKNOWLEDGED"})
	}
}

// check compares what is there after a restart with what was answered.
func (w *scribe) check() {
	docs := 0
	for path, was := range w.views {
		status, text, err := w.ask("GET", path, "")
		if err != nil {
			w.k.t.Fatal(err)
		}
		if i := strings.Index(text, `"next"`); i >= 0 && strings.HasPrefix(path, "/_sandbox/messages") {
			text = text[:i]
		}
		never := was.text == "" && status == http.StatusNotFound
		if text != was.text && !never && !(was.open && strings.Contains(text, was.needle)) {
			w.k.t.Errorf("GET %s after a restart: %d %s\nbefore (open: %t): %s", path, status, text, was.open, was.text)
		}
		*was = seen{text: text}
		if strings.Contains(path, "/_doc/") && status == http.StatusOK {
			docs++
		}
	}
	if _, text, err := w.ask("GET", "/"+w.name+"/_count", ""); err != nil || docs > 0 && !strings.Contains(text, fmt.Sprintf(`"count":%d,`, docs)) {
		w.k.t.Errorf("count after a restart, of %d: %s %v", docs, text, err)
	}
	if _, text, err := w.ask("GET", "/_plugins/_alerting/stats", ""); err != nil || len(w.monitors) > 0 && !strings.Contains(text, w.monitors[0]) {
		w.k.t.Errorf("monitor %v isn't scheduled after a restart: %s %v", w.monitors, text, err)
	}
}

// The sandbox is killed again and again while clients write: what was answered is
// there after the restart, as it was; what was not is there as a whole or not at all.
func TestSandboxIsKeptThroughKills(t *testing.T) {
	length := 2 * time.Second
	if os.Getenv("ALERTPLAN_TEST_SOAK") != "" {
		length = time.Minute
	}
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	k := &keptSandbox{t: t, dir: filepath.Join(t.TempDir(), "data")}
	var scribes []*scribe
	for _, name := range []string{"ada", "bob", "eve"} {
		scribes = append(scribes, &scribe{k: k, name: name, random: rand.New(rand.NewPCG(random.Uint64(), 2)), views: map[string]*seen{}})
	}
	kills := 0
	for end := time.Now().Add(length); time.Now().Before(end) && !t.Failed(); kills++ {
		k.start()
		for _, w := range scribes {
			w.check()
			if kills == 0 {
				w.change("POST", "/_plugins/_notifications/configs", `{"config_id":"`+w.name+`","config":{"name":"x","config_type":"sns","sns":{"topic_arn":"arn:aws:sns:eu-west-1:123456789012:x"}}}`, nil)
				w.change("PUT", w.doc(0), `{"v":"0","n":0}`, map[string]string{w.doc(0): `{"v":"0","n":0}`})
			}
		}
		var all sync.WaitGroup
		for _, w := range scribes {
			all.Go(func() {
				for w.cut = false; !w.cut; {
					w.step()
				}
			})
		}
		time.Sleep(time.Duration(20+random.IntN(200)) * time.Millisecond)
		k.kill()
		all.Wait()
	}
	answered := 0
	for _, w := range scribes {
		answered += w.answered
	}
	t.Logf("%d kills, %d writes answered", kills, answered)
}

// What keeps a sandbox from being kept is told in a sentence, with the way out.
func TestSandboxSaysWhyItCannotBeKept(t *testing.T) {
	k := &keptSandbox{t: t, dir: filepath.Join(t.TempDir(), "data")}
	k.start()
	inUse := "is in use by another sandbox (process " + fmt.Sprint(k.cmd.Process.Pid)
	refuse := func(want string, args ...string) {
		t.Helper()
		c := command(t, append([]string{"sandbox", "--listen", "127.0.0.1:0"}, args...)...)
		c.Stderr = nil
		text, err := c.CombinedOutput()
		if err == nil || !strings.HasPrefix(string(text), "Error: ") || !strings.Contains(string(text), want) {
			t.Errorf("%v: %v %s, want %q", args, err, text, want)
		}
	}
	refuse(inUse, "--data", k.dir)
	k.kill()
	refuse("is one of opensearch-2.19, not of opensearch-3.5: start it with --dialect opensearch-2.19, or give --data another folder",
		"--data", k.dir, "--dialect", "opensearch-3.5")
	file := filepath.Join(k.dir, "sandbox.db")
	refuse("can't keep its data in "+file, "--data", file)
	if err := os.WriteFile(file, []byte("no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	refuse("is broken", "--data", k.dir)
}
