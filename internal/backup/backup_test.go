package backup_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/backup"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
)

var began = time.Date(2026, 3, 9, 10, 15, 0, 0, time.UTC)

func common() backup.Head {
	return backup.Head{
		Tool: "alertplan/test", Workspace: "soc",
		Cluster: backup.Cluster{UUID: "q1w2e3", Name: "prod", Version: "2.19.4", URL: "https://search.example.com"},
	}
}

func recordOf(t testing.TB, label, body string) backup.Record {
	t.Helper()
	o := &orderedjson.Object{}
	if err := o.UnmarshalJSON([]byte(body)); err != nil {
		t.Fatal(err)
	}
	return backup.Record{
		Head:     backup.Head{Address: address.ForMonitor(label), Did: "update", Name: "Logins"},
		Original: wire.Original{Form: wire.FormMonitor, ID: "T6Ps", SeqNo: 3, PrimaryTerm: 1, Body: o},
	}
}

func keep(t testing.TB, r *backup.Run, label, body string) {
	t.Helper()
	if _, err := r.Keep(recordOf(t, label, body)); err != nil {
		t.Fatal(err)
	}
}

// files are those below a folder, with their rights.
func files(t testing.TB, root string) map[string]os.FileMode {
	t.Helper()
	found := map[string]os.FileMode{}
	err := filepath.Walk(root, func(path string, info os.FileInfo, err error) error {
		if err == nil && path != root {
			relative, _ := filepath.Rel(root, path)
			found[relative] = info.Mode()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestABodyComesBackAsItWas(t *testing.T) {
	root := t.TempDir()
	r := backup.NewRun(root, common(), began)
	body := `{"name":"Logins","enabled":false,"z":1.0,"a":12345678901234567890,"ui_metadata":{"alertplan":{"x":[1,null]}},"body":"x"}`
	keep(t, r, "logins", body)
	for path, mode := range files(t, root) {
		if want := map[bool]os.FileMode{true: 0o700, false: 0o600}[mode.IsDir()]; mode.Perm() != want {
			t.Errorf("%s has the rights %v", path, mode)
		}
	}
	list, err := backup.List(root)
	if err != nil || len(list) != 1 {
		t.Fatalf("got %v, %v", list, err)
	}
	if want := filepath.Join(root, "q1w2e3", "soc"); filepath.Dir(filepath.Dir(list[0].Path)) != want {
		t.Errorf("it lies at %s, not below %s", list[0].Path, want)
	}
	read, err := backup.Read(list[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := orderedjson.Marshal(read.Original.Body); string(got) != body {
		t.Errorf("got %s", got)
	}
	if read.Head != list[0].Head || read.Original.SeqNo != 3 || read.Original.PrimaryTerm != 1 || read.Address.String() != "monitor.logins" ||
		read.Cluster != common().Cluster || read.Workspace != "soc" || read.ID != "T6Ps" || read.Form != wire.FormMonitor {
		t.Errorf("got %+v and %+v", read, list[0])
	}
}

func TestNamesDoNoHarm(t *testing.T) {
	root := t.TempDir()
	head := common()
	head.Cluster = backup.Cluster{UUID: "../../etc", URL: "https://search.example.com:9200/base/../path"}
	r := backup.NewRun(root, head, began)
	record := recordOf(t, "logins", `{}`)
	record.Address = record.Address.WithKey("../../" + strings.Repeat("long/", 60))
	if _, err := r.Keep(record); err != nil {
		t.Fatal(err)
	}
	list, _ := backup.List(root)
	if len(list) != 1 || list[0].Address != record.Address {
		t.Fatalf("got %+v", list)
	}
	inner, _ := filepath.Rel(root, list[0].Path)
	if parts := strings.Split(inner, string(filepath.Separator)); len(parts) != 4 || parts[0] != "host_search.example.com_9200_base_.._path" || len(parts[3]) > 130 {
		t.Errorf("it lies at %s", inner)
	}
}

// What a cluster calls itself is no step out of the folder of backups.
func TestNoClusterLeavesTheFolder(t *testing.T) {
	for _, uuid := range []string{".", ".."} {
		root := filepath.Join(t.TempDir(), "a", "backups")
		head := common()
		head.Cluster.UUID = uuid
		r := backup.NewRun(root, head, began)
		keep(t, r, "logins", `{}`)
		inner, err := filepath.Rel(root, r.Dir())
		if parts := strings.Split(inner, string(filepath.Separator)); err != nil || len(parts) != 3 || parts[0] == ".." {
			t.Errorf("%s: it lies at %s", uuid, inner)
		}
	}
}

// The folder may be a link to where there is room.
func TestALinkedFolderIsListed(t *testing.T) {
	root, link := t.TempDir(), filepath.Join(t.TempDir(), "backups")
	if err := os.Symlink(root, link); err != nil {
		t.Skip("no links can be made here: ", err)
	}
	keep(t, backup.NewRun(link, common(), began), "logins", `{}`)
	list, err := backup.List(link)
	if err != nil || len(list) != 1 || !strings.HasPrefix(list[0].Path, link+string(filepath.Separator)) {
		t.Errorf("got %+v, %v", list, err)
	}
}

func TestManyAtOnce(t *testing.T) {
	root := t.TempDir()
	r := backup.NewRun(root, common(), began)
	var group sync.WaitGroup
	for range 40 {
		group.Go(func() { keep(t, r, "logins", `{"name":"Logins"}`) })
	}
	group.Wait()
	if list, _ := backup.List(root); len(list) != 40 || r.Kept() != 40 {
		t.Errorf("%d are there, %d were kept", len(list), r.Kept())
	}
}

func TestARunThatKeepsNothingLeavesNothing(t *testing.T) {
	root := t.TempDir()
	r := backup.NewRun(root, common(), began)
	if err := r.Prepare(); err != nil || r.Dir() == "" {
		t.Fatalf("got %q, %v", r.Dir(), err)
	}
	dir := r.Dir()
	r.End()
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Error("the folder is there still")
	}
}

func TestAFolderThatCannotBeMade(t *testing.T) {
	root := filepath.Join(t.TempDir(), "taken")
	if err := os.WriteFile(root, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r := backup.NewRun(root, common(), began)
	if err := r.Prepare(); err == nil {
		t.Error("a file is no folder")
	}
	if _, err := r.Keep(recordOf(t, "logins", `{}`)); err == nil {
		t.Error("nothing was kept")
	}
	if r.Kept() != 0 {
		t.Error("it counts what it has not kept")
	}
}

// What a run that was killed has left is no backup.
func TestHalfAFileIsNone(t *testing.T) {
	root := t.TempDir()
	r := backup.NewRun(root, common(), began)
	keep(t, r, "logins", `{"name":"Logins"}`)
	list, _ := backup.List(root)
	whole, err := os.ReadFile(list[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(whole) - 1 { // without its last line break it is whole
		if _, err := backup.Decode(whole[:n]); err == nil {
			t.Fatalf("%d of %d bytes are taken for a backup", n, len(whole))
		}
	}
	os.WriteFile(filepath.Join(r.Dir(), ".unfinished-0002-monitor.x.backup.json"), whole[:90], 0o600)
	os.WriteFile(filepath.Join(r.Dir(), "0003-monitor.x.backup.json"), whole[:90], 0o600)
	os.WriteFile(filepath.Join(r.Dir(), "notes.json"), whole, 0o600)
	if list, err := backup.List(root); err != nil || len(list) != 1 {
		t.Errorf("got %d, %v", len(list), err)
	}
}

func TestWhatIsRefused(t *testing.T) {
	good := `{"alertplan_backup":1,"tool":"t","time":"2026-03-09T10:15:00Z","cluster":{},"workspace":"soc","address":"monitor.a","did":"update","name":"","form":"monitor","id":"x","seq_no":1,"primary_term":1,"body":{}}`
	if _, err := backup.Decode([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"nothing": "", "something else": `{"name":"x"}`, "a list": `[]`, "text after it": good + `{}`,
		"a newer format": strings.Replace(good, `backup":1`, `backup":2`, 1),
		"no body":        strings.Replace(good, `"body":{}`, `"body":[]`, 1),
		"no id":          strings.Replace(good, `"id":"x"`, `"id":""`, 1),
		"no form":        strings.Replace(good, `"form":"monitor"`, `"form":"index"`, 1),
		"no address":     strings.Replace(good, "monitor.a", "a", 1),
		"no workspace":   strings.Replace(good, `"soc"`, `"../soc"`, 1),
		"no time":        strings.Replace(good, "2026-03-09T10:15:00Z", "yesterday", 1),
		"no lock":        strings.Replace(good, `"seq_no":1`, `"seq_no":1.5`, 1),
		"too deep":       strings.Replace(good, `"body":{}`, `"body":`+strings.Repeat(`{"a":`, 20000)+"1"+strings.Repeat("}", 20000), 1),
	} {
		if _, err := backup.Decode([]byte(text)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestOneCluster(t *testing.T) {
	type c = backup.Cluster
	for name, x := range map[string]struct {
		a, b c
		want bool
	}{
		"one uuid, two URLs": {c{UUID: "u", URL: "a"}, c{UUID: "u", URL: "b"}, true},
		"two uuids, one URL": {c{UUID: "u", URL: "a"}, c{UUID: "v", URL: "a"}, false},
		"one is not told":    {c{UUID: "u", URL: "a"}, c{URL: "a"}, true},
		"and another URL":    {c{UUID: "u", URL: "a"}, c{URL: "b"}, false},
		"nothing is known":   {c{}, c{}, false},
	} {
		if x.a.Is(x.b) != x.want || x.b.Is(x.a) != x.want {
			t.Errorf("%s: not %v", name, x.want)
		}
	}
}

func TestWhereBackupsLie(t *testing.T) {
	env := func(values map[string]string) func(string) (string, bool) {
		return func(name string) (string, bool) { v, ok := values[name]; return v, ok }
	}
	if got, err := backup.DefaultRoot(env(map[string]string{"XDG_STATE_HOME": "/state", "HOME": "/home/x"})); err != nil || got != "/state/alertplan/backups" {
		t.Errorf("got %q, %v", got, err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"alertplan_backup":1,"tool":"t","time":"2026-03-09T10:15:00Z","cluster":{"uuid":"u"},"workspace":"soc","address":"monitor.a","did":"update","name":"","form":"channel","id":"x","seq_no":1,"primary_term":1,"body":{"config":{"config_type":"slack"}}}`))
	f.Add([]byte(`{"alertplan_backup":1,"body":{}}`))
	f.Add([]byte(`{"alertplan_backup":1,"tool":"t","time":"2026-03-09T10:15:00Z","workspace":"soc","address":"monitor.a","did":"delete","form":"monitor","id":"x","seq_no":1,"primary_term":1,"body":{"triggers":[{"actions":{}}],"inputs":[null]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := backup.Decode(text)
		if err != nil {
			return
		}
		if r.Original.Body == nil || r.ID == "" || !r.Form.Known() {
			t.Errorf("half a backup is taken: %+v", r)
		}
		r.Original.Request()
		if r.Form.IsDestination() {
			r.Original.Destination()
		} else {
			r.Original.Monitor()
		}
	})
}

func BenchmarkKeep(b *testing.B) {
	r := backup.NewRun(b.TempDir(), common(), began)
	record := recordOf(b, "logins", `{"name":"`+strings.Repeat("x", 3000)+`"}`)
	b.SetParallelism(4)
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			if _, err := r.Keep(record); err != nil {
				b.Error(err)
			}
		}
	})
}
