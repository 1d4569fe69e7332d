package sandbox_test

import (
	"fmt"
	"testing"

	"github.com/alertplan/alertplan/internal/sandbox"
)

// manyMonitors is how many monitors BenchmarkManyMonitors makes.
const manyMonitors = 10_000

// BenchmarkManyMonitors makes monitors one by one, and lists them. Ten thousand are to
// take well less than a minute.
func BenchmarkManyMonitors(b *testing.B) {
	for b.Loop() {
		s := sandbox.New(sandbox.Options{})
		put(b, s, "/_cluster/settings", fmt.Sprintf(`{"persistent":{"plugins.alerting.monitor.max_monitors":%d}}`, 2*manyMonitors))
		for range manyMonitors {
			loaded(b, s, "/_plugins/_alerting/monitors", terraformMonitor)
		}
		loaded(b, s, "/_plugins/_alerting/monitors/_search", `{"size":1000,"sort":["_id"],"query":{"match_all":{}}}`)
		s.Reset() // ends their schedules
	}
	b.ReportMetric(float64(b.N)*manyMonitors/b.Elapsed().Seconds(), "monitors/s")
}
