package alertapi_test

import (
	"net/http/httptest"
	"testing"

	"github.com/alertplan/alertplan/internal/alertapi"
)

func BenchmarkReadingAThousandMonitors(b *testing.B) {
	server := httptest.NewServer(&fakeCluster{monitors: 1000})
	b.Cleanup(server.Close)
	c, err := alertapi.New(alertapi.Config{URL: server.URL})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := c.Monitors(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
