package sandbox_test

import (
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox/replay"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// all are what is asked before a restart and after it of a sandbox that anything may
// have been done with.
var all = []string{
	"/", "/_cat/indices?h=index,uuid,pri,rep,health,status&s=index&expand_wildcards=all", "/_all/_mapping?expand_wildcards=all", "/_all/_settings?expand_wildcards=all",
	"/_alias", "/_template", "/_index_template", "/_component_template", "/_data_stream", "/_field_caps?fields=*",
	"/_all/_search?expand_wildcards=open,hidden&size=1000&version=true&seq_no_primary_term=true",
	"/_plugins/_notifications/configs?sort_field=name", "/_plugins/_alerting/monitors/alerts?size=1000",
	"/_opendistro/_alerting/destinations", "/_sandbox/messages?size=1000",
}

func (k *keptRig) lookAtAll() []string {
	answers := make([]string, len(all))
	for i, path := range all {
		status, text := k.ask("GET", path, "")
		if strings.HasPrefix(path, "/_") && !strings.HasPrefix(path, "/_plugins") && !strings.HasPrefix(path, "/_opendistro") && status != 200 {
			k.t.Errorf("GET %s: %d %s", path, status, text)
		}
		if _, after, ok := strings.Cut(text, `"timed_out"`); ok { // took is before it
			text = after
		}
		answers[i] = text
	}
	return answers
}

// What recorded conversations leave behind outlives a restart, all of it.
func TestTranscriptsAreKept(t *testing.T) {
	every := 29
	if os.Getenv("ALERTPLAN_TEST_SOAK") != "" {
		every = 4
	}
	for _, g := range generations {
		files, err := g.transcripts()
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(files); i += every {
			name := strings.TrimSuffix(filepath.Base(files[i]), ".json")
			t.Run(g.version+"/"+name, func(t *testing.T) {
				data, err := os.ReadFile(files[i])
				if err != nil {
					t.Fatal(err)
				}
				restartAfter(t, g, string(data))
			})
		}
	}
}

func restartAfter(t *testing.T, g generation, text string) {
	for _, port := range listenPorts {
		text = strings.ReplaceAll(text, port, freePort(t))
	}
	transcript, err := replay.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if g.rewrite != nil {
		g.rewrite(transcript)
	}
	k := &keptRig{t: t, dir: t.TempDir(), plays: g.dialect}
	k.open(morning)
	server := httptest.NewUnstartedServer(k.server)
	server.Listener = rest.TolerantListener(server.Listener)
	server.Start()
	ctx, stop := context.WithCancel(t.Context())
	// What is answered is TestTranscripts' matter.
	_, _ = replay.Play(ctx, transcript, replay.Options{URL: server.URL, Wait: k.clock.Advance, Pace: pace, AnswerWithin: time.Second})
	stop()
	server.CloseClientConnections()
	k.clock.Advance(2 * time.Second)
	k.ask("POST", "/_all/_refresh?expand_wildcards=all", "")
	before := k.lookAtAll()
	k.crash()
	k.open(morning)
	for i, after := range k.lookAtAll() {
		if after != before[i] {
			t.Errorf("GET %s after a restart: %s\nbefore: %s", all[i], after, before[i])
		}
	}
	k.crash()
}
