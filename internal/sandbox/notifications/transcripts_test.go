package notifications_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/notifications"
	"github.com/alertplan/alertplan/internal/sandbox/replay"
)

// TestTranscripts replays the conversations about channels: those of 2.19.4,
// which lie beside the whole sandbox, and those in which 3.5.0 differs.
func TestTranscripts(t *testing.T) {
	for pattern, name := range map[string]string{
		"../testdata/transcripts/2.19.4/channel*.json":      "opensearch-2.19",
		"../testdata/transcripts/2.19.4/sending-test*.json": "opensearch-2.19",
		"testdata/3.5.0/*.json":                             "opensearch-3.5",
	} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d transcripts, %v", pattern, len(files), err)
		}
		d, err := dialect.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			t.Run(d.Version+"/"+filepath.Base(file), func(t *testing.T) { play(t, file, d) })
		}
	}
}

func play(t *testing.T, file string, d dialect.Dialect) {
	transcript, err := replay.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	now := clock.NewManual(time.Now())
	s := serve(t, notifications.New(notifications.Deps{Dialect: d, Clock: now}), d)
	found, err := replay.Play(t.Context(), transcript, replay.Options{
		URL: strings.TrimSuffix(s.url, prefix), Pace: time.Millisecond, Wait: now.Advance,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, difference := range found {
		if difference.Level > replay.Reason {
			t.Error(difference)
		}
	}
}
