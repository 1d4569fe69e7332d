package sandbox_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/sandbox/clock"
	"github.com/alertplan/alertplan/internal/sandbox/credentials"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
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

// TestSecureTranscriptsAsAdmin plays all that was recorded without the security plugin
// as admin on a secured sandbox. It is equal but for what the plugin adds. Other versions
// than 2.19.4 take their time, and are played where ALERTPLAN_TEST_SOAK is set.
func TestSecureTranscriptsAsAdmin(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"2.19.4", "1.3.14", "3.5.0"} {
		t.Run(version, func(t *testing.T) {
			if version != "2.19.4" && os.Getenv("ALERTPLAN_TEST_SOAK") == "" {
				t.Skip("ALERTPLAN_TEST_SOAK is not set")
			}
			i := slices.IndexFunc(generations, func(g generation) bool { return g.version == version })
			equal, added := 0, 0
			for _, r := range playAllSecured(t, generations[i]) {
				if r.err != nil {
					t.Errorf("%s: %v", r.name, r.err)
				}
				if len(r.found) == 0 {
					equal++
					continue
				}
				added++
				for _, d := range withoutAdded(r.found) {
					t.Errorf("%s: %s", r.name, d)
				}
			}
			t.Logf("%d equal, %d equal but for what a secured server adds", equal, added)
		})
	}
}

// withoutAdded leaves out the differences that the plugin makes: it is one more in lists
// of plugins, and it refuses to everybody to change the plugins' own indices (a 403 that
// misses no permission). Where a conversation did that all the same, what follows is of
// another cluster.
func withoutAdded(found []replay.Difference) []replay.Difference {
	left := []replay.Difference{}
	for _, d := range found {
		have := fmt.Sprint(d.Have)
		if strings.Contains(have, "403") && strings.Contains(have, "no permissions for []") {
			break
		}
		_, path, _ := strings.Cut(d.Request, " ")
		oneMore := itemsIn(have) == itemsIn(fmt.Sprint(d.Want))+1 ||
			strings.ReplaceAll(have, "opensearch-security\n", "") == fmt.Sprint(d.Want)
		if oneMore && strings.Contains(path, "/plugins") {
			continue
		}
		left = append(left, d)
	}
	return left
}

// itemsIn is the length of a list that a difference tells.
func itemsIn(text string) int {
	n, ok := strings.CutSuffix(text, " items")
	count, err := strconv.Atoi(n)
	if !ok || err != nil {
		return -2
	}
	return count
}

// playAllSecured plays all transcripts of a generation at the same time, each on a secured
// sandbox of its own.
func playAllSecured(t *testing.T, g generation) []result {
	files, err := g.transcripts()
	if err != nil {
		t.Fatal(err)
	}
	results := make([]result, len(files))
	var wait sync.WaitGroup
	slots := make(chan struct{}, atOnce)
	for i, file := range files {
		wait.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			results[i] = playSecured(t, g, file)
		})
	}
	wait.Wait()
	return results
}

// playSecured plays a transcript on a secured sandbox of its own.
func playSecured(t *testing.T, g generation, file string) result {
	r := result{name: strings.TrimSuffix(filepath.Base(file), ".json")}
	text, err := withOwnPorts(t, file)
	if err != nil {
		r.err = err
		return r
	}
	transcript, err := replay.Parse([]byte(text))
	if err != nil {
		r.err = err
		return r
	}
	played, err := dialect.Parse(g.dialect)
	if err != nil {
		r.err = err
		return r
	}
	s := newSecured(t, func(o *sandbox.Options) { o.Dialect = played })
	r.found, r.err = replay.Play(t.Context(), transcript, s.options())
	return r
}

// withOwnPorts is a transcript whose receivers listen on ports that nobody else has.
func withOwnPorts(t *testing.T, file string) (string, error) {
	data, err := os.ReadFile(file)
	text := string(data)
	for _, port := range listenPorts {
		if strings.Contains(text, port) {
			text = strings.ReplaceAll(text, port, freePort(t))
		}
	}
	return text, err
}
