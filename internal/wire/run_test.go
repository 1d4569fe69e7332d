package wire_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/wire"
)

func TestDecodeRun(t *testing.T) {
	run, err := wire.DecodeRun(parse(t, `{"monitor_name":"busy users","period_start":1768467300000,"period_end":1768467600000,"error":null,"input_results":{"results":[{}],"error":"all shards failed"},
		"trigger_results":{"bt":{"name":"busy user","agg_result_buckets":{"alice":{}},"action_results":{"alice":{"each":{"id":"each","name":"act each","output":{"subject":"s","message":"alice"},"throttled":false,"error":null}}},"error":null},
		"q":{"name":"quiet","triggered":false,"action_results":{},"error":null},"d":{"name":"doc","triggeredDocs":["1|x"],"action_results":{"a-1":{"act":{"id":"act","name":"n","output":{},"throttled":true,"error":"no"}}},"error":"bad"}}}`))
	if err != nil || run.InputError != "all shards failed" || len(run.Triggers) != 3 || run.PeriodEnd.UnixMilli() != 1768467600000 {
		t.Fatalf("got %+v, %v", run, err)
	}
	bucket, quiet, doc := run.Triggers[0], run.Triggers[1], run.Triggers[2]
	if !bucket.Triggered || bucket.Actions[0] != (wire.ActionRun{Of: "alice", ID: "each", Name: "act each", Subject: "s", Message: "alice"}) {
		t.Errorf("got %+v", bucket)
	}
	if quiet.Triggered || !doc.Triggered || doc.Error != "bad" || !doc.Actions[0].Throttled || doc.Actions[0].Error != "no" {
		t.Errorf("got %+v, %+v", quiet, doc)
	}
}

func TestDecodeAlerts(t *testing.T) {
	alerts, total, err := wire.DecodeAlerts(parse(t, `{"alerts":[{"id":"a","monitor_id":"m","monitor_name":"n","trigger_id":"t","trigger_name":"u","state":"ACKNOWLEDGED","severity":"1","error_message":null,"start_time":1,"end_time":null,"acknowledged_time":2}],"totalAlerts":9}`))
	if err != nil || total != 9 || len(alerts) != 1 || !alerts[0].State.Open() || alerts[0].Acknowledged.UnixMilli() != 2 || !alerts[0].End.IsZero() {
		t.Errorf("got %+v, %d, %v", alerts, total, err)
	}
	if wire.AlertCompleted.Open() || wire.AlertDeleted.Open() || !wire.AlertError.Open() {
		t.Error("open alerts are those that are active, acknowledged or in error")
	}
}
