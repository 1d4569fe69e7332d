package wire_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
)

// A job may be known to a node that kept it before, and what is not said is not so.
func TestRuns(t *testing.T) {
	at := time.UnixMilli(1795253403718).UTC()
	for name, test := range map[string]struct {
		answer string
		want   wire.Runs
	}{
		"none":  {`{"plugins.scheduled_jobs.enabled":true,"nodes":{}}`, wire.Runs{Jobs: map[string]wire.Job{}}},
		"off":   {`{"opendistro.scheduled_jobs.enabled":false,"nodes":{"n":{"jobs_info":{}}}}`, wire.Runs{Off: true, Jobs: map[string]wire.Job{}}},
		"fresh": {`{"nodes":{"n":{"jobs_info":{"m":{"running_on_time":true}}}}}`, wire.Runs{Jobs: map[string]wire.Job{"m": {}}}},
		"late": {`{"nodes":{"n":{"jobs_info":{"m":{"last_execution_time":1795253403718,"running_on_time":false}}}}}`,
			wire.Runs{Jobs: map[string]wire.Job{"m": {Last: at, Late: true}}}},
		"moved": {`{"nodes":{"n1":{"jobs_info":{"m":{"last_execution_time":1795253403718,"running_on_time":true}}},"n2":{"jobs_info":{"m":{"last_execution_time":5,"running_on_time":false}}}}}`,
			wire.Runs{Jobs: map[string]wire.Job{"m": {Last: at}}}},
	} {
		answer, err := orderedjson.Parse([]byte(test.answer))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, wire.DecodeRuns(answer.(*orderedjson.Object))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
