package conformance

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Searches goes on without the one search that a node does not answer.
func TestSearchesLeaveOutWhatIsNotAnswered(t *testing.T) {
	node := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if strings.Contains(string(body), "endless") {
			<-r.Context().Done()
			return
		}
		answer := `{"hits":{}}`
		if strings.HasPrefix(r.URL.Path, "/_msearch") {
			answer = `{"responses":[` + strings.TrimSuffix(strings.Repeat(`{"status":200},`, strings.Count(string(body), "\n")/2), ",") + `]}`
		}
		_, _ = io.WriteString(w, answer)
	}))
	defer node.Close()
	var asks []Ask
	for _, text := range []string{"a", "b", "endless", "c", "d"} {
		asks = append(asks, Ask{Targets: "x", Body: orderedjson.NewObject(orderedjson.Member{Key: "q", Value: text})})
	}
	answers, err := (&Node{URL: node.URL, patience: 200 * time.Millisecond}).Searches(t.Context(), asks)
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range answers {
		if want := 200; i != 2 && a.Status != want || i == 2 && a.Status != unanswered {
			t.Errorf("search %d: status %d", i, a.Status)
		}
	}
}
