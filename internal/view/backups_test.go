package view_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/view"
)

var backups = []view.Backup{
	{
		Time: time.Date(2026, 3, 9, 10, 15, 0, 123456789, time.UTC), Address: login, Did: "update", ID: "T6Ps\x1b[31m", Name: "Log\x1b[0min", Workspace: "soc",
		Cluster: view.BackupCluster{UUID: "q1w2e3", Name: "prod", Version: "2.19.4", URL: "https://search.example.com:9200/base"}, Size: 2407, File: "/state/0001-monitor.login.backup.json",
	},
	{Time: time.Date(2026, 3, 8, 0, 0, 0, 0, time.UTC), Address: pager, Did: "delete", ID: "ap_soc_webhook_pager_x", Workspace: "soc", Cluster: view.BackupCluster{Name: "prod"}, Size: 123456},
	{Time: time.Date(2026, 3, 7, 0, 0, 0, 0, time.UTC), Address: pager, Did: "knit", ID: "x", Workspace: "soc"},
}

func TestBackups(t *testing.T) {
	var out bytes.Buffer
	p := view.NewPrinter(&out, view.Plain)
	p.Backups(backups)
	p.Backups(nil)
	golden(t, "testdata/backups.txt", out.Bytes())
}
