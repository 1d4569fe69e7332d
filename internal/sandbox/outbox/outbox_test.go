package outbox_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/outbox"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

func numbers(messages []outbox.Message) []int64 {
	list := []int64{}
	for _, m := range messages {
		list = append(list, m.Number)
	}
	return list
}

func TestAfter(t *testing.T) {
	var log outbox.Log
	for range 5 {
		log.Add(outbox.Message{})
	}
	for _, c := range []struct {
		after int64
		size  int
		want  []int64
		next  int64
	}{
		{0, 10, []int64{1, 2, 3, 4, 5}, 5},
		{0, 2, []int64{1, 2}, 2},
		{2, 2, []int64{3, 4}, 4},
		{5, 2, []int64{}, 5},
		{99, 2, []int64{1, 2}, 2}, // of an earlier sandbox
	} {
		page := log.After(c.after, c.size)
		if diff := cmp.Diff(c.want, numbers(page.Messages)); diff != "" || page.Next != c.next || page.Lost != 0 {
			t.Errorf("after %d: next %d, lost %d %s", c.after, page.Next, page.Lost, diff)
		}
	}
	log.Clear()
	log.Add(outbox.Message{})
	for _, after := range []int64{0, 5} {
		if page := log.After(after, 10); len(page.Messages) != 1 || page.Messages[0].Number != 6 || page.Lost != 0 {
			t.Errorf("after %d, a reset: %v", after, page)
		}
	}
}

// What is kept doesn't grow without end: neither by count nor by text.
func TestMemoryIsBounded(t *testing.T) {
	var log outbox.Log
	for range 20_000 {
		log.Add(outbox.Message{})
	}
	if page := log.After(0, 30_000); len(page.Messages) != 10_000 || page.Lost != 10_000 {
		t.Errorf("%d are kept, %d lost", len(page.Messages), page.Lost)
	}
	text := strings.Repeat("x", 1<<20)
	for range 100 {
		log.Add(outbox.Message{Text: text})
	}
	if n := len(log.Export()); n > 32 || n < 30 {
		t.Errorf("%d messages of 1 MiB are kept", n)
	}
	log.Add(outbox.Message{Text: strings.Repeat(text, 40)})
	if n := len(log.Export()); n != 1 {
		t.Errorf("%d messages are kept beside a large one", n)
	}
}

func TestImport(t *testing.T) {
	var first, second outbox.Log
	first.Add(outbox.Message{Time: time.Unix(1, 0), Text: "a", Outcome: outbox.Sent})
	first.Clear()
	first.Add(outbox.Message{Time: time.Unix(2, 0), Text: "b", Outcome: outbox.Throttled})
	second.Import(first.Export())
	var heard []int64
	second.Listen(func(m outbox.Message) { heard = append(heard, m.Number) })
	second.Add(outbox.Message{Text: "c"})
	if diff := cmp.Diff([]int64{2, 3}, numbers(second.Export())); diff != "" || len(heard) != 1 || heard[0] != 3 {
		t.Errorf("heard of %v %s", heard, diff)
	}
}

func TestRoute(t *testing.T) {
	var log outbox.Log
	router := rest.NewRouter(dialect.OpenSearch2())
	log.Register(router)
	get := func(query string) (int, string) {
		w := httptest.NewRecorder()
		router.ServeHTTP(w, httptest.NewRequest("GET", outbox.Path+query, http.NoBody))
		return w.Code, w.Body.String()
	}
	if _, body := get(""); body != `{"messages":[],"next":0,"lost":0}` {
		t.Error(body)
	}
	log.Add(outbox.Message{
		Time: time.Date(2024, 8, 2, 9, 0, 0, 0, time.UTC), Monitor: "m", Trigger: "t", Severity: "1", Action: "a", MonitorID: "i",
		ChannelID: "c", Receipt: outbox.Receipt{Channel: "Pager", Kind: "webhook", Receivers: []string{"https://x"}, Status: "200"},
		Subject: "s", Text: "x", Outcome: outbox.Sent,
	})
	want := `{"messages":[{"number":1,"time":"2024-08-02T09:00:00Z","monitor":"m","workflow":"","trigger":"t","severity":"1","action":"a",` +
		`"monitor_id":"i","channel_id":"c","channel":"Pager","kind":"webhook","receivers":["https://x"],"status":"200","reason":"",` +
		`"subject":"s","message":"x","outcome":"sent"}],"next":1,"lost":0}`
	if _, body := get("?after=0&size=10"); body != want {
		t.Error(body)
	}
	for _, query := range []string{"?size=0", "?size=1001", "?size=x", "?after=x", "?afer=1"} {
		if status, _ := get(query); status != http.StatusBadRequest {
			t.Errorf("%s: %d", query, status)
		}
	}
}
