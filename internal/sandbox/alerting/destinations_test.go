package alerting_test

import (
	"net/http"
	"testing"
)

// TestDestinationsThatAreNone are looked for all the same: what can't be is refused, as
// where there are some.
func TestDestinationsThatAreNone(t *testing.T) {
	s := newServer(t)
	s.create(monitor("true", "t"))
	for query, want := range map[string]int{
		"": http.StatusOK, "/nobody": http.StatusOK, "?size=5&sortOrder=desc&searchString=a*&destinationType=slack": http.StatusOK,
		"?size=-1": http.StatusBadRequest, "?startIndex=-1": http.StatusBadRequest, "?sortOrder=up": http.StatusBadRequest,
	} {
		status, got := s.send("GET", "/destinations"+query, "")
		if status != want || want == http.StatusOK && got != `{"totalDestinations":0,"destinations":[]}` {
			t.Errorf("%q: %d %s", query, status, got)
		}
	}
}
