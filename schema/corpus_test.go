package schema_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/schema"
)

// corpusEnv is a folder with other people's monitors and what a server made of
// them.
const corpusEnv = "ALERTPLAN_TEST_CORPUS"

// TestOtherPeoplesMonitors loads each as a raw body: what 2.19.4 took must not
// be refused; mistakes that it takes, and that then find or show less, are warnings.
func TestOtherPeoplesMonitors(t *testing.T) {
	corpus := os.Getenv(corpusEnv)
	if corpus == "" {
		t.Skip(corpusEnv + " is not set: no folder with monitors to load")
	}
	var answers map[string]struct {
		Status int `json:"status"`
	}
	data, err := os.ReadFile(filepath.Join(corpus, "server", "2.19.4.json"))
	if err == nil {
		err = json.Unmarshal(data, &answers)
	}
	if err != nil {
		t.Fatal(err)
	}
	for name, answer := range answers {
		if answer.Status != http.StatusCreated {
			continue
		}
		body, err := os.ReadFile(filepath.Join(corpus, "monitors", name))
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		write(t, dir, "body.json", string(body))
		write(t, dir, "main.hcl", "workspace = \"soc\"\nmonitor \"m\" {\n  body = jsondecode(file(\"body.json\"))\n}\n")
		_, diags := schema.Load(dir, schema.Options{})
		for _, d := range diags {
			// The recorder put a destination_id where a body had none.
			if d.Severity != hcl.DiagError || strings.Contains(d.Detail, "destination_id: is missing") {
				continue
			}
			t.Errorf("%s: the server takes it, and we say: %s", name, d.Detail)
		}
	}
}

func write(t testing.TB, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
