package view

import (
	"cmp"
	"fmt"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/alertplan/alertplan/internal/address"
)

// Kept says that bodies were kept, and how to look at them.
func (p *Printer) Kept() {
	p.line("What was there before is kept: `alertplan backups` lists it.")
}

// Backup is a line of a list of backups.
type Backup struct {
	Time      time.Time
	Address   address.Address
	Did       string // what happened to it then, as a plan's action
	ID        string
	Name      string
	Workspace string
	Cluster   BackupCluster
	Size      int64 // in bytes
	File      string
}

// BackupCluster is where the object was; a field is "" where the cluster did not tell.
type BackupCluster struct {
	UUID    string `json:"uuid"`
	Name    string `json:"name"`
	Version string `json:"version"`
	URL     string `json:"url"`
}

// BackupTime is the time of a backup as it is listed and asked for.
func BackupTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// kept is what happened to an object whose body was kept, in words.
var kept = map[string]string{"create": "created", "move": "moved", "adopt": "adopted", "replace": "replaced", "update": "updated", "delete": "destroyed", "forget": "forgotten", "restore": "restored", "mute": "muted", "unmute": "unmuted"}

// Backups prints backups as a table.
func (p *Printer) Backups(list []Backup) {
	if len(list) == 0 {
		p.line("Nothing is kept.")
		return
	}
	t := columns("TIME", "ADDRESS", "THEN", "ID", "SIZE", "WORKSPACE", "CLUSTER")
	for _, b := range list {
		then := kept[b.Did]
		if then == "" {
			then = oneLine(b.Did)
		}
		t.AppendRow(table.Row{BackupTime(b.Time), b.Address.String(), then, oneLine(b.ID), size(b.Size), b.Workspace, oneLine(cmp.Or(b.Cluster.URL, b.Cluster.Name))})
	}
	p.table(t)
}

func size(bytes int64) string {
	if bytes < 10000 {
		return fmt.Sprintf("%d B", bytes)
	}
	return fmt.Sprintf("%d kB", (bytes+500)/1000)
}

// BackupsJSON is a list of backups for machines, the newest first.
type BackupsJSON struct {
	FormatVersion string       `json:"format_version"`
	Backups       []BackupJSON `json:"backups"`
}

// BackupJSON is one object that was kept; its body is in the file.
type BackupJSON struct {
	Time      string        `json:"time"` // in UTC, RFC 3339, to the nanosecond
	Address   string        `json:"address"`
	Did       string        `json:"did"` // what happened to it then: "update", "move", "adopt", "replace", "delete", "forget", "restore", "mute" or "unmute"
	ID        string        `json:"id"`
	Name      string        `json:"name"`
	Workspace string        `json:"workspace"`
	Cluster   BackupCluster `json:"cluster"`
	Size      int64         `json:"size"` // in bytes, of the file
	File      string        `json:"file"`
}

// NewBackupsJSON makes the JSON of a list of backups.
func NewBackupsJSON(list []Backup) BackupsJSON {
	out := BackupsJSON{FormatVersion: FormatVersion, Backups: []BackupJSON{}}
	for _, b := range list {
		c := BackupCluster{UUID: printable(b.Cluster.UUID), Name: printable(b.Cluster.Name), Version: printable(b.Cluster.Version), URL: printable(b.Cluster.URL)}
		out.Backups = append(out.Backups, BackupJSON{
			Time: b.Time.UTC().Format(time.RFC3339Nano), Address: b.Address.String(), Did: printable(b.Did), ID: printable(b.ID), Name: printable(b.Name),
			Workspace: b.Workspace, Cluster: c, Size: b.Size, File: b.File,
		})
	}
	return out
}
