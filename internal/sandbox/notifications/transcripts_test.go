package notifications_test

import (
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/notifications"
	"github.com/alertplan/alertplan/internal/sandbox/replay"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// TestNewerTranscripts replays the conversations in which 3.5.0 differs from
// 2.19.4; those of 2.19.4 are replayed against the whole sandbox.
func TestNewerTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/3.5.0/*.json")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d transcripts, %v", len(files), err)
	}
	d, err := dialect.Parse("opensearch-3.5")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			transcript, err := replay.Load(file)
			if err != nil {
				t.Fatal(err)
			}
			now := clock.NewManual(time.Now())
			router := rest.NewRouter(d)
			notifications.New(notifications.Deps{Dialect: d, Clock: now}).Register(router)
			server := httptest.NewServer(router)
			defer server.Close()
			found, err := replay.Play(t.Context(), transcript, replay.Options{
				URL: server.URL, Pace: time.Millisecond, Wait: now.Advance,
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, difference := range found {
				if difference.Level > replay.Reason {
					t.Error(difference)
				}
			}
		})
	}
}
