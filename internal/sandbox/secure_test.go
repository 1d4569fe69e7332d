package sandbox_test

import (
	"context"
	"crypto/tls"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/credentials"
	"github.com/alertplan/alertplan/internal/sandbox/replay"
	"github.com/alertplan/alertplan/internal/sandbox/security"
)

// secured is a secured sandbox that listens, on a clock of its own.
type secured struct {
	server *sandbox.Server
	clock  *clock.Manual
	url    string
	users  map[string]string // "user:password" by the lower-case key
	tls    *tls.Config       // of clients
}

// newSecured starts a secured sandbox of the default dialect with a new file of users.
func newSecured(t *testing.T, manners func(*sandbox.Options)) secured {
	t.Helper()
	file, err := credentials.Open(filepath.Join(t.TempDir(), "credentials"))
	if err != nil {
		t.Fatal(err)
	}
	pool, err := file.Pool()
	if err != nil {
		t.Fatal(err)
	}
	s := secured{clock: clock.NewManual(time.Now()), users: map[string]string{}, tls: &tls.Config{RootCAs: pool, ServerName: "127.0.0.1"}}
	options := sandbox.Options{Clock: s.clock, Users: security.Accounts(file.Users)}
	if options.TLS, err = file.TLS(); err != nil {
		t.Fatal(err)
	}
	for _, u := range file.Users {
		s.users[strings.ToLower(u.Key)] = u.Name + ":" + u.Password
	}
	if manners != nil {
		manners(&options)
	}
	s.server = sandbox.New(options)
	l, err := sandbox.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.url = "https://" + l.Addr().String()
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- s.server.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-served; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	return s
}

// options say how to play on it.
func (s secured) options() replay.Options {
	return replay.Options{URL: s.url, Wait: s.clock.Advance, Pace: pace, AnswerWithin: answerWithin, Users: s.users, TLS: s.tls}
}

// TestSecureTranscripts plays what was recorded with the security plugin. All are equal.
func TestSecureTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/transcripts/2.19.4-secure/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no transcripts", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			t.Parallel()
			transcript, err := replay.Load(file)
			if err != nil {
				t.Fatal(err)
			}
			found, err := replay.Play(t.Context(), transcript, newSecured(t, nil).options())
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range found {
				t.Error(d)
			}
		})
	}
}
